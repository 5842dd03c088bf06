"""A traveller whose pages, taps and typed letters are counted, and what that takes somebody with a phone."""

import re

from tests.journeys.steps import Traveller

# The keystroke-level model (Card, Moran and Newell 1980): a keystroke of somebody who does not type for a living,
# pointing at something and pressing it, and making up one's mind, which we count once for every page.
KEYSTROKE, TAP, THOUGHT = 0.28, 1.1, 1.35


def _called(label):
    """A field's label as it is read: what may be left out says so."""
    return re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$") if isinstance(label, str) else label


class Counting(Traveller):
    """Counts every page that is shown (in a frame as well), every tap (into a field as well), every letter."""

    def __init__(self, page, axe):
        super().__init__(page, axe)
        self.pages = self.taps = self.fields = self.letters = 0
        page.on("response", self._note)

    def _note(self, response):
        is_page = response.request.is_navigation_request() and not 300 <= response.status < 400
        self.pages += is_page

    def presses(self, name, **which):
        self.taps += 1
        return super().presses(name, **which)

    def follows(self, name, **which):
        self.taps += 1
        return super().follows(name, **which)

    def chooses(self, name, **which):
        self.taps += 1
        return super().chooses(name, **which)

    def ticks(self, label):
        self.taps += 1
        return super().ticks(_called(label))

    def fills(self, label, words, **which):
        self.taps, self.fields, self.letters = self.taps + 1, self.fields + 1, self.letters + len(words)
        return super().fills(_called(label), words, **which)

    def selects(self, label, words):
        """Choose in a list: one tap opens it, one takes the line."""
        self.taps, self.fields = self.taps + 2, self.fields + 1
        self.page.get_by_label(_called(label)).select_option(label=words)
        return self

    def taps_on(self, locator):
        self.taps += 1
        locator.click()
        return self

    @property
    def seconds(self) -> float:
        """What the model reckons for all of it."""
        return self.letters * KEYSTROKE + self.taps * TAP + self.pages * THOUGHT

    @property
    def told(self) -> str:
        return (
            f"{self.pages} pages, {self.taps} taps, {self.fields} fields, {self.letters} letters; "
            f"reckoned {self.seconds:.1f} s"
        )
