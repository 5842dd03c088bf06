"""Signatures: a name, the moment, and the strokes of a hand where it was drawn.

    answer   [{"name": "Maya Lindqvist", "at": "2026-11-17T10:42:00-04:00", "strokes": [[x, y, x, y…]…]}]

Whoever signs stands for the answers as they are at that moment. When one of them changes afterwards the signature
lapses and is given again, so that its time never precedes what it stands for.
"""

import json

from django.utils.translation import gettext as _

from common.text import is_plain
from smartforms.definition import Outline
from smartforms.engine.unfit import Problem, Unfit, short

PARTS = ("-name", "-strokes", "-given", "-lapsed")
WIDE, HIGH = 1000, 300
MOST_NUMBERS = 20_000
LONGEST_NAME = 200


def read(item: dict, raw: dict[str, list[str]]) -> list:
    """A signature as the page sends it, not dated yet: see `settle`. Raises Unfit.

    `-given` is the moment of a signature that the page only shows again; `-lapsed` says that there was one.
    """
    name, strokes, given = (
        " ".join((raw.get(part) or [""])[-1].split()) for part in ("-name", "-strokes", "-given")
    )
    if not name and not strokes:
        if given:
            return [{"given": given}]
        if raw.get("-lapsed"):
            raise Unfit(*_lapsed(item))
        return []
    if not name:
        raise Unfit(_("Write your name under “%(question)s”") % {"question": short(item)}, "-name")
    if len(name) > LONGEST_NAME or not is_plain(name):
        raise Unfit(_("Write only your name under “%(question)s”") % {"question": short(item)}, "-name")
    mark = {"name": name} | ({"given": given} if given else {})
    if strokes and not item.get("typed_only"):
        mark["strokes"] = _strokes(item, strokes)
    return [mark]


def _strokes(item: dict, text: str) -> list[list[int]]:
    """Lines of whole numbers, x and y by turns, within the box and a bounded number of them."""
    try:
        lines = json.loads(text)
    except (ValueError, RecursionError):
        lines = None
    is_drawn = isinstance(lines, list) and 0 < len(lines) <= MOST_NUMBERS and all(map(_is_line, lines))
    if not is_drawn or sum(map(len, lines)) > MOST_NUMBERS:
        message = _("We could not read the signature you drew for “%(question)s”. Clear it and sign again")
        raise Unfit(message % {"question": short(item)}, "-name")
    return lines


def _is_line(line) -> bool:
    if not isinstance(line, list) or not line or len(line) % 2:
        return False
    return all(type(n) is int and 0 <= n <= (HIGH if place % 2 else WIDE) for place, n in enumerate(line))


def _lapsed(item: dict) -> tuple[str, str]:
    told = _("An answer changed after you signed “%(question)s”. Sign again")
    return told % {"question": short(item)}, "-name"


def has_lapsed(unfinished: dict, key: str) -> bool:
    """Whether a signature that was given no longer counts."""
    return "-lapsed" in unfinished.get(key, ())


def settle(outline: Outline, response, posted, *, at) -> None:
    """Date the signatures given on a posted page; one that is only shown again keeps its date. `at` is an instant."""
    for key in posted.asked & outline.signatures.keys():
        for mark in posted.answers[key]:
            kept = response.answers.get(key, [])
            if _is_shown_again(mark, kept):
                posted.answers[key] = kept
            elif "name" in mark:
                mark.pop("given", None)
                moment = at.astimezone(response.assignment.clinic.zone).isoformat(timespec="seconds")
                posted.answers[key] = [mark | {"at": moment}]
                posted.signed.add(key)
            else:
                posted.answers[key] = []


def _is_shown_again(mark: dict, kept: list) -> bool:
    if not kept or mark.get("given") != kept[0]["at"]:
        return False
    return "name" not in mark or {**mark, "at": mark["given"]} == {**kept[0], "given": mark["given"]}


def lapse(outline: Outline, response, merged, posted) -> set[str]:
    """Take back the signatures that stand for an answer changed just now; returns their keys."""
    found = set()
    for key, covered in outline.signatures.items():
        if key in merged.answers and key not in posted.signed and not covered.isdisjoint(merged.changed):
            found.add(key)
    for key in found:
        del merged.answers[key]
        merged.unfinished[key] = {"-lapsed": ["1"]}
        merged.touched[key] = response.revision + 1
        merged.changed.add(key)
        if key in posted.asked:
            posted.answers[key] = []
            posted.problems[key] = Problem(*_lapsed(outline[key]), at_once=True)
    return found


def path(answer: dict) -> str:
    """The strokes as the `d` of an SVG path; a single point is a dot. Empty where the name was typed."""
    return "".join(_line(line) for line in answer.get("strokes", ()))


def _line(line: list[int]) -> str:
    pairs = [f"{int(x)} {int(y)}" for x, y in zip(line[::2], line[1::2], strict=True)]
    return f"M{pairs[0]}L" + " ".join(pairs[1:] or pairs)


def drawing(drawn: str) -> str:
    """A path as a picture of its own; nothing in it but numbers."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">'
        f'<path d="{drawn}" fill="none" stroke="#15252e" stroke-width="6" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
