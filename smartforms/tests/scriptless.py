"""Somebody with a browser without scripts, who answers whatever the page before them asks."""

import random
from html.parser import HTMLParser

from smartforms.engine import repeating

LIMIT = 200  # pages shown before we believe the form never ends
MOST_ADDED = 12  # times “Add another” is pressed


class Controls(HTMLParser):
    """The controls of a page as a browser without scripts has them: what waits in a template element is not there."""

    def __init__(self, html: str):
        super().__init__()
        self.inside_templates, self.fixed, self.offered, self.pressed = 0, [], {}, []
        self._select = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "template":
            self.inside_templates += 1
        elif self.inside_templates or (tag != "option" and not given.get("name")):
            return
        elif tag == "input" and given.get("type") == "hidden":
            self.fixed.append((given["name"], given.get("value", "")))
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            self.offered.setdefault(given["name"], []).append(given["value"])
        elif tag == "button":
            self.pressed.append(given.get("value", ""))
        elif tag in ("input", "textarea"):
            self.offered.setdefault(given["name"], [])
        elif tag == "select":
            self._select = given["name"]
            self.offered.setdefault(self._select, [])
        elif tag == "option" and self._select and given.get("value"):
            self.offered[self._select].append(given["value"])

    def handle_endtag(self, tag):
        if tag == "template":
            self.inside_templates -= 1
        elif tag == "select":
            self._select = None


class Scriptless:
    """Fills a form by what is on its pages; `seed` makes every run the same."""

    def __init__(self, client, outline, seed: int):
        self.client, self.outline, self.chance = client, outline, random.Random(seed)
        self.added = 0

    def fill(self, start: str, check: str) -> str:
        """From a page to the check page; returns the check page. A refused page fails with its messages."""
        address, shown = start, 0
        while address.partition("?")[0] != check:
            shown += 1
            assert shown < LIMIT, f"no end at {address}"
            page = self.client.get(address)
            assert page.status_code == 200
            answer = self.client.post(address.partition("?")[0], self._typed(page.text))
            assert answer.status_code == 302, answer.context["page"].errors
            address = answer.url.partition("#")[0]
        return self.client.get(check).text

    def _typed(self, html: str) -> dict:
        controls = Controls(html)
        typed: dict[str, list[str]] = {"then": [self._pressed(controls.pressed)]}
        for name, value in controls.fixed:
            typed.setdefault(name, []).append(value)
        outline = repeating.grown(self.outline, repeating.counts(self.outline, {}, typed.get("asked", [])))
        for key in typed.get("asked", []):
            typed |= self._answer(outline[key], controls.offered)
        return typed

    def _pressed(self, buttons: list[str]) -> str:
        """Now and then “Add another”; a few times in all, so that the form ends."""
        more = [then for then in buttons if then.partition(":")[0] in ("add", "room")]
        if not more or self.added == MOST_ADDED or self.chance.random() < 0.4:
            return "continue"
        self.added += 1
        return self.chance.choice(more)

    def _answer(self, item: dict, offered: dict) -> dict[str, list[str]]:
        key = item["key"]
        if not item.get("required") and self.chance.random() < 0.15:
            return {}
        if choices := [value for value in offered.get(key, ()) if value != "other"]:
            return {key: self._picked(item, choices)}
        if f"{key}-year" in offered:
            boxes = {"year": str(self.chance.randint(1950, 2025)), "month": "2", "day": "3"}
            return {f"{key}-{part}": [text] for part, text in boxes.items() if f"{key}-{part}" in offered}
        if f"{key}-words" in offered:
            return {f"{key}-words": [self._words(item)]}
        if f"{key}-name" in offered:
            return {f"{key}-name": ["Ana Cast"]}
        if f"{key}-given" in offered:
            return {}
        assert key in offered, f"{key} is asked and has no control"
        return {key: [self._text(item)]}

    def _picked(self, item: dict, choices: list[str]) -> list[str]:
        if not item.get("repeats"):
            return [self.chance.choice(choices)]
        alone = {option["key"] for option in item.get("options", ()) if option.get("alone")}
        many = [value for value in choices if value not in alone] or choices[:1]
        count = self.chance.randint(item.get("least", 1), min(item.get("most", 3), len(many)))
        return self.chance.sample(many, count)

    def _text(self, item: dict) -> str:
        low, high = int(float(item.get("min", 1))), int(float(item.get("max", 200)))
        match item["type"]:
            case "integer":
                return str(self.chance.randint(low, high))
            case "decimal" | "quantity":
                places = min(item.get("places", 1), 1)
                return f"{self.chance.uniform(low, high - 1) if high > low else low:.{places}f}"
            case "time":
                return "10:30"
            case "url":
                return "www.example.org"
        return self._words(item)

    def _words(self, item: dict) -> str:
        words = "".join(
            self.chance.choice("abc déf<&'") for _letter in range(max(12, item.get("minLength", 0)))
        )
        return (words.strip() or "x")[: item.get("maxLength", 200)]
