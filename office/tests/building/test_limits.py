"""How often and between which days a question is answered, what it begins with, and who may see and change it."""

import pytest

from office.tests.building.drafts import of
from smartforms.tests.forms import choice, extension, question

FIXED = {"kind": "line", "text": "Clinic"}


def save(draft, item, **said):
    answer = draft.post(f"items/{item}/", **said)
    assert answer.status_code == 302, answer.context["errors"]
    return draft.item(item)


def test_hidden_and_read_only(draft):
    one = draft.add("line", "Clinic")
    item = save(draft, one, **FIXED, readonly="on", hidden="on", start="Harbour Street")
    assert (item["readOnly"], item["initial"]) == (True, [{"valueString": "Harbour Street"}])
    assert item["extension"] == [extension("questionnaire-hidden", valueBoolean=True)]
    question = draft.version.definition["items"][0]["items"][0]
    assert (question["readonly"], question["hidden"], question["initial"]) == (True, True, ["Harbour Street"])
    page = draft.browser.get(f"{draft.here}items/{one}/")
    said = {name: page.context["form"][name].value() for name in ("readonly", "hidden", "start")}
    assert said == {"readonly": True, "hidden": True, "start": "Harbour Street"}
    item = save(draft, one, **FIXED)
    assert not {"readOnly", "initial", "extension"} & item.keys()


@pytest.mark.parametrize(
    ("kind", "typed", "written"),
    [
        ("yesno", "no", {"valueBoolean": False}),
        ("whole", "3", {"valueInteger": 3}),
        ("decimal", "2,5", {"valueDecimal": 2.5}),
        ("date", "2026-11-17", {"valueDate": "2026-11-17"}),
        ("moment", "2026-11-17", {"valueDateTime": "2026-11-17"}),
        ("time", "10:42", {"valueTime": "10:42:00"}),
        ("url", "https://example.org", {"valueUri": "https://example.org"}),
        ("slider", "4", {"valueInteger": 4}),
    ],
)
def test_a_starting_value_fits_its_question(draft, kind, typed, written):
    one = draft.add(kind, "Words")
    more = {"least": "0", "most": "10", "step": "1"} if kind == "slider" else {}
    item = save(draft, one, kind=kind, text="Words", start=typed, **more)
    assert item["initial"] == [written]
    wrong = draft.post(f"items/{one}/", kind=kind, text="Words", start="sometimes", **more)
    if kind != "url":
        assert wrong.status_code == 422 and [at for at, _words in wrong.context["errors"]] == ["id_start"]
    assert save(draft, one, kind=kind, text="Words", **more).get("initial") is None


def test_an_amount_begins_in_its_first_unit(cast, nora, at):
    kg = {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"}
    draft = of(
        cast, nora, at, question("w", "quantity", extension=[extension("questionnaire-unit", valueCoding=kg)])
    )
    item = save(draft, "w", kind="amount", text="Weight", units="kg", start="70")
    unit = {"unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
    assert item["initial"] == [{"valueQuantity": {"value": 70, **unit}}]


def test_what_a_file_begins_with_stays_until_it_is_changed(cast, nora, at):
    draft = of(cast, nora, at, question("m", "dateTime", initial=[{"valueDateTime": "2026-11-17T10:00:00Z"}]))
    item = save(draft, "m", kind="moment", text="When?", start="2026-11-17T10:00:00Z")
    assert item["initial"] == [{"valueDateTime": "2026-11-17T10:00:00Z"}]


def test_days_that_limit_a_date(draft):
    one = draft.add("date", "Since when?")
    said = {"kind": "date", "text": "Since when?", "earliest": "2020-01-01", "latest": "2026-12-31"}
    item = save(draft, one, **said)
    assert item["extension"] == [
        extension("minValue", valueDate="2020-01-01"),
        extension("maxValue", valueDate="2026-12-31"),
    ]
    wrong = draft.post(f"items/{one}/", **{**said, "latest": "2019-12-31"})
    assert wrong.context["errors"] == [("id_latest", "The latest date is before the earliest")]
    wrong = draft.post(f"items/{one}/", **{**said, "latest": "tomorrow"})
    assert wrong.context["errors"] == [("id_latest", "Enter a date such as 2026-11-17")]
    assert save(draft, one, **{**said, "kind": "moment"})["type"] == "dateTime"
    assert draft.version.definition["items"][0]["items"][0]["min"] == "2020-01-01"
    assert "extension" not in save(draft, one, **{**said, "kind": "line"})


def test_how_often_is_asked_only_of_what_repeats(draft):
    one = draft.add("line", "Medicines")
    fields = draft.browser.get(f"{draft.here}items/{one}/").context["form"].fields
    assert not {"fewest", "greatest"} & fields.keys()
    said = {"kind": "line", "text": "Medicines", "again": "on"}
    save(draft, one, **said)
    item = save(draft, one, **said, fewest="2", greatest="5")
    assert item["extension"] == [
        extension("questionnaire-minOccurs", valueInteger=2),
        extension("questionnaire-maxOccurs", valueInteger=5),
    ]
    wrong = draft.post(f"items/{one}/", **said, fewest="6", greatest="5")
    assert wrong.context["errors"] == [
        ("id_greatest", "The greatest number of times is smaller than the least")
    ]
    item = save(draft, one, kind="line", text="Medicines", fewest="2", greatest="5")
    assert (item["repeats"], item.get("extension")) == (False, None)


def test_several_lines_begin_a_question_that_repeats(cast, nora, at):
    draft = of(cast, nora, at, question("n", "integer", repeats=True), choice("c", "x", "y"))
    item = save(draft, "n", kind="whole", text="Numbers", again="on", start="1\r\n2\r\n")
    assert item["initial"] == [{"valueInteger": 1}, {"valueInteger": 2}]
    assert (
        draft.browser.get(f"{draft.here}items/n/").context["form"].fields["start"].help_text
        == "One answer a line."
    )
