"""The readable page of a take-out: one file that opens anywhere, with a style sheet of its own and no script."""

from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.wording import moment_with_year

# Said by the page itself, for nobody serves it: it asks nothing of anybody, and runs nothing.
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"

MARK = "<!-- sections -->"  # nobody’s name can hold it: what people wrote is escaped


def lines(reader, sections):
    """The page, piece by piece, so that a long record never stands in memory as a whole."""
    sections = list(sections)
    context = {
        "clinic": reader.patient.clinic,
        "name": reader.patient.name,
        "made": moment_with_year(reader.at.astimezone(reader.zone)),
        "language": get_language() or "en",
        "in_part": not reader.is_self,
        "policy": POLICY,
        "sections": sections,
    }
    before, _mark, after = render_to_string("records/takeout/page.html", context).partition(MARK)
    yield before
    for number, section in enumerate(sections, 1):
        yield format_html('<section id="s{}"><h2>{}</h2>\n', number, section.title)
        some = False
        for entry in section.entries:
            some = True
            yield _entry(entry)
        if not some:
            yield format_html("<p>{}</p>\n", section.none or _("Nothing."))
        yield "</section>\n"
    yield after


def _entry(entry) -> str:
    facts = "".join(format_html("<dt>{}</dt><dd>{}</dd>", term, _words(words)) for term, words in entry.facts)
    link = (
        format_html('<p><a href="{}">{}</a></p>', _address(entry.file), _("Open the file"))
        if entry.file
        else ""
    )
    return f"<article><h3>{escape(entry.title)}</h3>{f'<dl>{facts}</dl>' if facts else ''}{link}</article>\n"


def _words(words):
    # `linebreaks` with autoescape: what people wrote stays text.
    return mark_safe(linebreaks(str(words), autoescape=True))


def _address(path: str) -> str:
    return quote(path)
