"""The list of visits, one visit, its calendar file, and the list of forms."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from audit.models import Event
from booking.models import Appointment, Preferences
from booking.tests.factories import AppointmentFactory
from outbox import actions as outbox_actions
from outbox import delivery


def cards(client, patient, show=""):
    page = client.get(reverse("portal:visits", args=[patient.pk]) + (f"?show={show}" if show else ""))
    return [(card["full_date"], card["state"], card["tag_label"]) for card in page.context["cards"]]


def ana_visits(cast, starts_at):
    """Ana booked another treatment with Petra."""
    return AppointmentFactory(
        clinic=cast.harbour,
        practitioner=cast.petra,
        location=cast.at_harbour.place,
        service=cast.treatment,
        patient=cast.ana_record,
        made_online_by=cast.ana,
        starts_at=starts_at,
    )


@pytest.fixture
def past(cast, at):
    """Ana was here: once seen, once it was noted by nobody, once cancelled."""
    seen, quiet, gone = (ana_visits(cast, at - timedelta(days=days)) for days in (30, 20, 10))
    Appointment.objects.filter(pk=seen.pk).update(completed_at=seen.ends_at)
    Appointment.objects.filter(pk=gone.pk).update(cancelled_at=at, cancelled_by=cast.ana)
    return seen, quiet, gone


def test_three_lists(client, sign_in, cast, past):
    ana = sign_in(client, cast.ana)
    assert cards(ana, cast.ana_record) == [("Thursday 19 November 2026", "coming", "Booked")]
    assert cards(ana, cast.ana_record, "past") == [
        ("Wednesday 28 October 2026", "past", ""),
        ("Sunday 18 October 2026", "past", "Completed"),
    ]
    assert cards(ana, cast.ana_record, "cancelled") == [
        ("Saturday 7 November 2026", "cancelled", "Cancelled")
    ]


def test_an_unknown_list_is_the_coming_one(client, sign_in, cast):
    assert len(cards(sign_in(client, cast.ana), cast.ana_record, "everything'--")) == 1


def test_lists_take_the_same_queries_whatever_is_in_them(client, sign_in, cast, past, at):
    def queries():
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    path = reverse("portal:visits", args=[cast.ana_record.pk]) + "?show=past"
    sign_in(client, cast.ana)
    few = queries()
    for days in range(40, 80):
        ana_visits(cast, at - timedelta(days=days))
    assert queries() == few
    assert few <= 8


def test_a_long_list_goes_on(client, sign_in, cast, at):
    for days in range(40, 65):
        ana_visits(cast, at - timedelta(days=days))
    path = reverse("portal:visits", args=[cast.ana_record.pk])
    ana = sign_in(client, cast.ana)
    first, second = (ana.get(f"{path}?show=past&page={page}") for page in (1, 2))
    assert (len(first.context["cards"]), len(second.context["cards"])) == (20, 5)
    assert (first.context["after"], second.context["after"]) == ("?show=past&page=2", "")
    assert ana.get(f"{path}?page=9").context["cards"] == []
    assert ana.get(f"{path}?page=-1%00").status_code == 200


def test_a_list_is_one_event_with_its_ids(client, sign_in, cast):
    cards(sign_in(client, cast.ana), cast.ana_record)
    (listed,) = Event.objects.filter(verb="appointments.listed_coming")
    assert listed.ids == [str(cast.ana_visit.pk)]


def test_book_again_brings_service_and_practitioner_along(client, sign_in, cast, past):
    path = reverse("portal:visits", args=[cast.ana_record.pk]) + "?show=past"
    card = sign_in(client, cast.ana).get(path).context["cards"][0]
    again = next(link["url"] for link in card["links"] if link["label"] == "Book again")
    assert again == "/book/treatment/?with=petra"
    assert client.get(again).url == "/book/treatment/petra/"


def test_online_booking_switched_off_hides_book_again(client, sign_in, cast, past):
    Preferences.objects.filter(clinic=cast.harbour).update(is_online=False)
    path = reverse("portal:visits", args=[cast.ana_record.pk]) + "?show=past"
    assert "Book again" not in sign_in(client, cast.ana).get(path).content.decode()


def test_one_visit_says_when_with_whom_and_the_rule(client, sign_in, cast):
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(policy_told="The rule of last year.", price=8500)
    cast.ana_visit.assignments.add(cast.ana_open)
    page = sign_in(client, cast.ana).get(
        reverse("portal:visit", args=[cast.ana_record.pk, cast.ana_visit.pk])
    )
    assert page.context["title"] == "Your visit on Thursday 19 November"
    assert [form["title"] for form in page.context["forms"]] == ["Harbour intake"]
    assert page.context["facts"] == ["Booked online by you, 18 September", "$85, pay at the clinic"]
    words = page.content.decode()
    # The rule as it is now, not as it was told.
    assert page.context["change"]["words"].startswith("To cancel or move this visit, call (902) 555-0100.")
    assert "last year" not in words and "Petra Cast" in words


def test_a_note_is_read_by_its_author_and_the_patient_only(client, sign_in, cast):
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(note="My own trouble")
    path = reverse("portal:visit", args=[cast.ana_record.pk, cast.ana_visit.pk])
    assert "My own trouble" in sign_in(client, cast.ana).get(path).content.decode()
    assert "My own trouble" not in sign_in(client, cast.ben).get(path).content.decode()


def test_the_calendar_file(client, sign_in, cast):
    path = reverse("portal:calendar_file", args=[cast.ana_record.pk, cast.ana_visit.pk])
    response = sign_in(client, cast.ana).get(path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="visit-2026-11-19.ics"'
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtstart") == cast.ana_visit.starts_at
    assert "Treatment" not in response.content.decode()


def test_forms_that_wait_stand_first_then_what_was_sent(client, sign_in, cast):
    page = sign_in(client, cast.ana).get(reverse("portal:forms", args=[cast.ana_record.pk]))
    assert [row["tag_label"] for row in page.context["waiting"]] == ["Not started"]
    (sent,) = page.context["sent"]
    assert sent["text"] == "Sent 17 November. Read what you sent."
    assert sent["url"] == reverse("smartforms:sent", args=[cast.ana_record.pk, cast.ana_sent.pk])


def test_a_form_taken_back_is_gone(client, sign_in, cast, at):
    type(cast.ana_open).objects.filter(pk=cast.ana_open.pk).update(cancelled_at=at)
    page = sign_in(client, cast.ana).get(reverse("portal:forms", args=[cast.ana_record.pk]))
    assert page.context["waiting"] == []


def test_a_cancelled_visit_is_booked_again_from_its_page_and_its_card(client, sign_in, cast, past):
    gone = past[2]
    ana = sign_in(client, cast.ana)
    page = ana.get(reverse("portal:visit", args=[cast.ana_record.pk, gone.pk]))
    assert page.context["again_url"] == "/book/treatment/?with=petra"
    card = ana.get(reverse("portal:visits", args=[cast.ana_record.pk]) + "?show=cancelled").context["cards"][
        0
    ]
    assert card["links"][1] == {"label": "Book again", "url": "/book/treatment/?with=petra"}


def test_online_booking_switched_off_hides_book_again_in_the_mail_too(client, sign_in, cast, past, at):
    Preferences.objects.filter(clinic=cast.harbour).update(is_online=False)
    outbox_actions.post(
        "booking.cancelled", clinic=cast.harbour.pk, account=cast.ana, patient=cast.ana_record.pk,
        about={"appointment": past[2].pk, "told_or_not": True}, dedupe_key="again", at=at,
    )  # fmt: skip
    delivery.drain(at=at)
    assert "Book another time" not in mail.outbox[0].body and "/book/" not in mail.outbox[0].body
