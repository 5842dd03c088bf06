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


def long_list(cast, nora, at):
    long = choice("c", *(f"code{n}" for n in range(200)))
    long["answerOption"][1]["extension"] = [
        extension("ordinalValue", valueDecimal=2),
        {"url": "urn:anteroom:fhir:alert", "valueString": "Call today"},
    ]
    return of(cast, nora, at, long)


def test_a_long_list_is_edited_as_a_text(cast, nora, at):
    draft = long_list(cast, nora, at)
    before = draft.item("c")["answerOption"]
    page = draft.browser.get(f"{draft.here}items/c/")
    tables = page.context["form"].tables
    lines = tables["lines"].text.splitlines()
    assert "option" not in tables and lines[:3] == ["Code0", "Code1 | 2", "Code2"] and len(lines) == 200
    assert page.text.count("<textarea") >= 3 and 'name="option-lines"' in page.text
    said = {"kind": "one", "text": "Which?"}
    assert draft.post("items/c/", **said, **{"option-lines": "\r\n".join(lines)}).status_code == 302
    assert draft.item("c")["answerOption"] == before
    changed = ["Fresh | 1", *lines[1:150], "Called otherwise", *lines[151:]]
    assert draft.post("items/c/", **said, **{"option-lines": "\r\n".join(changed)}).status_code == 302
    after = draft.item("c")["answerOption"]
    assert after[1:150] == before[1:150] and after[151:] == before[151:]
    assert after[150]["valueCoding"] == {"code": "code150", "display": "Called otherwise"}
    assert after[0]["valueCoding"]["display"] == "Fresh"
    # A page that says nothing of the list leaves it.
    draft.post("items/c/", **said)
    assert draft.item("c")["answerOption"] == after


def test_a_text_that_is_too_long_is_told_beside_it(cast, nora, at):
    draft = long_list(cast, nora, at)
    said = {"kind": "one", "text": "Which?"}
    for text, told in (
        ("x" * 501, "Line 1 is longer than 500 characters"),
        ("x\n" * 2_001, "Use at most 2000 answers"),
    ):
        page = draft.post("items/c/", **said, **{"option-lines": text})
        assert page.status_code == 422 and page.context["errors"] == [("option-lines", told)]
        assert '<p class="error" id="option-lines_error">' in page.text and text[:50] in page.text
    assert len(draft.item("c")["answerOption"]) == 200
