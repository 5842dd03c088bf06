"""What is said of an answer besides its words: what stands before it, and whether the question begins with it."""

from office.tests.building.drafts import of
from smartforms.tests.forms import choice, extension


def rows(*labels, **more):
    """The posted rows of answers; `chosen=[0]` are ticked."""
    said = {"option-count": len(labels)}
    for at, label in enumerate(labels):
        said |= {f"option-{at}-label": label, f"option-{at}-was": f"o{at + 1}"}
        for name, ticked in more.items():
            said |= {f"option-{at}-{name}": "on"} if at in ticked else {}
    return said


def test_an_answer_chosen_from_the_start_stays_so_when_it_moves(cast, nora, at):
    draft = of(cast, nora, at, choice("c", "x", "y"))
    said = {"kind": "one", "text": "Which?"}
    assert draft.post("items/c/", **said, **rows("X", "Y", chosen=[1])).status_code == 302
    assert [one.get("initialSelected") for one in draft.item("c")["answerOption"]] == [None, True]
    assert draft.version.definition["items"][0]["initial"] == ["o2"]
    draft.post("items/c/", **said, **rows("X", "Y", chosen=[1]), then="option-up-1")
    assert draft.version.definition["items"][0]["initial"] == ["o1"]
    two = draft.post("items/c/", **said, **rows("Y", "X", chosen=[0, 1]))
    assert two.status_code == 422
    assert two.context["errors"] == [("option-1-chosen", "The question can begin with one answer only")]
    draft.post("items/c/", **said, **rows("Y", "X"))
    assert "initial" not in draft.version.definition["items"][0]


def test_starting_values_named_beside_the_list_are_said_in_it(cast, nora, at):
    named, own = {"valueCoding": {"code": "x"}}, {"valueString": "my own"}
    draft = of(
        cast, nora, at, choice("c", "x", "y", initial=[named, own]) | {"type": "open-choice", "repeats": True}
    )
    page = draft.browser.get(f"{draft.here}items/c/")
    shown = page.context["form"].tables["option"].shown
    assert [row["chosen"] for row in shown] == ["on", "", ""]
    said = {"kind": "own", "text": "Which?", "several": "on"}
    draft.post("items/c/", **said, **rows("X", "Y", chosen=[0, 1]))
    item = draft.item("c")
    assert [one["initialSelected"] for one in item["answerOption"]] == [True, True]
    assert item["initial"] == [own]


def test_what_stands_before_an_answer(cast, nora, at):
    draft = of(cast, nora, at, choice("c", "x", "y"))
    said = {"kind": "one", "text": "Which?", "option-0-prefix": "a)"} | rows("X", "Y")
    assert draft.post("items/c/", **said).status_code == 302
    entry = draft.item("c")["answerOption"][0]
    assert entry["extension"] == [extension("questionnaire-optionPrefix", valueString="a)")]
    page = draft.browser.get(f"{draft.here}items/c/")
    assert '<span class="choice-label">a) X</span>' in page.text
    draft.post("items/c/", **said | {"option-0-prefix": ""})
    assert "extension" not in draft.item("c")["answerOption"][0]


def test_a_table_keeps_what_each_of_its_rows_begins_with(draft):
    table = draft.add("matrix", "How often?")
    said = {
        "kind": "matrix",
        "text": "How often?",
        "row-count": 2,
        "row-0-label": "Pain",
        "row-1-label": "Sleep",
    }
    draft.post(
        f"items/{table}/", **said, **{"option-count": 2, "option-0-label": "Never", "option-1-label": "Often"}
    )

    def begin(source):
        from smartforms.authoring.tree import find

        find(source, table).item["item"][1]["answerOption"][0]["initialSelected"] = True

    from common.tests.moment import AT
    from smartforms import drafting

    version = draft.version
    drafting.change(draft=version, revision=version.revision, by=version.saved_by, at=AT, how=begin)
    ids = {f"row-{at}-was": one["id"] for at, one in enumerate(draft.item(table)["item"])}
    draft.post(f"items/{table}/", **said, **ids, **rows("Not at all", "Often"))
    lists = [one["answerOption"] for one in draft.item(table)["item"]]
    assert [one[0]["valueCoding"]["display"] for one in lists] == ["Not at all", "Not at all"]
    assert [one[0].get("initialSelected") for one in lists] == [None, True]
