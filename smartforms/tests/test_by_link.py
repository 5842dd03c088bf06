"""Without an account: the forms behind one mailed link, write-only, and nothing else of the portal."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.tests.factories import AccountFactory
from audit.models import Event
from clinic.models import Clinic
from common.tests.moment import AT
from records.actions import lock_down
from records.models import CareRelation
from records.models.access import Relation
from records.tests.factories import PatientFactory
from smartforms import mailing
from smartforms.models import Assignment, FormLink, Preferences, Response
from smartforms.policies import Reason, why_not_read_back
from smartforms.tests.alerting import template_of
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, key_of

MINUTE = timedelta(minutes=1)
LIST = "/portal/forms-by-link/"


@pytest.fixture
def robin(cast):
    """A patient with a mailbox and no account; two forms wait, a third was sent to somebody else."""
    Preferences.objects.create(clinic=cast.harbour, without_account=True)
    record = PatientFactory(
        clinic=Clinic.objects.get(pk=cast.harbour.pk), given_name="Robin", email="robin@example.org"
    )
    cast.first = AssignmentFactory(patient=record, template=cast.form)
    cast.elsewhere = AssignmentFactory(patient=record, template=cast.form, account=cast.dov)
    return record


def mailed(cast, robin):
    return mailing.mail_forms(robin, email="robin@example.org", relation=Relation.SELF, by=cast.finn, at=AT)


@pytest.fixture
def link(cast, robin):
    return mailed(cast, robin)


def follow(client, link):
    return client.get(f"/t/{link.token}/", follow=True)


def come_in(client, link):
    follow(client, link)
    return client.post("/portal/forms-link/")


def place(form, more=""):
    return f"/portal/p/{form.patient_id}/forms/{form.pk}/{more}"


MOOD, WORDS, HOURS = (key_of(name) for name in ("mood", "words", "hours"))


def answers(**more) -> dict:
    return {"asked": [MOOD, WORDS], MOOD: "o1", WORDS: "Qwords", "revision": "0", "then": "continue"} | more


def fill(client, form):
    """Both pages and the last press."""
    client.get(place(form))
    client.post(place(form, "1/"), answers())
    client.post(place(form, "2/"), {"asked": [HOURS], HOURS: "7", "revision": "1", "then": "continue"})
    return client.post(place(form, "check/"))


def test_offered_only_where_the_clinic_asks_for_no_account(cast, client, robin, link):
    assert "Fill it in without an account" in follow(client, link).text
    assert come_in(client, link).url == "/portal/forms-by-link/"
    Preferences.objects.update(without_account=False)
    assert client.get("/portal/forms-by-link/").status_code == 410
    assert client.get(place(cast.first)).status_code == 302
    assert "without an account" not in follow(client, link).text
    assert come_in(client, link).status_code == 200, "asked to sign in"


def test_not_where_two_adults_share_the_mailbox(cast, client, robin, link):
    PatientFactory(clinic=robin.clinic, email="robin@example.org")
    assert "without an account" not in follow(client, link).text


def test_filling_and_sending(cast, client, robin, link):
    come_in(client, link)
    listed = client.get("/portal/forms-by-link/")
    assert [task["url"] for task in listed.context["tasks"]] == [place(cast.first)]
    assert robin.given_name not in listed.text
    answer = fill(client, cast.first)
    assert answer.url == "/portal/forms-by-link/"
    response = Response.objects.get(assignment=cast.first)
    assert (response.submitted_by, response.saved_by, response.submitted_link) == (None, None, link)
    assert response.answers[WORDS] == ["Qwords"]
    assert "Thank you. The clinic has your answers." in client.get(answer.url).text
    verbs = Event.objects.filter(target=str(cast.first.pk), actor=None).values_list("verb", flat=True)
    assert sorted(verbs) == ["form.begun", "form.opened", "form.saved", "form.submitted"]
    assert FormLink.objects.get(pk=link.pk).revoked_because == "sent"


def test_what_was_sent_is_not_read_back(cast, client, robin, link):
    other = AssignmentFactory(patient=robin, template=cast.form, link=link)
    come_in(client, link)
    fill(client, cast.first)
    for more in ("", "1/", "2/", "check/"):
        answer = client.get(place(cast.first, more))
        assert (answer.status_code, answer.url) == (302, "/portal/forms-by-link/")
    assert client.get(place(cast.first, "1/answers/")).json() == {"closed": True}
    for more in ("sent/", "sent/paper/"):
        assert client.get(place(cast.first, more)).url.startswith("/accounts/login/")
    assert [task["url"] for task in client.get("/portal/forms-by-link/").context["tasks"]] == [place(other)]


def test_help_after_an_answer_that_must_not_wait(cast, client, robin, monkeypatch):
    """Told at once, for half an hour, also while another form still waits; not before, and not to a calm answer."""
    template = template_of(cast.harbour, by=cast.nora)
    alarming, calm = (AssignmentFactory(patient=robin, template=template) for _ in range(2))
    link, page = mailed(cast, robin), "/portal/forms-by-link/"
    come_in(client, link)
    link_to = {item["linkId"]: item["key"] for item in alarming.version.outline.items.values()}
    tired, dark = link_to["tired"], link_to["dark"]
    for form, option, is_told in ((calm, "o1", False), (alarming, "o2", True)):
        client.get(place(form))
        given = {"asked": [tired, dark], tired: "o1", dark: option, "revision": "0", "then": "continue"}
        shown = client.post(place(form, "1/"), given, follow=True)
        assert bool(client.get(page).context.get("crisis")) is False
        assert ("If you need help now" in client.get(place(form, "1/")).text) is True
        assert client.post(place(form, "check/")).url == page, shown.context
        assert ("If you need help now, please do not wait for us" in client.get(page).text) is is_told
    fill(client, cast.first)
    assert client.get(page).context["crisis"] and "Thank you" in client.get(page).text
    monkeypatch.setattr("common.clock.now", lambda: AT + 31 * MINUTE)
    assert client.get(page).context["crisis"] is None


def test_nothing_else_of_the_portal_is_there(cast, client, robin, link):
    come_in(client, link)
    assert client.get(place(cast.first)).status_code == 200
    for form in (cast.elsewhere, cast.ana_open, cast.ana_sent, cast.zoe_open):
        assert client.get(place(form)).status_code == 404
        assert client.post(place(form, "1/answers/"), answers()).status_code == 404
    assert client.get(f"/portal/p/{cast.ana_record.pk}/forms/{cast.first.pk}/").status_code == 404
    mine = f"/portal/p/{robin.pk}/"
    for path in ("", "visits/", "forms/", "access/", "forms/" + str(cast.first.pk) + "/sent/"):
        assert client.get(mine + path).url.startswith("/accounts/login/")
    assert client.post(place(cast.first, "another-day/")).url.startswith("/accounts/login/")


def test_a_second_press_and_the_way_back_lead_to_the_thanks(cast, client, robin, link):
    come_in(client, link)
    fill(client, cast.first)
    for answered in (
        client.post(place(cast.first, "check/")),
        client.get(place(cast.first, "1/")),
        client.post(place(cast.first, "1/"), answers()),
    ):
        assert (answered.status_code, answered.url) == (302, LIST)
    assert "Thank you. The clinic has your answers." in client.get(LIST).text
    assert client.get(place(cast.ana_open)).url.startswith("/accounts/login/")


def test_whoever_signs_in_meanwhile_sees_no_more_of_it(cast, client, sign_in, robin, link):
    come_in(client, link)
    sign_in(client, cast.ana)
    assert client.get(LIST).status_code == 410
    assert client.get(place(cast.first)).status_code == 404


def test_only_this_browser_and_for_half_an_hour_of_rest(cast, client, robin, link, monkeypatch):
    come_in(client, link)
    assert Client().get(place(cast.first)).url.startswith("/accounts/login/")
    for minutes, status in ((29, 200), (58, 200), (89, 403)):
        monkeypatch.setattr("common.clock.now", lambda at=AT + minutes * MINUTE: at)
        assert client.get(place(cast.first)).status_code == status


@pytest.mark.parametrize("what", ["locked", "revoked", "expired"])
def test_it_ends_with_the_link_and_with_a_lock_down(cast, client, robin, link, what):
    come_in(client, link)
    if what == "locked":
        lock_down(robin, by=cast.nora, at=AT)
    if what == "revoked":
        FormLink.objects.filter(pk=link.pk).update(revoked_at=AT, revoked_because="reissued")
    if what == "expired":
        FormLink.objects.filter(pk=link.pk).update(expires_at=AT)
    assert (
        client.post(place(cast.first, "1/"), answers()).context["sign_in_url"].startswith("/accounts/login/")
    )
    assert not Response.objects.filter(assignment=cast.first).exists()


def test_confidential_forms_travel_with_the_patients_own_link_only(cast, client, robin):
    alone = AssignmentFactory(patient=robin, template=cast.form, confidential=True)
    link = mailing.mail_forms(robin, email="karin@example.org", relation=Relation.PARENT, by=cast.finn, at=AT)
    come_in(client, link)
    assert [client.get(place(form)).status_code for form in (cast.first, alone)] == [200, 404]


def test_an_autosave_costs_no_more(cast, client, robin, link, django_assert_max_num_queries):
    come_in(client, link)
    client.get(place(cast.first, "1/"))
    client.post(place(cast.first, "1/answers/"), answers())
    with django_assert_max_num_queries(4):
        saved = client.post(place(cast.first, "1/answers/"), answers(revision="1", **{WORDS: "More"}))
    assert saved.json()["revision"] == 2
    assert Event.objects.filter(verb="form.saved", target=str(cast.first.pk)).count() == 1


def test_what_was_begun_goes_along_to_an_account_of_that_mailbox(cast, client, robin, link):
    come_in(client, link)
    client.get(place(cast.first, "1/"))
    client.post(place(cast.first, "1/answers/"), answers())
    account = AccountFactory(email="robin@example.org")
    mailing.redeem(link, account=account, at=AT)
    assert Assignment.objects.get(pk=cast.first.pk).account == account


def test_what_was_begun_goes_along_with_the_next_mail_to_that_mailbox_alone(cast, client, robin, link):
    come_in(client, link)
    client.get(place(cast.first, "1/"))
    client.post(place(cast.first, "1/answers/"), answers())
    second = AssignmentFactory(patient=robin, template=cast.form)
    parents = mailing.mail_forms(
        robin, email="karin@example.org", relation=Relation.PARENT, by=cast.finn, at=AT
    )
    assert set(parents.assignments.all()) == {second}
    newer = mailed(cast, robin)
    assert set(newer.assignments.all()) == {cast.first, second}
    come_in(client, newer)
    assert "Qwords" in client.get(place(cast.first, "1/")).text


def test_nobody_limited_reads_back_what_was_sent_without_an_account(cast, robin, link):
    form = AssignmentFactory(patient=cast.ana_record, template=cast.form, account=cast.ana)
    ResponseFactory(assignment=form, submitted_at=AT, submitted_link=link)
    found = Assignment.objects.visible_to(cast.ana, at=AT).get(pk=form.pk)
    assert why_not_read_back(cast.ana, found) == Reason.OF_ANOTHER


def test_sent_by_an_account_or_by_a_link_and_never_both(cast, link):
    rows = Response.objects.filter(assignment=cast.ana_sent)
    draft = Response.objects.filter(pk=ResponseFactory().pk)
    for act in (
        lambda: rows.update(submitted_link=link),
        lambda: rows.update(submitted_by=None),
        lambda: draft.update(submitted_link=link),
        lambda: draft.update(submitted_at=AT),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert rows.update(submitted_by=None, submitted_link=link) == 1


def test_the_team_reads_by_which_mailbox_it_was_sent(cast, client, sign_in, robin, link):
    come_in(client, link)
    fill(client, cast.first)
    CareRelation.objects.create(practitioner=cast.petra, patient=robin, since=AT, why="visit")
    page = sign_in(client, cast.petra_account).get(f"/office/patients/{robin.pk}/forms/{cast.first.pk}/")
    assert "Sent by mailed link (robin@example.org) on" in page.text
