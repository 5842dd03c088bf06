"""Opening a questionnaire as a draft: everything gets a name of its own, and nothing else changes."""

import json

import pytest

from smartforms.authoring import moving, opening
from smartforms.authoring.tree import places
from smartforms.definition import walk
from smartforms.fhir.importer import read_questionnaire
from smartforms.tests.forms import NAMES, choice, fixture, question, questionnaire, when


def opened(source) -> tuple[dict, list[str]]:
    text = source if isinstance(source, str) else json.dumps(source)
    found = opening.read(text)
    return found, opening.opened(found)


def without_links(definition) -> list:
    """A definition but for the names of items."""
    plain = json.loads(json.dumps(definition))
    for item in walk(plain["items"]):
        item.pop("linkId")
    return plain


@pytest.mark.parametrize("name", NAMES)
def test_a_fixture_opened_and_kept_asks_the_same(name):
    source, _told = opened(fixture(name))
    kept = read_questionnaire(opening.written(source))
    assert without_links(kept.definition) == without_links(read_questionnaire(fixture(name)).definition)


@pytest.mark.parametrize("name", NAMES)
def test_all_else_of_a_fixture_stays_in_the_file(name):
    source, _told = opened(fixture(name))
    before = json.loads(fixture(name))
    for one in places(source):
        one.item.pop("id")
    for one in places(before):
        one.item.pop("id", None)
    if not _told:
        assert source == before


@pytest.mark.parametrize("name", NAMES)
def test_ids_and_links_are_one_each_and_keys_those_of_the_importer(name):
    source, _told = opened(fixture(name))
    everything = list(places(source))
    assert len({p.id for p in everything}) == len({p.item["linkId"] for p in everything}) == len(everything)
    links = {p.key: p.item["linkId"] for p in everything}
    definition = read_questionnaire(opening.written(source)).definition
    assert all(links[item["key"]] == item["linkId"] for item in walk(definition["items"]))


def test_doubles_are_told_and_conditions_still_look_at_the_first():
    items = [
        choice("a", "yes", "no"), question("a"), question("", "text"), {"type": "string", "text": "No link"},
        question("b", enableWhen=[when("a", "=", answerCoding={"code": "yes"})]),
    ]  # fmt: skip
    items[1]["id"] = items[0]["id"] = "same"
    items[4]["id"] = "not/safe"
    source, told = opened(questionnaire(*items))
    assert [p.item["linkId"] for p in places(source)] == ["a", "a-2", "q3", "q4", "b"]
    assert [p.id for p in places(source)] == ["same", "i1", "i2", "i3", "i4"]
    assert told == ["“What about a?” had the linkId of another question; it is “a-2” now."]
    definition = read_questionnaire(opening.written(source)).definition
    assert definition["items"][4]["when"]["conditions"][0]["key"] == "q1"


def test_what_is_no_item_is_left_out():
    source, _told = opened(questionnaire(question("a", item=["x", 3]), "nothing", None))
    assert source["item"] == [{"linkId": "a", "type": "string", "text": "What about a?", "id": "i1"}]


@pytest.mark.parametrize("odd", [[], {}, ["a"], {"a": []}, None, 7])
def test_odd_names_and_conditions_are_opened_doubled_and_removed(odd):
    condition = {"question": odd, "operator": "=", "answerBoolean": True}
    source, _told = opened(
        questionnaire({**question("a"), "id": odd}, {**question("b"), "enableWhen": [condition]})
    )
    assert [place.id for place in places(source)] == ["i1", "i2"]
    assert moving.leaning_on(source, "i1") == []
    assert moving.duplicate(source, "i2") == "i3"
    assert moving.remove(source, "i1") == "i2"


def test_what_hangs_too_deep_is_not_read():
    deep: object = 1
    for _level in range(300):
        deep = {"a": deep}
    refused = read_questionnaire(json.dumps(questionnaire(question("a")) | {"extension": deep})).report[
        "refused"
    ]
    assert [line["why"] for line in refused] == ["The file is nested too deeply to be a questionnaire."]
