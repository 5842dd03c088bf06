"""What a page offers: its links, and its forms with everything they would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TYPED = {"email": "typed@example.org", "date": "2026-12-01", "number": "1", "password": "a long enough pass"}


@dataclass
class Form:
    """Where a form goes and what it sends when nobody changes anything."""

    action: str
    method: str = "GET"
    fields: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """Links and forms of one page, with addresses as paths of our own site; others are left out."""

    def __init__(self, path: str, text: str):
        super().__init__()
        self.path, self.links, self.forms, self._open, self._select = path, set(), [], None, None
        self.feed(text)

    def _own(self, href: str) -> str | None:
        parts = urlsplit(urljoin(self.path, href or ""))
        if parts.netloc or parts.scheme:
            return None
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag == "a" and (own := self._own(attrs.get("href"))):
            self.links.add(own)
        elif tag == "form":
            action = self._own(attrs.get("action") or self.path)
            self._open = Form(action, attrs.get("method", "get").upper()) if action else None
            self.forms += [self._open] if self._open else []
        elif self._open is not None and attrs.get("name"):
            self._field(tag, attrs)
        elif tag == "option" and self._open is not None and self._select and attrs.get("value"):
            self._send(self._select, attrs["value"])

    def _field(self, tag, attrs):
        name, kind = attrs["name"], attrs.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._send(name, "typed words")
        elif tag in ("input", "button"):
            self._send(name, attrs.get("value") or TYPED.get(kind, "typed"))

    def _send(self, name, value):
        self._open.fields.setdefault(name, []).append(value)

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
