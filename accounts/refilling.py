"""Putting words back into the form of a page: every field as it was when it was sent, nothing else touched.

Works on the page as it is drawn, so that it holds for every form of the office without any of them knowing.
"""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import escape

UNTOUCHED = {"submit", "button", "image", "reset", "file", "password"}
TICKED = {"checkbox", "radio"}
TOKEN = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Writing:
    """What was written on a page, on its way to a path: {name of a field: its values}."""

    path: str
    page: str
    words: dict[str, list[str]]


def refilled(html: str, writing: Writing) -> str:
    """The page with the words in the form they were written in. What finds no field any more stands above it."""
    forms = _Forms(writing)
    forms.feed(html)
    filling = _Filling(writing, forms.wanted)
    filling.feed(html)
    filling.close()
    left = {
        name: [text for text in filling.left[name] if text.strip()]
        for name in filling.left
        if name not in forms.buttons | {TOKEN}
    }
    texts = [text for values in left.values() for text in values]
    above = render_to_string("accounts/words_left.html", {"texts": texts}) if texts else ""
    return "".join(filling.page).replace(_Filling.HERE, above, 1)


class _Forms(HTMLParser):
    """Which form of the page, counted from its top, sends to where the words were going."""

    def __init__(self, writing):
        super().__init__()
        self.writing, self.number, self.wanted, self.buttons = writing, -1, None, set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.number += 1
            self._look((given.get("method") or "").lower() == "post", given.get("action"))
        elif (
            tag in {"button", "input"} and given.get("type", "submit" if tag == "button" else "") == "submit"
        ):
            self._look("formaction" in given, given.get("formaction"))
            self.buttons.add(given.get("name"))

    def _look(self, sends: bool, to):
        target = urlsplit(urljoin(self.writing.page, to or self.writing.page))
        path = f"{target.path}?{target.query}" if target.query else target.path
        if sends and self.wanted is None and path == self.writing.path:
            self.wanted = self.number


class _Filling(HTMLParser):
    """Writes the page anew, with the values of one form replaced."""

    HERE = "<!--words-left-->"

    def __init__(self, writing, wanted):
        super().__init__(convert_charrefs=False)
        self.wanted, self.number, self.inside = wanted, -1, False
        self.left = {name: list(values) for name, values in writing.words.items()}
        self.all = writing.words
        self.page: list[str] = []
        self.select, self.area = None, False
        self.marked = False

    def handle_starttag(self, tag, attrs):
        given, raw = dict(attrs), self.get_starttag_text()
        if tag == "form":
            self.number += 1
            self.inside = self.number == self.wanted
        if self.inside:
            raw = self._filled(tag, given, raw)
        self.page.append(raw)
        if not self.marked and (self.inside or (self.wanted is None and tag == "main")):
            self.page.append(self.HERE)
            self.marked = True
        if self.area:
            self.page.append("\n" + escape(self._take(given["name"])))

    handle_startendtag = handle_starttag

    def _filled(self, tag, given, raw):
        name = given.get("name")
        if tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select is not None:
            return self._with(tag, given, "selected", given.get("value", "") in self._asked(self.select))
        elif tag == "textarea" and name in self.left:
            self.area = True
        elif tag == "input" and name and name != TOKEN:
            kind = (given.get("type") or "text").lower()
            if kind in TICKED:
                return self._with(tag, given, "checked", given.get("value", "on") in self._asked(name))
            if kind not in UNTOUCHED and self.left.get(name):
                return self._with(tag, given, "value", self._take(name))
        return raw

    def _asked(self, name) -> list[str]:
        """What was chosen; by that it has found its place."""
        self.left.pop(name, None)
        return self.all.get(name, [])

    def _take(self, name) -> str:
        """The next value of this name: fields of one name come in the order of the page."""
        values = self.left.get(name) or [""]
        return values.pop(0)

    def _with(self, tag, given, attribute, value) -> str:
        kept = {name: True if text is None else text for name, text in given.items() if name != attribute}
        return f"<{tag}{flatatt({**kept, attribute: value})}>"

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "select":
            self.select = None
        if tag == "textarea":
            self.area = False
        self.page.append(f"</{tag}>")

    def handle_data(self, data):
        if not self.area:
            self.page.append(data)

    def handle_entityref(self, name):
        self.handle_data(f"&{name};")

    def handle_charref(self, name):
        self.handle_data(f"&#{name};")

    def handle_comment(self, data):
        self.page.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.page.append(f"<!{decl}>")

    def unknown_decl(self, data):
        self.page.append(f"<![{data}]>")

    def handle_pi(self, data):
        self.page.append(f"<?{data}>")
