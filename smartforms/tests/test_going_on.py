"""Somebody types on the page of a link that opens nothing more: their words are shown, and which mail to go on with."""

from datetime import timedelta

import pytest
from django.test import Client

from common.tests.moment import AT
from records.actions import lock_down
from records.models.access import Relation
from smartforms import mailing
from smartforms.models import FormLink, Preferences, Response
from smartforms.tests.factories import AssignmentFactory
from smartforms.tests.test_by_link import (
    HOURS,
    LIST,
    MINUTE,
    WORDS,
    answers,
    come_in,
    link,
    mailed,
    place,
    robin,
)

__all__ = ["link", "robin"]  # fixtures
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def typing(cast, client, robin, link):
    """Robin came in, and wrote something that was saved."""
    come_in(client, link)
    client.get(place(cast.first, "1/"))
    assert client.post(place(cast.first, "1/answers/"), answers()).json()["revision"] == 1
    return client


def typed(page) -> list[tuple]:
    return [(one["term"], one["answer"]) for one in page.context["typed"]]


def test_a_newer_link_was_mailed_meanwhile(cast, typing, robin):
    newer = mailed(cast, robin)
    page = typing.post(place(cast.first, "1/"), answers(revision="1", **{WORDS: "<b>My new words"}))
    assert page.status_code == 410
    assert "The clinic has mailed you a newer link, to the same address." in page.text
    questions = {item["key"]: item["text"] for item in cast.first.version.outline.items.values()}
    assert typed(page)[-1] == (questions[WORDS], "<b>My new words")
    assert len(typed(page)) == 2 and "&lt;b&gt;My new words" in page.text
    assert page["Cache-Control"] == "no-store, private"
    assert robin.given_name not in page.text
    assert Response.objects.get(assignment=cast.first).answers[WORDS] == ["Qwords"]
    come_in(typing, newer)
    assert "Qwords" in typing.get(place(cast.first, "1/")).text


def test_what_does_not_fit_is_shown_too(cast, typing, robin):
    mailed(cast, robin)
    page = typing.post(place(cast.first, "2/"), {"asked": [HOURS], HOURS: "about seven"})
    assert [text for _question, text in typed(page)] == ["about seven"]


def test_every_page_of_the_old_link_says_so(cast, typing, robin):
    mailed(cast, robin)
    for path in (LIST, place(cast.first), place(cast.first, "1/"), place(cast.first, "check/")):
        page = typing.get(path)
        assert (page.status_code, page.context["typed"]) == (410, [])
    assert typing.post(place(cast.first, "99/"), answers()).context["typed"] == []
    saved = typing.post(place(cast.first, "1/answers/"), answers(), **JSON)
    assert (saved.status_code, saved.json()) == (410, {"closed": True})


def test_after_a_rest_what_was_written_is_shown_and_no_question(cast, typing, monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT + 31 * MINUTE)
    page = typing.post(place(cast.first, "1/"), answers(revision="1", **{WORDS: "My new words"}))
    assert (page.status_code, typed(page)) == (403, [("In your own words", "My new words")])
    assert "Open your link again" in page.text
    assert typing.post(place(cast.first, "1/answers/"), answers(), **JSON).status_code == 410


def test_another_form_is_not_named(cast, typing, robin):
    """Neither one of an account nor one that went to another mailbox: the page is the same, and empty."""
    mailed(cast, robin)
    for form in (cast.elsewhere, cast.ana_open, cast.zoe_open):
        page = typing.post(place(form, "1/"), answers())
        assert (page.status_code, page.context["typed"]) == (410, [])


@pytest.mark.parametrize("what", ["locked", "forbidden", "taken back", "over", "another mailbox"])
def test_where_there_is_nothing_to_go_on_with_one_signs_in(cast, typing, robin, what):
    if what == "another mailbox":
        FormLink.objects.update(revoked_at=AT, revoked_because="reissued")
        AssignmentFactory(patient=robin, template=cast.form)
        mailing.mail_forms(robin, email="karin@example.org", relation=Relation.PARENT, by=cast.finn, at=AT)
    else:
        newer = mailed(cast, robin)
    if what == "locked":
        lock_down(robin, by=cast.nora, at=AT)
    if what == "forbidden":
        Preferences.objects.update(without_account=False)
    if what == "taken back":
        FormLink.objects.filter(pk=newer.pk).update(revoked_at=AT, revoked_because="locked_down")
    if what == "over":
        FormLink.objects.filter(pk=newer.pk).update(expires_at=AT - timedelta(minutes=1))
    answer = typing.post(place(cast.first, "1/"), answers())
    assert (answer.status_code, answer.context["sign_in_url"][:16]) == (403, "/accounts/login/")


def test_a_browser_that_never_came_in_learns_nothing(cast, typing, robin):
    mailed(cast, robin)
    answer = Client().post(place(cast.first, "1/"), answers())
    assert answer.context["sign_in_url"].startswith("/accounts/login/")
    assert cast.first.version.definition["title"] not in answer.text and "Harbour intake" not in answer.text


def test_who_is_signed_out_while_typing_keeps_the_words(cast, client, sign_in):
    """Without scripts: nothing of the form is told, only what stood in the boxes, and the way to sign in."""
    ana = sign_in(client, cast.ana)
    ana.get(place(cast.ana_open, "1/"))
    ana.logout()
    sent = answers(**{WORDS: "<script>alert(1)</script> since March"})
    page = ana.post(place(cast.ana_open, "1/"), sent)
    assert (page.status_code, typed(page)) == (
        403, [("In your own words", "<script>alert(1)</script> since March")],
    )  # fmt: skip
    assert "<script>alert" not in page.text and "no-store" in page["Cache-Control"]
    assert page.context["sign_in_url"] == f"/accounts/login/?next={place(cast.ana_open, '1/')}"
    assert not Response.objects.filter(assignment=cast.ana_open, answers__has_key=WORDS).exists()
    assert ana.post(place(cast.ana_open, "1/"), {"asked": "q1"}).status_code == 302
    assert ana.get(place(cast.ana_open, "1/")).status_code == 302
