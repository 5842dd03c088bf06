"""Any edits of any draft: nothing falls over, names stay one each, and it always compiles."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartforms import drafting
from smartforms.authoring import (
    conditions,
    kinds,
    linting,
    matrix,
    moving,
    opening,
    options,
    record_fields,
    scores,
    translations,
    wording,
)  # fmt: skip
from smartforms.authoring.kinds import KINDS
from smartforms.authoring.tree import ID, Missing, places
from smartforms.fhir.importer import read_questionnaire
from smartforms.tests.forms import questionnaire
from smartforms.tests.test_fuzz import questionnaires

CALM = settings(max_examples=25, suppress_health_check=list(HealthCheck))
labels = st.text(max_size=8) | st.sampled_from(["Yes", "No", "a'b", "\x00", "<b>", "{{ 7 }}"])
rows = st.lists(
    st.builds(
        options.Row, labels, st.none() | st.integers(-5, 9), labels, st.booleans(),
        st.sampled_from(["", "o1", "o2", "o9"]),
    ),
    max_size=4,
)  # fmt: skip
codes = st.sampled_from(sorted(KINDS))
spots = st.integers(0, 30)
edits = st.lists(
    st.one_of(
        st.tuples(st.just("add"), codes, labels, st.sampled_from(["after", "inside", "page"])),
        st.tuples(st.just("move"), st.sampled_from(["up", "down", "in", "out"])),
        st.tuples(st.just("put"), spots, st.sampled_from(["before", "after", "inside"])),
        st.tuples(st.just("copy")),
        st.tuples(st.just("remove")),
        st.tuples(st.just("become"), codes),
        st.tuples(st.just("say"), labels, labels),
        st.tuples(st.just("mark"), labels),
        st.tuples(st.just("offer"), rows),
        st.tuples(st.just("rows"), st.lists(labels, max_size=3), rows),
        st.tuples(
            st.just("ask_when"), spots, st.sampled_from(["=", "!=", ">", "exists", "missing", "?"]),
            labels | st.sampled_from(["o1", "yes", "3", "2020-01-01"]),
        ),
        st.tuples(st.just("score"), st.lists(spots, max_size=3), labels),
        st.tuples(st.just("map"), st.sampled_from(["", "phone", "email"])),
        st.tuples(st.just("translate"), labels),
    ).flatmap(lambda edit: st.tuples(spots, st.just(edit))),
    max_size=12,
)  # fmt: skip


def apply(source, spot, edit):
    """One edit at the item at this spot, as the builder's pages make it."""
    everything = list(places(source))
    if not everything:
        moving.add(source, "page", "Page", where="page")
        return
    place = everything[spot % len(everything)]
    name, *said = edit
    other = everything[said[0] % len(everything)].id if said and isinstance(said[0], int) else ""
    match name:
        case "add":
            moving.add(source, said[0], said[1], where=said[2], beside=place.id)
        case "move":
            moving.move(source, place.id, said[0])
        case "put":
            moving.put(source, place.id, other, said[1])
        case "copy":
            moving.duplicate(source, place.id)
        case "remove":
            moving.remove(source, place.id)
        case "become":
            kinds.become(place, KINDS[said[0]])
        case "say":
            wording.set_text(place.item, said[0])
            wording.set_help(source, place, said[1])
        case "mark":
            wording.set_markdown(place.item, said[0])
        case "offer":
            options.set_options(source, place, said[0])
        case "rows":
            matrix.set_rows(source, place, [("", text) for text in said[0]])
            matrix.set_answers(source, place, said[1])
        case "ask_when":
            row = conditions.Row(other, said[1], said[2])
            conditions.set_conditions(source, place, [row], is_all=True)
        case "score":
            scores.set_score(source, place, [everything[n % len(everything)].id for n in said[0]])
            scores.set_bands(place.item, [scores.Band(0, 3, said[1])])
        case "map":
            record_fields.set_field(place.item, said[0])
        case "translate":
            translations.translate(source, "fr", {text.name: said[0] for text in translations.texts(source)})


@CALM
@given(questionnaires | st.just(questionnaire({"linkId": "g", "type": "group", "text": "Page"})), edits)
def test_any_edits_of_any_draft(given_source, sequence_of_edits):
    if read_questionnaire(json.dumps(given_source)).definition is None:
        return
    source = opening.read(json.dumps(given_source))
    opening.opened(source)
    for spot, edit in sequence_of_edits:
        source = opening.read(opening.written(source))
        try:
            apply(source, spot, edit)
        except (moving.CannotMove, conditions.Unfitting, Missing):
            pass
        everything = list(places(source))
        assert len({p.id for p in everything}) == len(everything)
        assert all(ID.fullmatch(p.id) for p in everything)
        assert len({p.item["linkId"] for p in everything}) == len(everything)
    definition, report = drafting.compiled(source)
    assert report["status"] == "imported" or source["item"] == []
    linting.findings(source, definition, report)


@CALM
@given(questionnaires)
def test_opening_and_exporting_keeps_every_item(given_source):
    if read_questionnaire(json.dumps(given_source)).definition is None:
        return
    source = opening.read(json.dumps(given_source))
    opening.opened(source)
    again = opening.read(opening.written(source))
    assert again == source and opening.opened(again) == [] and again == source
