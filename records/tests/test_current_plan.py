"""What counts now out of all plans, and when a supplement is over. Nothing here touches the database."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from records.current_plan import current_parts
from records.plan_ends import end_of, is_over

WRITTEN = date(2026, 11, 3)
TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("until 3 February", date(2027, 2, 3)),
        ("Until 3 Feb.", date(2027, 2, 3)),
        ("3 Feb", date(2027, 2, 3)),
        ("until 15 December 2026", date(2026, 12, 15)),
        ("until December 15th", date(2026, 12, 15)),
        ("1st December", date(2026, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
        ("jusqu’au 15 décembre", date(2026, 12, 15)),
        ("jusqu'au 1er février 2027", date(2027, 2, 1)),
        ("15 October", date(2026, 10, 15)),  # shortly before the visit: it is that one, and over
        ("3 months", date(2027, 2, 3)),
        ("for six weeks", date(2026, 12, 14)),
        ("10 days", date(2026, 11, 12)),
        ("10 jours", date(2026, 11, 12)),
        ("2 semaines", date(2026, 11, 16)),
        ("un mois", date(2026, 12, 3)),
        ("1 year", date(2027, 11, 3)),
        ("pendant 2 ans", date(2028, 11, 3)),
        # What says more than a day or a length, or nothing that we read, has no end.
        ("", None),
        ("ongoing", None),
        ("until further notice", None),
        ("3 months, then ask again", None),
        ("31 February", None),
        ("until your period", None),
        ("0 days", None),
        ("999 years", date(3025, 11, 3)),
        ("until 3", None),
        ("<script>alert(1)</script>", None),
    ],
)
def test_how_long_is_read(said, end):
    assert end_of(said, WRITTEN) == end


def test_the_end_of_a_short_month():
    assert end_of("1 month", date(2026, 1, 31)) == date(2026, 2, 28)


def test_the_last_day_still_counts():
    row = {"what": "Iron", "duration": "until 17 November"}
    assert not is_over(row, WRITTEN, on=TODAY)
    assert is_over(row, WRITTEN, on=TODAY + timedelta(days=1))


@dataclass
class Plan:
    """As much of a chart as the combination reads."""

    name: str
    practitioner_id: int
    day: date
    plan: dict


def told(plans, on=TODAY) -> dict:
    """Section → what is shown, and out of which plan."""
    found = current_parts(plans, on=on)
    return {
        key: [
            (
                part.section.text or part.section.lines or [row["what"] for row in part.section.rows],
                part.plan.name,
            )
            for part in parts
        ]
        for key, parts in found.items()
    }


def test_of_each_practitioner_the_newest_words_count():
    plans = [
        Plan("ingrid 2", 1, WRITTEN, {"summary": "Better.", "goals": ["Sleep"]}),
        Plan("tomas", 2, WRITTEN - timedelta(days=2), {"summary": "Knee."}),
        Plan("ingrid 1", 1, WRITTEN - timedelta(days=60), {"summary": "Tired.", "diet": "Lentils."}),
    ]
    assert told(plans) == {
        "summary": [("Better.", "ingrid 2"), ("Knee.", "tomas")],
        "goals": [(["Sleep"], "ingrid 2")],
        "diet": [("Lentils.", "ingrid 1")],
    }


def supplements(*rows):
    return {"supplements": [{"what": what, "duration": duration} for what, duration in rows]}


def test_a_supplement_counts_until_its_end():
    plan = Plan("one", 1, WRITTEN, supplements(("Iron", "3 months"), ("Zinc", "10 days"), ("Fish oil", "")))
    assert told([plan]) == {"supplements": [(["Iron", "Fish oil"], "one")]}
    assert told([plan], on=date(2027, 3, 1)) == {"supplements": [(["Fish oil"], "one")]}
    only = Plan("one", 1, WRITTEN, supplements(("Zinc", "10 days")))
    assert told([only]) == {}


def test_what_an_older_plan_gives_until_a_day_goes_on_unless_it_is_named_again():
    new = Plan("new", 1, WRITTEN, supplements(("Iron", "4 weeks")))
    old = Plan(
        "old", 1, WRITTEN - timedelta(days=20),
        supplements(("iron ", "3 months"), ("Vitamin C", "3 months"), ("Valerian", "")),
    )  # fmt: skip
    # Valerian has no end of its own: the newer list stands in its place.
    assert told([new, old]) == {"supplements": [(["Iron"], "new"), (["Vitamin C"], "old")]}
    other = Plan("other", 2, WRITTEN - timedelta(days=30), supplements(("Iron", "")))
    assert told([new, old, other])["supplements"][-1] == (["Iron"], "other")


def test_a_shorter_dose_that_ran_out_is_not_replaced_by_the_older_longer_one():
    new = Plan("new", 1, WRITTEN, supplements(("Iron", "10 days")))
    old = Plan("old", 1, WRITTEN - timedelta(days=20), supplements(("Iron", "3 months")))
    assert told([new, old]) == {}


def test_no_plans_count_nothing():
    assert current_parts([], on=TODAY) == {}
