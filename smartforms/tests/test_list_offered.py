"""A list from last time, such as one's medicines: offered as a whole, then kept, changed or removed entry by entry."""

import pytest

from common.tests.moment import LONG_AGO
from smartforms.fhir import ours
from smartforms.models import Response
from smartforms.tests.forms import question, questionnaire, when
from smartforms.tests.test_prefilling import kept, offered, publish, send, sent_before, url
from smartforms.tests.test_repeating import group

CARRY = [{"url": ours.CARRY_OVER, "valueBoolean": True}]
# q1 the list, q2 name, q3 dose; q4 why, asked where a dose is told; q5 mood, never carried
FORM = questionnaire(
    group(
        "medicine", question("name"), question("dose"),
        question("why", enableWhen=[when("dose", "exists", answerBoolean=True)]),
        repeats=True, extension=CARRY,
    ),
    question("mood"),
    url="urn:test:list",
)  # fmt: skip
LAST = {
    "q1": [3], "q2": ["Aspirin"], "q3": ["100 mg"], "q4": ["heart"], "q2~2": ["Insulin"], "q2~3": ["Zinc"],
    "q3~3": ["5 mg"], "q5": ["fine"],
}  # fmt: skip
OFFERED = {key: given for key, given in LAST.items() if key not in ("q1", "q5")}


@pytest.fixture
def form(cast, client, sign_in):
    template = publish(cast, FORM)
    sent_before(cast, cast.ana, LAST, template=template)
    sign_in(client, cast.ana)
    return send(cast, cast.ana, template)


def shown(client, form):
    """{key: typed} of the questions of the page that are asked."""
    found, waiting = {}, list(client.get(url("page", form, 1)).context["page"].nodes)
    while waiting:
        node = waiting.pop(0)
        if node.kind == "question" and node.on:
            found[node.key] = node.value
        waiting = node.nodes + waiting
    return found


def press(client, form, then, **changed):
    """The page sent in as it was offered, with some answers typed over."""
    context = client.get(url("page", form, 1)).context
    typed = shown(client, form) | {key.replace("_", "~"): value for key, value in changed.items()}
    sent = {"revision": context["revision"], "offered": context["offered"], "asked": list(typed), **typed}
    where = url("answers", form, 1) if then == "typing" else url("page", form, 1)
    return client.post(where, sent | {"then": then})


def test_all_entries_stand_in_their_boxes_and_nothing_is_kept_yet(form, client, cast):
    assert offered(form, cast.ana) == OFFERED
    assert shown(client, form) == {
        "q2": "Aspirin", "q3": "100 mg", "q2~2": "Insulin", "q3~2": "", "q2~3": "Zinc", "q3~3": "5 mg"
    }  # fmt: skip
    assert client.get(url("page", form, 1)).text.count("still true?") == 6, "one waits for its dose"
    assert kept(form) == {}


def test_continue_keeps_the_list(form, client):
    press(client, form, "continue")
    assert kept(form) == {
        "q1": [3], "q2": ["Aspirin"], "q3": ["100 mg"], "q2~2": ["Insulin"], "q2~3": ["Zinc"], "q3~3": ["5 mg"],
    }  # fmt: skip
    # What hangs on the answers that are kept now is asked next, and offered too.
    assert shown(client, form)["q4"] == "heart"


def test_one_entry_is_changed(form, client):
    press(client, form, "continue", q2_2="Insulin glargine")
    assert kept(form)["q2~2"] == ["Insulin glargine"] and kept(form)["q2~3"] == ["Zinc"]


@pytest.mark.parametrize(
    ("gone", "left"), [("q1", "Insulin Zinc"), ("q1~2", "Aspirin Zinc"), ("q1~3", "Aspirin Insulin")]
)
def test_one_entry_is_removed_and_does_not_come_back(form, client, gone, left):
    press(client, form, f"remove:{gone}")
    answers = kept(form)
    assert ([answers["q2"][0], answers["q2~2"][0]], answers["q1"]) == (left.split(), [2])
    assert [shown(client, form)[key] for key in ("q2", "q2~2")] == left.split()
    assert "q2~3" not in shown(client, form)


def test_one_entry_is_added_after_those_offered(form, client):
    press(client, form, "add:q1:4")
    assert kept(form)["q1"] == [4] and kept(form)["q2~3"] == ["Zinc"]
    press(client, form, "continue", q2_4="Iron")
    assert kept(form)["q2~4"] == ["Iron"]


def test_a_save_while_typing_keeps_only_what_was_changed_and_goes_on_offering(form, client):
    press(client, form, "typing", q3_2="10 units")
    assert kept(form) == {"q1": [2], "q3~2": ["10 units"]}
    assert shown(client, form)["q2~3"] == "Zinc" and shown(client, form)["q2"] == "Aspirin"
    press(client, form, "typing", q2_3="", q3_3="")
    assert "q2~3" not in kept(form) and shown(client, form)["q2~3"] == "", "emptied, and offered no more"


def test_a_save_while_typing_leaves_the_entries_that_are_offered_on_the_page(form, client):
    state = press(client, form, "typing", q3="200 mg").json()
    assert state["enabled"] == ["q1", "q2", "q3", "q4", "q1~2", "q2~2", "q3~2", "q1~3", "q2~3", "q3~3"]
    assert client.get(url("answers", form, 1)).json()["enabled"] == state["enabled"]


def test_once_somebody_begins_a_list_of_their_own_none_is_offered(form, client, cast):
    client.get(url("page", form, 1))
    Response.objects.filter(assignment=form).update(touched={"q1": 1}, answers={"q1": [1]}, revision=1)
    assert set(offered(form, cast.ana)) == {"q2", "q3", "q4"}


def test_nobody_is_offered_the_list_of_another(cast):
    template = publish(cast, FORM)
    sent_before(cast, cast.ben, LAST, template=template)
    assert offered(send(cast, cast.ana, template), cast.ana) == {}  # limited: may not read what Ben sent


def test_a_new_version_offers_each_entry_in_its_place(cast):
    sent_before(cast, cast.ana, LAST, template=publish(cast, FORM), at=LONG_AGO)
    changed = FORM | {"version": "2", "item": [question("mood"), FORM["item"][0]]}
    form = send(cast, cast.ana, publish(cast, changed))
    assert offered(form, cast.ana) == {
        "q3": ["Aspirin"], "q4": ["100 mg"], "q5": ["heart"], "q3~2": ["Insulin"], "q3~3": ["Zinc"], "q4~3": ["5 mg"],
    }  # fmt: skip
    alone = FORM | {"version": "3", "item": [FORM["item"][0] | {"repeats": False}]}
    assert offered(send(cast, cast.ana, publish(cast, alone)), cast.ana) == {}
