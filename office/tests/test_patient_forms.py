"""The forms of a patient in the office: where each stands, and what the desk does about it."""

from datetime import timedelta

import pytest

from accounts.tests.mailed import arrived
from audit.models import Event
from common.tests.moment import AT
from office.tests.people import place, says
from records.actions.invitations import invite
from records.models.access import Level, Relation
from records.tests.factories import GrantFactory, PatientFactory
from smartforms.actions import send_along
from smartforms.models import Assignment
from smartforms.tests.factories import AssignmentFactory, ResponseFactory
from tests.story import sent_form, visit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def robin(cast):
    record = PatientFactory(clinic=cast.harbour, given_name="Robin", family_name="Vale")
    GrantFactory(account=cast.ben, patient=record, relation=Relation.CARER, full=True)
    return record


def tab(client, patient):
    return client.get(place("patient_forms", patient))


def only_row(client, patient):
    (row,) = tab(client, patient).context["rows"]
    return row


def made(cast, patient, **fields):
    return AssignmentFactory(
        patient=patient, template=cast.form, **{"account": cast.ben, "sent_at": AT} | fields
    )


@pytest.mark.parametrize(
    ("dates", "label", "due", "buttons"),
    [
        ({}, "Not started", "No due date", "REC"),
        ({"due_at": AT + DAY}, "Not started", "Due Wed 18 Nov", "REC"),
        ({"opened_at": AT}, "In progress", "No due date", "REC"),
        ({"due_at": AT - DAY}, "Overdue", "Due Mon 16 Nov", "REC"),
        ({"due_at": AT - DAY, "expires_at": AT - HOUR}, "Expired", "Ran out Tue 17 Nov", "EC"),
        ({"cancelled_at": AT}, "Cancelled", "Taken back Tue 17 Nov", ""),
    ],
)
def test_where_a_form_stands_and_what_can_be_done(cast, finn, robin, dates, label, due, buttons):
    made(cast, robin, **dates)
    row = only_row(finn, robin)
    there = {"R": "remind_url", "E": "extend_url", "C": "cancel_url"}
    assert (row["tag_label"], row["due"]) == (label, due)
    assert "".join(letter for letter, name in there.items() if row[name]) == buttons


def test_a_form_that_was_sent_in_is_read_by_those_who_may(cast, client, sign_in, robin):
    sent_form(cast.at_harbour, robin, by=cast.ben, words="Qsecret")
    visit(cast.at_harbour, cast.petra, robin, AT + DAY)
    for who, is_open in (("petra_account", True), ("finn", False), ("nora", False)):
        sign_in(client, getattr(cast, who))
        row = only_row(client, robin)
        assert (row["tag_label"], bool(row["url"]), row["closed"]) == ("Completed", is_open, not is_open)
        assert row["extend_url"] == row["cancel_url"] == row["remind_url"] == ""
        assert "Qsecret" not in tab(client, robin).text


def test_how_it_went_out(cast, finn, robin):
    brought = made(cast, robin, sent_at=AT)
    visit(cast.at_harbour, cast.petra, robin, AT + DAY).assignments.add(brought)
    made(cast, robin, sent_at=AT - DAY, sent_by=cast.nora, account=None)
    made(cast, robin, sent_at=AT - 2 * DAY)
    invitation = invite(
        robin, email="kai@example.org", relation=Relation.PARTNER, level=Level.LIMITED, scopes=["forms"],
        by=cast.nora, at=AT,
    )  # fmt: skip
    send_along(invitation, templates=[cast.form], by=cast.nora, at=AT - 3 * DAY)
    rows = tab(finn, robin).context["rows"]
    assert [(row["how"], row["to"][0]) for row in rows] == [
        ("Today, with a visit", "Ben Cast"),
        ("Yesterday, sent by Nora Cast", "Whoever has full access"),
        ("15 Nov, by the clinic’s system", "Ben Cast"),
        ("14 Nov, with an invitation", "Whoever accepts the invitation"),
    ]


def test_nothing_was_sent_yet(cast, finn):
    page = tab(finn, PatientFactory(clinic=cast.harbour))
    assert page.context["rows"] == [] and "No forms were sent." in page.text


def test_many_have_pages(cast, finn, robin):
    for n in range(31):
        made(cast, robin, sent_at=AT - n * HOUR)
    assert len(tab(finn, robin).context["rows"]) == 30
    assert len(finn.get(place("patient_forms", robin), {"page": 2}).context["rows"]) == 1
    assert len(finn.get(place("patient_forms", robin), {"page": "x"}).context["rows"]) == 30


def test_reminding_is_one_mail_a_minute(cast, finn, robin):
    form = made(cast, robin)
    address = place("form_reminder", robin, form.pk)
    assert says(finn.post(address, follow=True)) == ["A reminder is on its way to ben@example.org."]
    assert says(finn.post(address, follow=True)) == [
        "No reminder was sent: one just left, or the form does not wait any more."
    ]
    assert [mail.to for mail in arrived(at=AT)] == [["ben@example.org"]]
    assert Event.objects.get(verb="form.reminded").actor == cast.finn.pk


def test_no_reminder_for_an_account_that_lost_access(cast, finn, robin):
    form = made(cast, robin, account=cast.cleo)
    assert only_row(finn, robin)["remind_url"] == ""
    finn.post(place("form_reminder", robin, form.pk))
    assert arrived(at=AT) == []


def test_extending_asks_for_a_day_and_ends_with_it(cast, finn, robin):
    form = made(cast, robin, due_at=AT - DAY, expires_at=AT - HOUR)
    address = place("form_extension", robin, form.pk)
    page = finn.get(address)
    assert str(page.context["form"]["due"].value()) == "2026-11-24"
    until = {"due_day": "24", "due_month": "11", "due_year": "2026"}
    assert says(finn.post(address, until, follow=True)) == ["The due date is changed."]
    assert says(finn.post(address, until, follow=True)) == []
    row = only_row(finn, robin)
    assert (row["tag_label"], row["due"]) == ("Not started", "Due Tue 24 Nov")
    form.refresh_from_db()
    assert form.due_at.astimezone(cast.harbour.zone).strftime("%d %H:%M") == "24 23:59"
    wrong = finn.post(address, until | {"due_year": "2025"})
    assert (wrong.status_code, wrong.context["has_errors"]) == (422, True) and 'value="2025"' in wrong.text
    assert Event.objects.filter(verb="form.extended").count() == 1


@pytest.mark.parametrize(
    ("due", "offered"), [(None, "2026-11-24"), (AT - DAY, "2026-11-24"), (AT + 30 * DAY, "2026-12-24")]
)
def test_more_time_is_never_less(cast, finn, robin, due, offered):
    page = finn.get(place("form_extension", robin, made(cast, robin, due_at=due).pk))
    assert str(page.context["form"]["due"].value()) == offered


def test_taking_back_asks_first(cast, finn, robin):
    form = made(cast, robin, opened_at=AT)
    ResponseFactory(assignment=form, saved_by=cast.ben, revision=1)
    address = place("form_cancellation", robin, form.pk)
    page = finn.get(address)
    assert "Somebody has begun to answer" in page.text and "Qsecret" not in page.text
    assert Assignment.objects.get(pk=form.pk).cancelled_at is None
    assert says(finn.post(address, follow=True)) == ["The form is taken back."]
    assert says(finn.post(address, follow=True)) == []
    assert Event.objects.filter(verb="form.cancelled", actor=cast.finn.pk).count() == 1


def test_what_was_sent_in_is_not_taken_back(cast, finn):
    address = place("form_cancellation", cast.ana_record, cast.ana_sent.pk)
    assert finn.get(address).status_code == finn.post(address).status_code == 302
    assert Assignment.objects.get(pk=cast.ana_sent.pk).cancelled_at is None


def test_the_look_is_written_down(cast, finn, robin):
    tab(finn, robin)
    assert Event.objects.get(verb="forms.opened").patient == robin.pk


def test_the_overview_leads_there(cast, finn):
    page = finn.get(place("patient", cast.ana_record))
    assert page.context["send_url"] == place("form_sending", cast.ana_record)
    assert "Forms" in [tab["label"] for tab in page.context["tabs"]]
    assert place("patient_forms", cast.ana_record) in page.text
