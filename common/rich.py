"""Text with bold words, lists and links, as far as we let it through: what is not named here is taken out.

Nothing is fetched for it: pictures are only those that the text itself carries. Cleaned where it comes in and once
more where it is shown, so that no way in is forgotten.
"""

import html
import re

import nh3
from markdown_it import MarkdownIt

INLINE = {"strong", "em", "br"}
BLOCKS = INLINE | {"p", "ul", "ol", "li", "a", "h3", "h4", "blockquote", "img"}
ADDRESS = re.compile(r"(https?://|mailto:|tel:)\S+", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+")
LARGEST_PICTURE = 200_000  # characters
LONGEST = 600_000
_SAME = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p"}
_RENAMED = re.compile(rf"<(/?)({'|'.join(_SAME)})(?=[\s>/])", re.IGNORECASE)
_ENDS = re.compile(r"<br ?/?>|</(?:p|li|h3|h4|blockquote)>", re.IGNORECASE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def from_markdown(text: str) -> str:
    """Markdown as clean HTML; HTML within it stays text."""
    return clean(_MARKDOWN.render(text))


def clean(source: str, *, tags: set[str] = BLOCKS) -> str:
    """HTML of whoever as HTML that is harmless in a page of ours; only these tags remain."""
    renamed = _RENAMED.sub(lambda found: f"<{found[1]}{_SAME[found[2].lower()]}", source[:LONGEST])
    return nh3.clean(
        renamed,
        tags=set(tags),
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def inline(source: str) -> str:
    """The same in one line, for labels: bold, italics and line breaks."""
    broken = re.sub(r"</p>\s*<p[^>]*>", "<br><br>", source, flags=re.IGNORECASE)
    return clean(broken, tags=INLINE)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("a", "href"):
        return value if ADDRESS.fullmatch(value.strip()) else None
    if (tag, name) == ("img", "src"):
        return value if len(value) <= LARGEST_PICTURE and PICTURE.fullmatch(value) else None
    return value


def plain(source: str) -> str:
    """Its words, one paragraph a line."""
    lines = html.unescape(nh3.clean(_ENDS.sub("\n", source), tags=set())).splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
