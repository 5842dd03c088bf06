"""What the total of a well-known instrument means, as its authors published it, wherever the file comes from.

PHQ-9: Kroenke, Spitzer, Williams 2001. GAD-7: Spitzer et al. 2006. AUDIT-C: Bush et al. 1998, with the lower mark for
women of Bradley et al. 2007. An instrument is known by the LOINC codes of its questions and of its total.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartforms.definition import NUMBERS, is_score
from smartforms.fhir import translating
from smartforms.fhir.shapes import mapping, sequence, words

LOINC = "http://loinc.org"


@dataclass(frozen=True)
class Instrument:
    """`bands` are (lowest, highest, words, tone); `highest` is the greatest total."""

    name: str
    total: str
    questions: frozenset[str]
    highest: int
    bands: tuple


INSTRUMENTS = (
    Instrument(
        "PHQ-9", "44261-6",
        frozenset({"44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"}),
        27,
        (
            (0, 4, gettext_lazy("minimal"), "ok"), (5, 9, gettext_lazy("mild"), "warn"),
            (10, 14, gettext_lazy("moderate"), "warn"), (15, 19, gettext_lazy("moderately severe"), "bad"),
            (20, 27, gettext_lazy("severe"), "bad"),
        ),
    ),
    Instrument(
        "GAD-7", "70274-6",
        frozenset({"69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"}),
        21,
        (
            (0, 4, gettext_lazy("minimal"), "ok"), (5, 9, gettext_lazy("mild"), "warn"),
            (10, 14, gettext_lazy("moderate"), "warn"), (15, 21, gettext_lazy("severe"), "bad"),
        ),
    ),
    Instrument(
        "AUDIT-C", "75626-2", frozenset({"68518-0", "68519-8", "68520-6"}), 12,
        (
            (0, 2, gettext_lazy("negative screen"), "ok"), (3, 3, gettext_lazy("positive screen for women"), "warn"),
            (4, 12, gettext_lazy("positive screen"), "bad"),
        ),
    ),
)  # fmt: skip


def read(items: list[dict], reader, language: str) -> None:
    """Give the total of a known instrument its bands, where the file gives it none. Their words are in the form's
    language."""
    codes = {item["key"]: _codes(reader.raws[item["key"]]) for item in items}
    for instrument in INSTRUMENTS:
        total = _total(instrument, items, codes)
        if total is None or "bands" in total or not _is_scored_as_published(instrument, items, codes):
            continue
        with translating.speaking(language):
            total["bands"] = [
                {"low": low, "high": high, "label": str(label), "tone": tone}
                for low, high, label, tone in instrument.bands
            ]
        note = reader.note_for(reader.raws[total["key"]], int(total["key"][1:]))
        note(
            "added",
            "band",
            _("What the score means is told as published for %(name)s.") % {"name": instrument.name},
        )


def _codes(raw: dict) -> set[str]:
    """By its codes, or by a linkId that is one, as in files that carry none."""
    listed = map(mapping, sequence(raw.get("code")))
    named = {words(code.get("code")) for code in listed if code.get("system") in (LOINC, None)}
    return named | {words(raw.get("linkId")).strip("/")}


def _total(instrument: Instrument, items: list[dict], codes: dict[str, set[str]]) -> dict | None:
    """The item named as the total; else the only score of a form that asks all its questions and no other scored."""
    numbers = [item for item in items if item["type"] in NUMBERS]
    if named := [item for item in numbers if instrument.total in codes[item["key"]]]:
        return named[0] if len(named) == 1 else None
    scored = [item for item in items if any("score" in option for option in item.get("options", ()))]
    asked = set().union(*(codes[item["key"]] for item in scored))
    totals = [item for item in numbers if is_score(item)]
    is_whole = instrument.questions <= asked and len(scored) == len(instrument.questions)
    return totals[0] if is_whole and len(totals) == 1 else None


def _is_scored_as_published(instrument: Instrument, items: list[dict], codes: dict[str, set[str]]) -> bool:
    """Whether the answers count what the authors let them; a total that is only typed in has no answers to look at."""
    mine = [item for item in items if codes[item["key"]] & instrument.questions and item.get("options")]
    scores = [[option["score"] for option in item["options"] if "score" in option] for item in mine]
    known = [each for each in scores if each]
    highest = sum(map(max, known))
    return not known or (highest == instrument.highest and all(min(each) == 0 for each in known))
