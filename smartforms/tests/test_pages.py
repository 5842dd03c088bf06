"""The pages of a form: what each shows, to whom, and what it answers to bad input."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from smartforms import actions
from smartforms.models import Assignment, Response
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, key_of

MOOD, WORDS, HOURS = (key_of(name) for name in ("mood", "words", "hours"))
NASTY = "<script>alert(1)</script>{{7*7}}{% debug %}"


def url(name, assignment, *more):
    return reverse(f"smartforms:{name}", args=[assignment.patient_id, assignment.pk, *more])


@pytest.fixture
def ana_in(client, sign_in, cast):
    return sign_in(client, cast.ana)


@pytest.fixture
def begun(cast, ana_in):
    """Ana has opened her form."""
    ana_in.get(url("open", cast.ana_open))
    return cast.ana_open


def answers_of(assignment):
    return Response.objects.get(assignment=assignment).answers


def page_of(assignment, *keys, revision=0, then="continue", **values):
    return {"asked": list(keys), "revision": revision, "then": then, **values}


def test_cover_then_pages_then_check_then_sent(cast, ana_in):
    form = cast.ana_open
    assert "3 questions" in ana_in.get(url("open", form)).text
    first = ana_in.post(url("page", form, 1), page_of(form, MOOD, WORDS, **{MOOD: "o1", WORDS: "fine"}))
    assert (first.status_code, first.url) == (302, url("page", form, 2))
    second = ana_in.post(url("page", form, 2), page_of(form, HOURS, revision=1, **{HOURS: "7"}))
    assert second.url == url("check", form)
    assert ana_in.get(url("open", form)).url == url("check", form)  # on another device: on from here
    check = ana_in.get(url("check", form))
    assert [row["answer"] for s in check.context["sections"] for row in s["rows"]] == ["Well", "fine", "7"]
    assert ana_in.post(url("check", form)).url == url("sent", form)
    copy = ana_in.get(url("sent", form))
    assert [row["answer"] for s in copy.context["sections"] for row in s["rows"]] == ["Well", "fine", "7"]
    assert "17 November" in copy.text
    for name in ("open", "check"):
        assert ana_in.get(url(name, form)).url == url("sent", form)
    assert ana_in.post(url("page", form, 1), page_of(form, MOOD, **{MOOD: "o2"})).url == url("sent", form)
    assert answers_of(form) == {MOOD: ["o1"], WORDS: ["fine"], HOURS: [7]}


def test_continue_wants_required_answers_and_later_does_not(begun, ana_in):
    answer = ana_in.post(url("page", begun, 1), page_of(begun, MOOD, WORDS, **{WORDS: "half a sentence"}))
    assert answer.status_code == 422
    assert answer.context["page"].errors == [(f"{MOOD}_0", "Choose an answer to “How do you feel?”")]
    assert "<title>Error:" in answer.text.replace("\n", "")
    assert "half a sentence" in answer.text and answers_of(begun) == {WORDS: ["half a sentence"]}
    later = page_of(begun, MOOD, WORDS, revision=1, then="later", **{WORDS: "a whole sentence"})
    assert ana_in.post(url("page", begun, 1), later).status_code == 302
    assert answers_of(begun) == {WORDS: ["a whole sentence"]}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        (MOOD, "o9", "Choose one of the answers offered for “How do you feel?”"),
        (MOOD, "../../etc", "Choose one of the answers offered for “How do you feel?”"),
        (WORDS, "nul \x00 here", "Remove the special characters we cannot store from “In your own words”"),
        (
            WORDS,
            "x" * 30_000,
            "Use at most 20000 characters for “In your own words”; there are 30000 now",
        ),
    ],
)
def test_bad_answers_are_told_beside_the_question(begun, ana_in, key, value, message):
    answer = ana_in.post(url("page", begun, 1), page_of(begun, key, **{key: value}))
    assert answer.status_code == 422
    assert [words for _id, words in answer.context["page"].errors] == [message]
    assert answers_of(begun) == {}


def test_more_than_the_server_takes_is_a_plain_refusal(begun, ana_in):
    answer = ana_in.post(url("page", begun, 1), page_of(begun, WORDS, **{WORDS: "x" * 3_000_000}))
    assert answer.status_code in (400, 413)


def test_what_did_not_fit_waits_for_correction_and_stops_sending(begun, ana_in):
    later = page_of(begun, HOURS, then="later", **{HOURS: "seven"})
    assert ana_in.post(url("page", begun, 2), later).status_code == 302
    assert 'value="seven"' in ana_in.get(url("page", begun, 2)).text
    ana_in.post(url("page", begun, 1), page_of(begun, MOOD, revision=1, **{MOOD: "o1"}))
    stopped = ana_in.post(url("check", begun))
    assert stopped.status_code == 422
    assert [stop["url"] for stop in stopped.context["stops"]] == [
        url("page", begun, 2) + f"#{HOURS}-question"
    ]
    assert Assignment.objects.get(pk=begun.pk).sent_in is None


def test_sending_without_required_answers_is_refused_by_the_server(begun, ana_in):
    stopped = ana_in.post(url("check", begun))
    assert stopped.status_code == 422
    assert [stop["message"] for stop in stopped.context["stops"]] == [
        "Choose an answer to “How do you feel?”"
    ]


def test_questions_of_other_pages_and_unknown_names_are_left_alone(begun, ana_in):
    data = page_of(
        begun, MOOD, HOURS, "q99", **{MOOD: "o1", HOURS: "7", "q99": "x", "patient": "other", "answers": "{}"}
    )
    assert ana_in.post(url("page", begun, 1), data).status_code == 302
    assert answers_of(begun) == {MOOD: ["o1"]}


def test_two_devices_are_told_and_both_answers_stand(begun, ana_in):
    ana_in.post(url("page", begun, 1), page_of(begun, MOOD, WORDS, **{MOOD: "o1", WORDS: "from the phone"}))
    stale = page_of(begun, MOOD, WORDS, revision=0, **{MOOD: "o1", WORDS: "from the desk"})
    told = ana_in.post(url("page", begun, 1), stale)
    assert told.status_code == 409
    assert "from the phone" in told.text and "from the desk" in told.text
    assert answers_of(begun)[WORDS] == ["from the phone"]
    meant = page_of(
        begun, MOOD, WORDS, revision=told.context["revision"], **{MOOD: "o1", WORDS: "from the desk"}
    )
    assert ana_in.post(url("page", begun, 1), meant).status_code == 302
    assert answers_of(begun)[WORDS] == ["from the desk"]


def test_answers_stay_inert(begun, ana_in):
    ana_in.post(url("page", begun, 1), page_of(begun, MOOD, WORDS, **{MOOD: "o1", WORDS: NASTY}))
    for name, more in (("page", [1]), ("check", [])):
        text = ana_in.get(url(name, begun, *more)).text
        assert "&lt;script&gt;" in text and "<script>alert" not in text and "{{7*7}}" in text
    ana_in.post(url("check", begun))
    assert "<script>alert" not in ana_in.get(url("sent", begun)).text


@pytest.mark.parametrize("name", ["open", "page", "answers", "check", "sent"])
def test_what_one_may_not_see_is_not_there(cast, client, sign_in, name):
    more = [1] if name in ("page", "answers") else []
    hidden = [
        (cast.dov, cast.ana_open),
        (cast.cleo, cast.ana_open),
        (cast.ana, cast.kit_open),
        (cast.nora, cast.ana_open),
        (cast.ana, cast.zoe_open),
        (cast.petra_account, cast.ana_sent),
        (cast.ben, cast.zoe_sent),
    ]
    missing = AssignmentFactory.build(patient=cast.ana_record, version=cast.ana_open.version)
    for account, assignment in [*hidden, (cast.ana, missing)]:
        sign_in(client, account)
        for method in (client.get, client.post):
            assert method(url(name, assignment, *more)).status_code in (404, 405), (account, name)
    sign_in(client, cast.ana)
    crossed = reverse(f"smartforms:{name}", args=[cast.kit_record.pk, cast.ana_open.pk, *more])
    assert client.get(crossed).status_code == 404


def test_a_form_of_another_clinic_is_not_there_even_for_its_owner(cast, client, sign_in):
    sign_in(client, cast.zoe)
    for name, more in (("open", []), ("page", [1]), ("answers", [1]), ("check", [])):
        assert client.get(url(name, cast.zoe_open, *more)).status_code == 404
        assert client.post(url(name, cast.zoe_open, *more)).status_code in (404, 405)
    assert client.get(url("open", cast.zoe_open), headers={"host": "lakeside.localhost"}).status_code == 200
    assert (
        client.get(url("answers", cast.zoe_open, 1), headers={"host": "lakeside.localhost"}).status_code
        == 200
    )


def test_strangers_are_asked_to_sign_in(cast, client):
    for name, more in (("open", []), ("page", [1]), ("answers", [1]), ("check", []), ("sent", [])):
        assert client.get(url(name, cast.ana_open, *more)).status_code == 302
        assert client.post(url(name, cast.ana_open, *more)).status_code == 302


def test_an_unverified_account_fills_but_does_not_read_back(cast, begun, ana_in):
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(verified_at=None)
    ana_in.post(url("page", begun, 1), page_of(begun, MOOD, WORDS, **{MOOD: "o1", WORDS: "mine"}))
    assert "mine" in ana_in.get(url("check", begun)).text
    ana_in.post(url("check", begun))
    copy = ana_in.get(url("sent", begun))
    assert copy.status_code == 403 and "Confirm your email address" in copy.text and "mine" not in copy.text


@pytest.mark.parametrize(
    ("dates", "words"),
    [({"cancelled_at": 0}, "no longer needed"), ({"expires_at": 0}, "Ask the clinic for more time")],
)
def test_forms_that_are_over_say_so(cast, begun, ana_in, at, dates, words):
    Assignment.objects.filter(pk=begun.pk).update(**dict.fromkeys(dates, at))
    for answer in (
        ana_in.get(url("open", begun)),
        ana_in.post(url("page", begun, 1)),
        ana_in.post(url("check", begun)),
    ):
        assert answer.status_code == 403 and words in answer.text


def test_an_overdue_form_can_still_be_sent(cast, begun, ana_in, at):
    Assignment.objects.filter(pk=begun.pk).update(due_at=at - timedelta(days=3))
    ana_in.post(url("page", begun, 1), page_of(begun, MOOD, **{MOOD: "o1"}))
    assert ana_in.post(url("check", begun)).url == url("sent", begun)


def test_a_draft_of_someone_else_is_not_shown_to_a_limited_account(cast, ana_in):
    ResponseFactory(
        assignment=cast.ana_open, saved_by=cast.ben, answers={WORDS: ["Ben wrote this"]}, revision=1
    )
    for name, more in (("open", []), ("page", [1]), ("check", [])):
        answer = ana_in.get(url(name, cast.ana_open, *more))
        assert answer.status_code == 403 and "Ben wrote" not in answer.text


def test_pages_that_do_not_exist(begun, ana_in):
    for number in (0, 3, 99999999):
        assert ana_in.get(url("page", begun, number)).status_code == 404


def test_opening_is_noted_once_in_five_minutes(cast, begun, ana_in):
    for _again in range(3):
        ana_in.get(url("page", begun, 1))
    seen = Event.objects.filter(verb="form.opened", target=str(begun.pk))
    assert list(seen.values_list("actor", "patient", "clinic")) == [
        (cast.ana.pk, cast.ana_record.pk, cast.harbour.pk)
    ]


def autosave(client, form, revision=0, number=1, **values):
    keys = [key for key in (MOOD, WORDS, HOURS) if key in values]
    return client.post(url("answers", form, number), page_of(form, *keys, revision=revision, **values))


def test_autosave_says_when_and_what_is_asked(begun, ana_in):
    answer = autosave(ana_in, begun, **{WORDS: "so far"})
    assert answer.json() == {
        "revision": 1, "saved": "Saved at 9:00 am", "time": "9:00 am", "answered": "1 of 3 answered",
        "progress": [1, 3], "enabled": ["q1", MOOD, WORDS], "conflicts": [], "told": {}, "unkept": [],
        "worked_out": {},
        "help": False,
    }  # fmt: skip
    assert answers_of(begun) == {WORDS: ["so far"]}


def test_autosave_names_conflicts_and_closed_forms(cast, begun, ana_in, at):
    autosave(ana_in, begun, **{WORDS: "one"})
    assert autosave(ana_in, begun, 0, **{WORDS: "two"}).json()["conflicts"] == [WORDS]
    Assignment.objects.filter(pk=begun.pk).update(cancelled_at=at)
    assert autosave(ana_in, begun, 1, **{WORDS: "two"}).status_code == 409


def test_autosave_hands_a_fresh_token(begun, ana_in):
    told = ana_in.get(url("answers", begun, 1)).json()
    assert set(told) == {"token", "help", "answered", "progress", "enabled", "worked_out"}


def test_nonsense_revisions_are_old_ones(begun, ana_in):
    for revision in ("", "x", "-1", "9" * 40, "²"):
        assert autosave(ana_in, begun, revision, **{WORDS: f"r{revision}"}).status_code == 200


def test_autosave_takes_four_queries(begun, ana_in, django_assert_num_queries):
    autosave(ana_in, begun, **{WORDS: "one"})
    with django_assert_num_queries(4):  # session, account, form, save
        assert autosave(ana_in, begun, 1, **{WORDS: "two"}).json()["revision"] == 2


def test_queries_of_the_pages_do_not_grow(cast, begun, ana_in, django_assert_max_num_queries):
    autosave(ana_in, begun, **{MOOD: "o1", WORDS: "one"})
    ana_in.get(url("page", begun, 1))
    for name, more in (("page", [1]), ("check", [])):
        with django_assert_max_num_queries(12):
            assert ana_in.get(url(name, begun, *more)).status_code == 200
    with django_assert_max_num_queries(10):
        assert (
            ana_in.post(url("page", begun, 1), page_of(begun, MOOD, revision=1, **{MOOD: "o2"})).status_code
            == 302
        )
    with django_assert_max_num_queries(14):
        assert ana_in.post(url("check", begun)).status_code == 302
    assert actions.submit(assignment=begun, by=cast.ana, at=begun.sent_at) == {}
