"""Cancelling a visit online: until the very moment the rule names, once, with one mail."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from audit.models import Event
from booking.actions.cancelling import cancel, cancel_online
from booking.models import Appointment, Occupancy, Preferences
from booking.tests.test_mail import confirm
from clinic.models import Clinic
from common.tests.moment import AT
from outbox import delivery

STARTS = AT + timedelta(days=2)
LAST_MOMENT = STARTS - timedelta(hours=4)


@pytest.fixture
def online(cast):
    """Harbour lets patients cancel until four hours before; free until 24 hours before, then $45."""
    Preferences.objects.filter(clinic=cast.harbour).update(
        cancel_online=True, move_online=True, cancel_notice_hours=4, fee_window_hours=24, fee=4500
    )
    Clinic.objects.filter(pk=cast.harbour.pk).update(phone="(902) 555-0100")
    return cast


def address(visit):
    return reverse("portal:cancellation", args=[visit.patient_id, visit.pk])


def page_of(visit):
    return reverse("portal:visit", args=[visit.patient_id, visit.pk])


def press(client, visit, *, seen=0, because=""):
    return client.post(address(visit), {"seen": seen, "because": because})


def now_is(monkeypatch, instant):
    monkeypatch.setattr("common.clock.now", lambda: instant)


def test_the_page_says_what_it_costs_and_until_when(client, sign_in, online):
    page = sign_in(client, online.ana).get(address(online.ana_visit))
    assert page.status_code == 200
    assert page.context["costs"] == {
        "is_late": False,
        "title": "No fee if you do it now",
        "text": "It’s free until Wednesday 18 November, 9:00 am. After that a $45 late fee applies.",
        "until": "You can do this online until Thursday 19 November, 5:00 am. After that, call (902) 555-0100.",
        "bar": {
            "free": {"label": "Free", "until": "until Wed 18 Nov, 9:00 am"},
            "fee": {"label": "$45 fee", "until": "until Thu 19 Nov, 5:00 am"},
            "call": {"label": "Call us", "until": "after that"},
        },
    }
    assert page.context["card"]["who"] == "You, in two days"


def test_cancelled_in_time_it_is_free_told_once_and_the_time_is_free(client, sign_in, online, at):
    confirm(online.ana_visit, at=at)
    ana = sign_in(client, online.ana)
    answer = press(ana, online.ana_visit, because="I feel better")
    assert (answer.status_code, answer.url) == (302, page_of(online.ana_visit))
    visit = Appointment.objects.get(pk=online.ana_visit.pk)
    assert (visit.cancelled_at, visit.cancelled_by, visit.cancelled_because) == (
        at,
        online.ana,
        "I feel better",
    )
    assert (visit.late_fee, visit.sequence) == (0, 1)
    assert not Occupancy.objects.filter(appointment=visit, released_at=None).exists()
    again = press(ana, online.ana_visit)
    assert (again.status_code, again.url) == (302, page_of(online.ana_visit))
    delivery.drain(at=at)
    _told, sent = mail.outbox
    assert sent.subject == "Cancelled: your visit on Thursday 19 November, 9:00 am"
    assert "late fee" not in sent.body and "I feel better" not in sent.body
    file = Calendar.from_ical(sent.attachments[0][1])
    (event,) = file.walk("VEVENT")
    assert (file["method"], event["uid"], event["sequence"]) == (
        "CANCEL",
        f"{visit.pk}@{settings.MAIL_DOMAIN}",
        1,
    )
    assert Event.objects.filter(verb="appointment.cancelled").count() == 1


@pytest.mark.parametrize(
    ("instant", "status", "fee"),
    [
        (STARTS - timedelta(hours=24, microseconds=1), 302, 0),
        (STARTS - timedelta(hours=24), 302, 4500),
        (LAST_MOMENT - timedelta(microseconds=1), 302, 4500),
        (LAST_MOMENT, 409, 0),
        (STARTS - timedelta(minutes=1), 409, 0),
        (STARTS, 409, 0),
    ],
)
def test_the_deadlines_are_instants(client, sign_in, online, monkeypatch, instant, status, fee):
    ana = sign_in(client, online.ana)
    now_is(monkeypatch, instant)
    assert press(ana, online.ana_visit).status_code == status
    visit = Appointment.objects.get(pk=online.ana_visit.pk)
    assert (bool(visit.cancelled_at), visit.late_fee) == (status == 302, fee)


def test_a_late_fee_is_said_before_and_in_the_mail(client, sign_in, online, monkeypatch, at):
    confirm(online.ana_visit, at=at)
    late = STARTS - timedelta(hours=5)
    ana = sign_in(client, online.ana)
    now_is(monkeypatch, late)
    costs = ana.get(address(online.ana_visit)).context["costs"]
    assert (costs["title"], costs["text"]) == (
        "A $45 late fee applies now",
        "It was free until Wednesday 18 November, 9:00 am.",
    )
    press(ana, online.ana_visit)
    delivery.drain(at=late)
    assert "It was cancelled late: a $45 late fee applies." in mail.outbox[-1].body


def test_too_late_the_page_says_call_with_the_number(client, sign_in, online, monkeypatch):
    ana = sign_in(client, online.ana)
    now_is(monkeypatch, LAST_MOMENT)
    page = ana.get(address(online.ana_visit))
    assert page.status_code == 409
    assert page.context["text"] == (
        "Online changes ended Thursday 19 November, 5:00 am. Your visit stands as it is: call us to cancel or move it."
    )
    assert 'href="tel:9025550100"' in page.content.decode()
    words = ana.get(page_of(online.ana_visit)).content.decode()
    assert "It’s too late to change it online now" in words and "Cancel this visit" not in words


def test_a_clinic_that_takes_no_changes_online(client, sign_in, cast):
    page = sign_in(client, cast.ana).get(address(cast.ana_visit))
    assert (page.status_code, page.context["title"]) == (403, "Call us to change this visit")
    assert press(client, cast.ana_visit).status_code == 403
    assert "Cancel this visit" not in client.get(page_of(cast.ana_visit)).content.decode()
    assert not Appointment.objects.exclude(cancelled_at=None).exists()


def test_a_visit_that_somebody_was_seen_at_stays(client, sign_in, online, at):
    Appointment.objects.filter(pk=online.ana_visit.pk).update(arrived_at=at)
    assert press(sign_in(client, online.ana), online.ana_visit).status_code == 409
    assert cancel(online.ana_visit, by=online.nora, at=at) is False


def test_limited_access_reaches_only_what_one_booked(client, sign_in, online):
    assert press(sign_in(client, online.ana), online.ana_staff_visit).status_code == 404
    assert press(sign_in(client, online.cleo), online.ana_visit).status_code == 404
    assert press(sign_in(client, online.ben), online.ana_staff_visit).status_code == 302


def test_what_changed_between_two_looks_is_shown_first(client, sign_in, online):
    Appointment.objects.filter(pk=online.ana_visit.pk).update(sequence=1)
    answer = press(sign_in(client, online.ana), online.ana_visit, because="I feel better")
    assert answer.status_code == 409
    assert 'name="seen" value="1"' in answer.content.decode()
    assert answer.context["form"]["because"].value() == "I feel better"
    assert cancel_online(online.ana_visit, because="", by=online.ana, at=AT) is False
    assert press(client, online.ana_visit, seen=1).status_code == 302


def test_a_reason_too_long_is_said_beside_its_field(client, sign_in, online):
    answer = press(sign_in(client, online.ana), online.ana_visit, because="x" * 301)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"because": ["Use at most 300 characters"]}
    assert answer.context["form"]["because"].value() == "x" * 301


def test_staff_read_why_and_that_it_was_late(client, sign_in, online, at):
    Appointment.objects.filter(pk=online.ana_visit.pk).update(
        cancelled_at=at, cancelled_by=online.ana, cancelled_because="A train that does not run", late_fee=4500
    )
    words = sign_in(client, online.finn).get(f"/office/patients/{online.ana_record.pk}/").content.decode()
    assert "Cancelled because: A train that does not run" in words
    assert "Cancelled late: $45 late fee" in words


def test_queries(client, sign_in, online):
    ana = sign_in(client, online.ana)
    ana.get(address(online.ana_visit))
    with CaptureQueriesContext(connection) as asked:
        ana.get(address(online.ana_visit))
    assert len(asked) == 7


def test_other_times_are_offered_before_it_is_given_up(client, sign_in, online):
    ana = sign_in(client, online.ana)
    page = ana.get(address(online.ana_visit))
    labels = [one["label"] for one in page.context["nearest"]]
    assert labels == [f"Thursday 19 November, {time}" for time in ("9:45 am", "12:00 pm", "2:15 pm")]
    assert ana.get(page.context["nearest"][0]["url"]).context["after"]["time"] == "9:45 to 10:25 am"
    Preferences.objects.filter(clinic=online.harbour).update(move_online=False)
    page = ana.get(address(online.ana_visit))
    assert (page.context["nearest"], page.context["may_move"]) == ([], False)
    assert 'href="tel:' in page.text
