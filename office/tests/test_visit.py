"""One visit in the office: who came, and cancelling for the patient or the clinic."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from booking.actions.attendance import note
from booking.models import Appointment, Occupancy, Preferences
from booking.tests.test_mail import confirm
from common.tests.moment import AT
from office.presenters.ledger_words import WORDS
from office.tests.people import place, says
from office.views.visit import SAYS
from outbox import delivery
from outbox.models import Message

STARTS = AT + timedelta(days=2)


@pytest.fixture
def at_the_hour(monkeypatch):
    """Moves the clock to the start of Ana's visit."""
    monkeypatch.setattr("common.clock.now", lambda: STARTS)
    return STARTS


def look(client, visit):
    return client.get(place("visit", visit.patient, visit.pk))


def press(client, visit, what):
    return client.post(place("attendance", visit.patient, visit.pk), {"what": what}, follow=True)


def cancel(client, visit, *, seen=0, **fields):
    sent = {"seen": seen, "asked_by": "patient"} | fields
    return client.post(place("visit_cancellation", visit.patient, visit.pk), sent, follow=True)


def offered(page) -> list[str]:
    return [one["value"] for one in page.context["notes"]]


def test_the_page_tells_what_it_is_and_how_it_came_about(cast, finn):
    page = look(finn, cast.ana_visit)
    assert page.context["title"] == "Visit on Thursday 19 November, 9:00 am"
    assert [row["answer"] for row in page.context["told"]] == [
        "Thursday 19 November 2026, 9:00 to 9:40 am, Halifax time (AST)",
        "Treatment",
        "Petra Cast",
        "1 Harbour Street",
    ]
    assert page.context["facts"] == ["Booked online, Friday 18 September 2026, 10:00 am"]
    assert (offered(page), page.context["tag_label"]) == ([], "Booked")


def test_a_note_of_the_patient_is_for_those_who_care_for_them(cast, client, sign_in):
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(note="My own trouble")
    assert "My own trouble" in look(sign_in(client, cast.petra_account), cast.ana_visit).text
    assert "My own trouble" not in look(sign_in(client, cast.finn), cast.ana_visit).text


def test_arrived_done_and_taken_back(cast, finn, at_the_hour):
    page = look(finn, cast.ana_visit)
    assert offered(page) == ["arrived", "completed", "no_show"]
    page = press(finn, cast.ana_visit, "arrived")
    assert says(page) == ["Noted: the patient is here."]
    assert (page.context["tag_label"], offered(page)) == ("Here", ["completed", "unmet"])
    assert says(press(finn, cast.ana_visit, "arrived")) == [
        "Nothing was changed: this is how the visit stands now."
    ]
    page = press(finn, cast.ana_visit, "completed")
    assert (page.context["tag_label"], offered(page)) == ("Completed", ["unmet"])
    assert press(finn, cast.ana_visit, "unmet").context["tag_label"] == "Here"
    assert press(finn, cast.ana_visit, "unmet").context["tag_label"] == "Booked"
    verbs = Event.objects.filter(verb__startswith="appointment.", target=str(cast.ana_visit.pk))
    assert sorted(verbs.values_list("verb", flat=True)) == [
        "appointment.arrived", "appointment.completed", "appointment.unmet", "appointment.unmet",
    ]  # fmt: skip


def test_a_no_show_and_the_day_before(cast, finn, at_the_hour):
    assert note(cast.ana_visit, "arrived", by=cast.finn, at=STARTS - timedelta(days=1)) is False
    assert note(cast.ana_visit, "no_show", by=cast.finn, at=STARTS - timedelta(minutes=1)) is False
    page = press(finn, cast.ana_visit, "no_show")
    assert (page.context["tag_label"], offered(page), page.context["cancel_url"]) == (
        "No-show",
        ["unmet"],
        "",
    )
    assert press(finn, cast.ana_visit, "nonsense").status_code == 404


def test_cancelled_for_the_patient_in_time_and_told_once(cast, finn, at):
    confirm(cast.ana_visit, at=at)
    page = cancel(finn, cast.ana_visit, because="Has a cold", tells="on")
    assert says(page) == ["Visit cancelled. The time is free again. A mail is on its way."]
    assert page.context["facts"][1:] == [
        "Cancelled by Finn Cast, Tuesday 17 November 2026, 9:00 am",
        "Reason: Has a cold",
    ]
    assert not Occupancy.objects.filter(appointment=cast.ana_visit, released_at=None).exists()
    assert says(cancel(finn, cast.ana_visit, tells="on")) == [
        "Nothing was changed: this is how the visit stands now."
    ]
    delivery.drain(at=at)
    assert [sent.subject[:10] for sent in mail.outbox] == ["Your visit", "Cancelled:"]
    assert "Has a cold" not in mail.outbox[-1].body


def test_told_by_mail_also_who_never_was_and_nobody_where_that_is_not_wanted(cast, finn, at):
    cancel(finn, cast.ana_staff_visit, tells="on")
    delivery.drain(at=at)
    assert [sent.to for sent in mail.outbox] == [["ana@example.org"]]
    cancel(finn, cast.ana_visit)
    assert not Message.objects.filter(dedupe_key=f"booking.cancelled:{cast.ana_visit.pk}").exists()


@pytest.mark.parametrize(("asked_by", "fee"), [("patient", 4500), ("clinic", 0)])
def test_late_it_costs_only_who_asked_for_it(cast, finn, at_the_hour, asked_by, fee):
    Preferences.objects.filter(clinic=cast.harbour).update(fee_window_hours=24)
    cancel(finn, cast.ana_visit, asked_by=asked_by)
    assert Appointment.objects.get(pk=cast.ana_visit.pk).late_fee == fee


def test_who_cancels_has_to_be_said(cast, finn):
    page = cancel(finn, cast.ana_visit, asked_by="", because="Has a cold")
    assert (page.status_code, page.context["form"].errors) == (422, {"asked_by": ["Choose who cancels"]})
    assert page.context["form"]["because"].value() == "Has a cold"


def test_what_changed_between_two_looks_is_shown_first(cast, finn):
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(sequence=1)
    page = cancel(finn, cast.ana_visit, because="Has a cold")
    assert (page.status_code, page.context["seen"], page.context["has_changed"]) == (409, 1, True)
    assert page.context["form"]["because"].value() == "Has a cold"
    assert cancel(finn, cast.ana_visit, seen=1).status_code == 200
    assert Appointment.objects.get(pk=cast.ana_visit.pk).cancelled_at == AT


def test_queries(cast, finn):
    look(finn, cast.ana_visit)
    with CaptureQueriesContext(connection) as asked:
        look(finn, cast.ana_visit)
    assert len(asked) == 9  # one of them for how often it moved


def test_each_note_has_its_words_in_the_ledger():
    verbs = {f"appointment.{what}" for what in SAYS}
    assert verbs - WORDS.keys() == set()
