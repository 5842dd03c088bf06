"""One question: what it says, offers and counts, and when it is asked."""

from office.tests.building.drafts import of
from smartforms.authoring.tree import places
from smartforms.tests.forms import choice, extension, question, when


def test_choosing_a_question_asks_for_its_answer(cast, nora, at):
    draft = of(cast, nora, at, choice("c", "x", "y"), question("n", "integer"), question("last"))
    first = {"kind": "line", "text": "Last", "condition__count": 1, "condition__0__question": "c"}
    page = draft.post("items/last/", **first)
    assert page.status_code == 422
    assert page.context["errors"] == [("condition-0-value", "Choose the answer this depends on")]
    row = page.context["form"].tables["condition"].shown[0]
    assert [one["label"] for one in row["answers"]] == ["X", "Y"] and draft.item("last")[
        "text"
    ] == "What about last?"
    both = first | {
        "condition__0__value": "o2", "condition__count": 2, "condition__1__question": "n",
        "condition__1__operator": ">=", "condition__1__value": "3", "condition-all": "all",
    }  # fmt: skip
    assert draft.post("items/last/", **both).status_code == 302
    item = draft.item("last")
    assert item["enableBehavior"] == "all" and item["enableWhen"] == [
        when("c", "=", answerCoding={"code": "y", "display": "Y"}), when("n", ">=", answerInteger=3),
    ]  # fmt: skip
    draft.post("items/last/", **both, then="condition-out-0")
    assert draft.item("last")["enableWhen"] == [when("n", ">=", answerInteger=3)]


def test_answers_with_scores_added_moved_and_removed_by_buttons(draft):
    one = draft.add("one", "How often?")
    rows = {
        "kind": "one", "text": "How often?", "option-count": 3, "option-0-label": "Never", "option-0-score": "0",
        "option-1-label": "Often", "option-1-score": "2,5", "option-1-alert": "Call today", "option-2-label": "",
    }  # fmt: skip
    answer = draft.post(f"items/{one}/", **rows, then="option")
    assert answer["Location"].endswith(f"items/{one}/#option-new")
    page = draft.browser.get(f"{draft.here}items/{one}/")
    shown = page.context["form"].tables["option"].shown
    assert [(row["label"], row["score"], row["alert"], row["was"], row["is_blank"]) for row in shown] == [
        ("Never", 0, "", "o1", False), ("Often", 2.5, "Call today", "o2", False), ("", "", "", "", True),
    ]  # fmt: skip
    rows |= {"option-0-was": "o1", "option-1-was": "o2"}
    draft.post(f"items/{one}/", **rows, then="option-up-1")
    labels = [entry["valueCoding"]["display"] for entry in draft.item(one)["answerOption"]]
    assert labels == ["Often", "Never"]
    wrong = draft.post(f"items/{one}/", **{**rows, "option-0-score": "many"})
    assert wrong.status_code == 422 and wrong.context["errors"] == [("option-0-score", "Enter a number")]
    draft.post(f"items/{one}/", **{**rows, "option-0-was": "o2", "option-1-was": "o1"}, then="option-out-0")
    assert [entry["valueCoding"]["code"] for entry in draft.item(one)["answerOption"]] == ["often"]


def test_a_score_with_bands(draft):
    one = draft.add("one", "Low?")
    draft.post(
        f"items/{one}/",
        kind="one",
        text="Low?",
        **{"option-count": 1, "option-0-label": "Yes", "option-0-score": "3"},
    )
    total = draft.add("score", "Sum", beside=one)
    bands = {
        "band-count": 1, "band-0-low": "0", "band-0-high": "3", "band-0-label": "mild", "band-0-tone": "warn",
        "band-0-alert": "on",
    }  # fmt: skip
    assert draft.post(f"items/{total}/", kind="score", text="Sum", over=[one], **bands).status_code == 302
    band, formula = draft.item(total)["extension"][1], draft.item(total)["extension"][0]
    assert formula["valueExpression"]["expression"] == (
        "%resource.descendants().where(linkId = 'low').answer.value.ordinal().sum()"
    )
    assert band["extension"] == [
        {"url": "low", "valueDecimal": 0}, {"url": "high", "valueDecimal": 3}, {"url": "label", "valueString": "mild"},
        {"url": "tone", "valueCode": "warn"}, {"url": "alert", "valueBoolean": True},
    ]  # fmt: skip
    assert draft.version.definition["items"][0]["items"][1]["calculated"]["score"] is True


def test_a_table_of_questions(draft):
    table = draft.add("matrix", "How often?")
    rows = {
        "row-count": 2, "row-0-label": "Pain", "row-1-label": "Sleep", "option-count": 2,
        "option-0-label": "Never", "option-1-label": "Often",
    }  # fmt: skip
    assert draft.post(f"items/{table}/", kind="matrix", text="How often?", **rows).status_code == 302
    assert [(one["text"], len(one["answerOption"])) for one in draft.item(table)["item"]] == [
        ("Pain", 2),
        ("Sleep", 2),
    ]


def test_the_settings_of_each_kind(draft):
    said = {
        "slider": (
            {"least": "0", "most": "20", "step": "2", "lower": "none", "upper": "worst"},
            ["slider", 0, 20, 2],
        ),
        "file": ({"types": ["application/pdf"], "size": "2.5"}, ["application/pdf", 2.5]),
        "consent": ({"consent": "I agree to this", "required": "on"}, ["I agree to this"]),
        "amount": ({"units": "kg", "least": "1"}, [1, {"display": "kg"}]),
        "yesno": ({"alert_if": "yes", "alert": "Call today"}, []),
        "words": ({"rich": "on", "text": "**Hello**"}, []),
        "line": ({"max_length": "40", "maps": "phone", "carry": "on"}, [True]),
        "signature": ({"typed": "on"}, []),
    }
    for kind, (fields, values) in said.items():
        item_id = draft.add(kind, "Words")
        answer = draft.post(f"items/{item_id}/", **{"kind": kind, "text": "Words"} | fields)
        assert answer.status_code == 302, (kind, answer.context and answer.context["errors"])
        item = draft.item(item_id)
        found = []
        for entry in item.get("extension", ()):
            value = next(value for name, value in entry.items() if name != "url")
            found.append(
                value["coding"][0].get("code") if isinstance(value, dict) and "coding" in value else value
            )
        if values:
            assert found == values, kind
    line = next(p.item for p in places(draft.source) if p.item.get("maxLength"))
    assert (line["maxLength"], line["definition"].rpartition("#")[2]) == (40, "Patient.telecom:phone.value")
    words = next(p.item for p in places(draft.source) if "_text" in p.item)
    assert words["text"] == "Hello" and words["_text"]["extension"][0]["valueMarkdown"] == "**Hello**"
    asked = next(
        p.item for p in places(draft.source) if p.item["type"] == "boolean" and "required" not in p.item
    )
    assert asked["extension"][0]["extension"] == [
        {"url": "answer", "valueBoolean": True}, {"url": "words", "valueString": "Call today"},
    ]  # fmt: skip
    wrong = draft.post(f"items/{item_id}/", kind="nonsense", text="x")
    assert wrong.status_code == 422


def test_what_may_be_given_several_times_and_in_which_form(draft):
    line = draft.add("line", "Your postal codes")
    said = {
        "kind": "line", "text": "Your postal codes", "again": "on", "prefix": "2a.", "shortest": "7",
        "pattern": r"[A-Z]\d[A-Z] \d[A-Z]\d", "form": "A1A 1A1",
    }  # fmt: skip
    assert draft.post(f"items/{line}/", **said).status_code == 302
    item = draft.item(line)
    assert (item["repeats"], item["prefix"]) == (True, "2a.")
    assert {entry["url"].rpartition("/")[2]: list(entry.values())[1] for entry in item["extension"]} == {
        "minLength": 7, "regex": r"[A-Z]\d[A-Z] \d[A-Z]\d", "entryFormat": "A1A 1A1",
    }  # fmt: skip
    group = draft.add("group", "Medicine")
    assert draft.post(f"items/{group}/", kind="group", text="Medicine", again="on").status_code == 302
    assert draft.item(group)["repeats"] is True
    wrong = draft.post(f"items/{line}/", **said | {"pattern": "(?=a)b", "shortest": "1.5"})
    assert wrong.status_code == 422
    assert dict(wrong.context["form"].errors) == {
        "shortest": ["Enter a whole number"], "pattern": ["This pattern cannot be read"],
    }  # fmt: skip
    assert draft.post(f"items/{line}/", kind="one", text="Your postal code").status_code == 302
    assert "repeats" not in draft.item(line)


def test_an_amount_in_several_units_keeps_what_a_file_says_of_each(cast, nora, at):
    coded = {"system": "http://unitsofmeasure.org", "code": "[lb_av]", "display": "lb"}
    weight = question("w", "quantity", extension=[extension("questionnaire-unit", valueCoding=coded)])
    draft = of(cast, nora, at, weight)
    said = {"kind": "amount", "text": "What about w?"}
    assert draft.post("items/w/", **said, units="kg, lb").status_code == 302
    assert draft.item("w")["extension"] == [
        extension("questionnaire-unitOption", valueCoding={"display": "kg"}),
        extension("questionnaire-unitOption", valueCoding=coded),
    ]
    shown = draft.browser.get(f"{draft.here}items/w/").context["form"]
    assert shown.initial["units"] == "kg, lb"
    draft.post("items/w/", **said, units="lb")
    assert draft.item("w")["extension"] == [extension("questionnaire-unit", valueCoding=coded)]


def test_changing_the_kind_keeps_what_both_know(draft):
    one = draft.add("one", "Which?")
    draft.post(f"items/{one}/", kind="several", text="Which?", **{"option-count": 1, "option-0-label": "A"})
    item = draft.item(one)
    assert item["repeats"] is True and item["answerOption"][0]["valueCoding"]["display"] == "A"
