"""Two people at one browser, each by a link of their own, and whoever sits there after them."""

import pytest
from django.test import Client

from common.tests.moment import AT
from records.models.access import Relation
from records.tests.factories import PatientFactory
from smartforms import mailing
from smartforms.models import FormLink
from smartforms.tests.alerting import template_of
from smartforms.tests.factories import AssignmentFactory
from smartforms.tests.test_by_link import LIST, MINUTE, answers, come_in, fill, link, mailed, place, robin

__all__ = ["link", "robin"]  # fixtures


@pytest.fixture
def kims(cast, robin):
    """A link of somebody else at the same clinic."""
    kim = PatientFactory(clinic=robin.clinic, given_name="Kim", email="kim@example.org")
    AssignmentFactory(patient=kim, template=cast.form)
    return mailing.mail_forms(kim, email="kim@example.org", relation=Relation.SELF, by=cast.finn, at=AT)


def test_nobody_reads_that_their_answers_arrived_because_anothers_did(cast, client, link, kims):
    come_in(client, link)
    fill(client, cast.first)
    assert "Thank you" in client.get(LIST).text
    come_in(client, kims)
    FormLink.objects.filter(pk=kims.pk).update(revoked_at=AT, revoked_because="locked_down")
    page = client.get(LIST)
    assert (page.status_code, "Thank you" in page.text) == (410, False)


def test_nobody_reads_whom_to_call_because_of_anothers_answers(cast, client, robin, kims):
    alarming = AssignmentFactory(patient=robin, template=template_of(cast.harbour, by=cast.nora))
    come_in(client, mailed(cast, robin))
    key = {item["linkId"]: item["key"] for item in alarming.version.outline.items.values()}
    client.get(place(alarming))
    given = {"asked": [key["tired"], key["dark"]], key["tired"]: "o1", key["dark"]: "o2", "revision": "0"}
    client.post(place(alarming, "1/"), given)
    client.post(place(alarming, "check/"))
    assert client.get(LIST).context["crisis"]
    come_in(client, kims)
    assert client.get(LIST).context["crisis"] is None


def test_after_a_rest_the_mail_is_needed_to_come_in_again(cast, client, link, monkeypatch):
    """The secret leaves the session with the press: what rested is not opened by pressing once more."""
    come_in(client, link)
    client.get(place(cast.first))
    client.post(place(cast.first, "1/answers/"), answers())
    assert client.get("/portal/forms-link/").url == LIST, "the way back, while it is open"
    monkeypatch.setattr("common.clock.now", lambda: AT + 31 * MINUTE)
    assert client.post("/portal/forms-link/").status_code == 410
    assert client.get(place(cast.first, "1/")).status_code == 403
    come_in(client, link)
    assert "Qwords" in client.get(place(cast.first, "1/")).text


def test_the_session_is_another_one_once_somebody_came_in(cast, client, link):
    client.get(f"/t/{link.token}/", follow=True)
    before = client.session.session_key
    client.post("/portal/forms-link/")
    assert before and client.session.session_key != before
    client.cookies["sessionid"] = before
    assert client.get(place(cast.first)).url.startswith("/accounts/login/")


def test_nothing_of_it_is_kept_by_a_cache(cast, client, link):
    """Neither the list, a page, what was saved, nor a page of a link that is over."""
    come_in(client, link)
    client.get(place(cast.first))
    for page in (
        client.get(LIST),
        client.get(place(cast.first, "1/")),
        client.post(place(cast.first, "1/answers/"), answers()),
        Client().get(LIST),
    ):
        assert page["Cache-Control"] == "no-store, private"
