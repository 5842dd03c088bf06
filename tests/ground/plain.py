"""Somebody at the pages with neither a window nor scripts: what is sent is what a form says, what was typed over it.

As quick as the test client, and as bound to the pages as a browser: a link, a label or a button that is not there
fails. What only a window shows (contrast, width, what a script does) is for `ground/browser.py`.
"""

import re
from urllib.parse import urljoin, urlsplit

from lxml import html


def words_of(element) -> str:
    """The text of an element as it is read, without the spaces of its source."""
    return " ".join(element.text_content().split())


def _that_say(elements, words) -> list:
    """Those that say just this; where none does, those that begin so. A pattern may stand anywhere."""
    said = [(one, one.get("aria-label") or words_of(one)) for one in elements]
    if isinstance(words, re.Pattern):
        return [one for one, there in said if words.search(there)]
    just = [one for one, there in said if there == words]
    return just or [one for one, there in said if there.startswith(words)]


class Plain:
    """`fills`, `ticks`, `chooses`, `selects` and `attaches` change the page; `presses` sends the form of a button."""

    def __init__(self, client, host="localhost"):
        self.client, self.host = client, host
        self.answer = self.page = self.path = None
        self.files = {}

    # Pages ---------------------------------------------------------------------------------------
    def goes_to(self, path):
        return self._arrives(self.client.get(path, follow=True, headers={"host": self.host}), path)

    def _arrives(self, answer, path, *, status=200):
        assert answer.status_code == status, (path, answer.status_code, self._wrong(answer))
        self.path = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        self.answer, self.page, self.files = answer, html.fromstring(answer.content.decode()), {}
        return self

    def _wrong(self, answer):
        """What stands beside the fields of a page that was not expected."""
        found = html.fromstring(answer.content.decode()) if answer.content else None
        return [words_of(one) for one in found.find_class("error")] if found is not None else []

    def sees(self, heading):
        (h1,) = self.page.iter("h1")
        assert heading in words_of(h1), (self.path, words_of(h1))
        return self

    def reads(self, *words):
        """These words are on the page."""
        there = words_of(self.page)
        assert [one for one in words if one not in there] == [], (self.path, there)
        return self

    def reads_nothing_of(self, *words):
        there = self.answer.content.decode()
        assert [one for one in words if one in there] == [], self.path
        return self

    def _one(self, tags, words, nth):
        found = _that_say(self.page.iter(*tags), words)
        names = sorted({words_of(one) for one in self.page.iter(*tags)})
        assert len(found) > nth, (self.path, words, names)
        return found[nth]

    def follows(self, link, *, nth=0):
        return self.goes_to(urljoin(self.path, self._one(["a"], link, nth).get("href")))

    # Forms ---------------------------------------------------------------------------------------
    def _control(self, label, nth=0):
        found = self._one(["label"], label, nth)
        if target := found.get("for"):
            return self.page.get_element_by_id(target)
        return next(found.iter("input", "select", "textarea"))

    def fills(self, label, words, *, nth=0):
        control = self._control(label, nth)
        if control.tag == "textarea":
            control.value = words
        else:
            control.set("value", words)
        return self

    def born(self, day, month, year):
        for label, value in (("Day", day), ("Month", month), ("Year", year)):
            self.fills(label, str(value))
        return self

    def ticks(self, label, *, nth=0):
        self._control(label, nth).set("checked", "checked")
        return self

    def chooses(self, label, *, nth=0):
        control = self._control(label, nth)
        if control.get("type") == "radio":
            for other in self.page.iter("input"):
                if other.get("name") == control.get("name"):
                    other.attrib.pop("checked", None)
        control.set("checked", "checked")
        return self

    def selects(self, label, words, *, nth=0):
        control = self._control(label, nth)
        option = next(one for one in control.iter("option") if words_of(one).startswith(words))
        control.value = option.get("value", words_of(option))
        return self

    def attaches(self, label, file, *, nth=0):
        self.files[self._control(label, nth).get("name")] = file
        return self

    def presses(self, button, *, nth=0, status=200):
        """Send the form of the button, and come to what follows."""
        found = self._one(["button"], button, nth)
        form = next(found.iterancestors("form"))
        sent = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value)
        if found.get("name"):
            sent[found.get("name")] = [found.get("value", "")]
        path = urljoin(self.path, found.get("formaction") or form.get("action") or self.path)
        if (form.get("method") or "get").lower() == "get":
            answer = self.client.get(path, sent, follow=True, headers={"host": self.host})
        else:
            headers = {"host": self.host, "origin": f"http://{self.host}"}
            answer = self.client.post(path, sent | self.files, follow=True, headers=headers)
        return self._arrives(answer, urlsplit(path)._replace(scheme="", netloc="").geturl(), status=status)
