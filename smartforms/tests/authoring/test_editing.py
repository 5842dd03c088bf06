"""Editing the items of a draft: adding, moving, doubling, removing, and what questions say and offer."""

import pytest

from smartforms.authoring import (
    kinds,
    matrix,
    moving,
    record_fields,
    scores,
    wording,
)
from smartforms.authoring.kinds import KINDS, kind_of
from smartforms.authoring.options import Row
from smartforms.authoring.scores import Band
from smartforms.authoring.tree import Missing, find, places
from smartforms.tests.authoring.drafts import compiled, draft, group, shape
from smartforms.tests.forms import choice, extension, question, when


@pytest.fixture
def two_pages():
    return draft(group("one", question("a"), question("b")), group("two", question("c")))


def test_numbers_are_those_people_call_questions_by(two_pages):
    assert [(p.id, p.number) for p in places(two_pages)] == [
        ("one", "1"), ("a", "1.1"), ("b", "1.2"), ("two", "2"), ("c", "2.1"),
    ]  # fmt: skip


def test_adding_after_inside_and_on_a_new_page(two_pages):
    moving.add(two_pages, "line", "Name", where="after", beside="a")
    moving.add(two_pages, "text", "Last", where="after", beside="two")
    moving.add(two_pages, "line", "More", where="inside", beside="a")
    moving.add(two_pages, "yesno", "Well?", where="page", beside="b")
    moving.add(two_pages, "page", "End", where="after", beside="c")
    assert shape(two_pages) == "one(a(more) name b) page-3(well) two(c last) end"
    assert len({p.id for p in places(two_pages)}) == 11


def test_moving_among_neighbours_and_over_the_edge_of_a_page(two_pages):
    for item, way, found in (
        ("b", "up", "one(b a) two(c)"),
        ("a", "down", "one(b) two(a c)"),
        ("a", "in", None),
        ("c", "in", "one(b) two(a(c))"),
        ("c", "out", "one(b) two(a c)"),
        ("a", "up", "one(b a) two(c)"),
        ("two", "up", "two(c) one(b a)"),
        ("two", "out", None),
    ):
        if found is None:
            with pytest.raises(moving.CannotMove):
                moving.move(two_pages, item, way)
        else:
            moving.move(two_pages, item, way)
            assert shape(two_pages) == found, (item, way)


def test_the_moves_offered_are_those_that_work(two_pages):
    ways = {place.id: moving.ways(place, two_pages) for place in places(two_pages)}
    assert ways == {"one": ["down"], "a": ["down"], "b": ["up", "down", "in"], "two": ["up"], "c": ["up"]}


def test_dragging(two_pages):
    moving.put(two_pages, "c", "a", "before")
    moving.put(two_pages, "a", "two", "inside")
    moving.put(two_pages, "two", "one", "before")
    assert shape(two_pages) == "two(a) one(c b)"
    for item, target, where in (("one", "b", "inside"), ("one", "a", "after"), ("a", "one", "before")):
        with pytest.raises(moving.CannotMove):
            moving.put(two_pages, item, target, where)
    with pytest.raises(Missing):
        moving.put(two_pages, "gone", "a", "before")


def test_a_copy_has_names_of_its_own_and_looks_at_itself():
    lean = question(
        "b", enableWhen=[when("a", "=", answerBoolean=True), when("x", "exists", answerBoolean=True)]
    )
    source = draft(question("x"), group("g", question("a", "boolean"), lean))
    moving.duplicate(source, "g")
    assert shape(source) == "x g(a b) g-copy(a-copy b-copy)"
    assert [c["question"] for c in source["item"][2]["item"][1]["enableWhen"]] == ["a-copy", "x"]
    assert len({p.id for p in places(source)}) == 7


def test_removing_names_who_leans_and_frees_them():
    lean = question("b", enableBehavior="all", enableWhen=[when("a", "exists", answerBoolean=True)])
    source = draft(group("g", question("a", "boolean")), lean, question("c"))
    assert [p.id for p in moving.leaning_on(source, "g")] == ["b"]
    assert moving.remove(source, "g") == "b"
    assert source["item"][0].keys() == {"linkId", "type", "text", "id"}


def test_help_is_one_text_under_the_question():
    source = draft(question("a"), question("b"))
    wording.set_help(source, find(source, "a"), "A sentence is enough.")
    assert compiled(source)["items"][0]["help"] == "A sentence is enough."
    assert [p.number for p in places(source)] == ["1", "", "2"]
    wording.set_help(source, find(source, "a"), "")
    assert "item" not in source["item"][0]


def test_marked_up_words_have_their_plain_text_beside_them():
    source = draft(question("a", "display"))
    wording.set_markdown(source["item"][0], "**Bring** your [card](https://example.org)\n\n- and shoes")
    assert source["item"][0]["text"] == "Bring your card\n\n- and shoes"
    wording.set_text(source["item"][0], "Nothing")
    assert "_text" not in source["item"][0]


def test_every_kind_is_what_it_says_and_can_become_every_other():
    for code in KINDS:
        for other in KINDS.values():
            source = draft(group("p", question("before")))
            item_id = moving.add(source, code, "Words", where="after", beside="before")
            place = find(source, item_id)
            if code == "page":
                continue
            assert kind_of(place).code == code
            if other.code not in ("page", "reference"):
                kinds.become(find(source, item_id), other)
                assert kind_of(find(source, item_id)).code == other.code, (code, other.code)
            assert compiled(source) is not None


def test_a_score_adds_up_and_its_formula_is_read_again():
    def scored(link):
        item = choice(link, "no", "yes")
        for value, option in enumerate(item["answerOption"]):
            option["extension"] = [extension("ordinalValue", valueDecimal=value * 2)]
        return item

    source = draft(group("g", scored("it's"), scored("b")), scored("c"))
    total = moving.add(source, "score", "Sum", where="after", beside="c")
    place = find(source, total)
    scores.set_score(source, place, ["it's", "b"])
    assert scores.over(source, place.item) == ["it's", "b"]
    item = compiled(source)["items"][-1]
    assert item["calculated"]["score"] is True and item["readonly"] is True
    scores.set_score(source, place, [])
    assert scores.over(source, place.item) == []
    scores.set_bands(place.item, [Band(None, 4, "low"), Band(5, None, "high", "bad", True)])
    assert scores.bands_of(place.item) == [Band(None, 4, "low"), Band(5, None, "high", "bad", True)]


def test_a_table_is_edited_together():
    source = draft(group("page"))
    table = moving.add(source, "matrix", "How often?", where="inside", beside="page")
    matrix.set_rows(source, find(source, table), [("", "Pain"), ("", "Sleep")])
    matrix.set_answers(source, find(source, table), [Row("Never", 0), Row("Often", 1)])
    first, second = matrix.questions_of(find(source, table).item)
    assert first["answerOption"] == second["answerOption"] and matrix.is_even(
        source, find(source, table).item
    )
    matrix.set_rows(
        source, find(source, table), [(second["id"], "Sleeping"), ("", "Mood"), (first["id"], "Pain")]
    )
    rows = matrix.questions_of(find(source, table).item)
    assert [(row["text"], row["linkId"]) for row in rows] == [
        ("Sleeping", "sleep"),
        ("Mood", "mood"),
        ("Pain", "pain"),
    ]
    assert rows[1]["answerOption"] == first["answerOption"]
    matrix.set_rows(source, find(source, table), [])
    assert "item" not in find(source, table).item


def test_the_field_of_the_record():
    item = question("a")
    record_fields.set_field(item, "phone")
    assert item["definition"] == "http://hl7.org/fhir/StructureDefinition/Patient#Patient.telecom:phone.value"
    assert record_fields.field_of(item) == "phone"
    record_fields.set_field(item, "")
    assert "definition" not in item
