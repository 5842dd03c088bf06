"""Saying that one will come: asked once the reminder left, said once, by a press, of this very time."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F
from django.urls import reverse

from audit.models import Event
from booking.actions import will_come
from booking.actions.attendance import ARRIVED, note
from booking.actions.cancelling import cancel
from booking.actions.moving import move
from booking.actions.reminding import remind_all
from booking.models import Appointment, Booking
from booking.tests.test_mail import html_of
from booking.tests.test_moving import read, wish
from common.tests.moment import AT, LONG_AGO
from outbox import delivery
from records.actions import lock_down
from tests.story import IN_TWO_DAYS, open_form, visit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DUE = IN_TWO_DAYS - DAY


@pytest.fixture
def reminded(cast, monkeypatch):
    """A day before: Ana and, for Kit, Ben were reminded."""
    Booking.objects.update(made_at=LONG_AGO)
    for one, account in ((cast.ana_visit, cast.ana), (cast.kit_visit, cast.ben)):
        Booking.objects.filter(appointments=one).update(account=account)
        Appointment.objects.filter(pk=one.pk).update(reminded_of=F("starts_at"))
    monkeypatch.setattr("common.clock.now", lambda: DUE)
    return cast


def asks(one):
    return reverse("portal:attendance", args=[one.patient_id, one.pk])


def page_of(one):
    return reverse("portal:visit", args=[one.patient_id, one.pk])


def said(one):
    return read(one).attendance_confirmed_at


def press(client, one, seen=0):
    return client.post(asks(one), {"seen": seen})


def test_a_look_says_nothing_and_a_press_says_it_once(client, sign_in, reminded):
    ana = sign_in(client, reminded.ana)
    page = ana.get(asks(reminded.ana_visit))
    assert (page.status_code, page.context["title"]) == (200, "Will you be there?")
    assert said(reminded.ana_visit) is None  # mail scanners open links
    before = Event.objects.filter(verb="appointment.attendance_confirmed")
    answer = press(ana, reminded.ana_visit)
    assert (answer.status_code, answer.url) == (302, page_of(reminded.ana_visit))
    assert said(reminded.ana_visit) == DUE
    press(ana, reminded.ana_visit)
    assert [(one.actor, one.patient) for one in before.all()] == [(reminded.ana.pk, reminded.ana_record.pk)]
    shown = ana.get(page_of(reminded.ana_visit))
    assert shown.context["will_come"] is None
    assert shown.context["card"]["tag_label"] == "Attendance confirmed"
    delivery.drain(at=DUE)
    assert mail.outbox == []  # nobody is written to about it


def test_for_somebody_else_it_is_said_by_name(client, sign_in, reminded):
    page = sign_in(client, reminded.ben).get(asks(reminded.kit_visit))
    assert page.context["title"] == "Will Kit be there?"
    assert page.context["will_come"]["label"] == "Kit will be there"


def test_who_does_not_see_the_visit_says_nothing(client, sign_in, reminded):
    for one, account in ((reminded.kit_visit, reminded.ana), (reminded.ana_visit, reminded.cleo)):
        stranger = sign_in(client, account)
        assert [stranger.get(asks(one)).status_code, press(stranger, one).status_code] == [404, 404]
    assert Appointment.objects.exclude(attendance_confirmed_at=None).count() == 0


def test_the_way_there_stands_on_the_home_card_and_in_the_list(client, sign_in, reminded):
    ana = sign_in(client, reminded.ana)
    home = ana.get(reverse("portal:patient", args=[reminded.ana_record.pk]))
    rows = ana.get(reverse("portal:visits", args=[reminded.ana_record.pk]))
    for card in (home.context["card"], rows.context["cards"][0]):
        assert card["links"][0] == {"label": "I’ll be there", "url": asks(reminded.ana_visit)}
    press(ana, reminded.ana_visit)
    home = ana.get(reverse("portal:patient", args=[reminded.ana_record.pk]))
    assert [link["label"] for link in home.context["card"]["links"]] == [
        "Change or cancel",
        "Add to calendar",
    ]


def _cancelled(cast, one):
    cancel(one, by=cast.nora, at=DUE)


def _moved(cast, one):
    move(read(one), wish(cast, IN_TWO_DAYS + DAY), by=cast.nora, at=DUE)


def _here(cast, one):
    Appointment.objects.filter(pk=one.pk).update(starts_at=DUE + HOUR, ends_at=DUE + 2 * HOUR)
    Appointment.objects.filter(pk=one.pk).update(reminded_of=F("starts_at"))
    assert note(one, ARRIVED, by=cast.nora, at=DUE)


def _facts(**facts):
    return lambda cast, one: Appointment.objects.filter(pk=one.pk).update(**facts)


@pytest.mark.parametrize(
    "change",
    [
        _cancelled, _moved, _here, _facts(starts_at=DUE, ends_at=DUE + HOUR, reminded_of=DUE),
        _facts(requested_at=AT), _facts(reminded_of=None), _facts(reminded_of=DUE),
    ],
    ids=["cancelled", "moved", "here", "begun", "asked for", "not reminded", "reminded of another time"],
)  # fmt: skip
def test_nobody_is_asked_about_a_visit_that_is(client, sign_in, reminded, change):
    ana, one = sign_in(client, reminded.ana), reminded.ana_visit
    stale = read(one)
    change(reminded, one)
    assert not will_come.is_asked(read(one), at=DUE)
    for answer in (ana.get(asks(one)), press(ana, one)):
        assert (answer.status_code, answer.url) == (302, page_of(one))
    # Also where somebody still has the page of before: the row is asked as it is written.
    assert not will_come.say_so(stale, by=reminded.ana, at=DUE)
    assert said(one) is None


def test_what_was_on_the_page_is_what_is_confirmed(client, sign_in, reminded):
    """Moved and reminded anew while the page was open: its button speaks of a time that is no more."""
    ana, one = sign_in(client, reminded.ana), reminded.ana_visit
    move(read(one), wish(reminded, IN_TWO_DAYS + DAY), by=reminded.nora, at=DUE)
    Appointment.objects.filter(pk=one.pk).update(reminded_of=F("starts_at"))
    press(ana, one, seen=0)
    assert said(one) is None
    press(ana, one, seen=1)
    assert said(one) == DUE


def test_a_move_takes_it_back_and_another_practitioner_does_not(reminded):
    one = reminded.ana_visit
    assert will_come.say_so(read(one), by=reminded.ana, at=DUE)
    move(read(one), wish(reminded, IN_TWO_DAYS, practitioner=reminded.quinn), by=reminded.nora, at=DUE)
    assert said(one) == DUE
    move(read(one), wish(reminded, IN_TWO_DAYS + DAY), by=reminded.nora, at=DUE)
    assert said(one) is None


def test_locked_down_nobody_says_anything(client, sign_in, reminded):
    lock_down(reminded.ana_record, by=reminded.nora, at=DUE)
    assert press(sign_in(client, reminded.ana), reminded.ana_visit).status_code == 404
    assert said(reminded.ana_visit) is None


# The mail -------------------------------------------------------------------------------------------


def reminder(cast):
    """The reminder that Ana gets; what else is due was told before."""
    Booking.objects.update(made_at=LONG_AGO)
    Booking.objects.filter(appointments=cast.ana_visit).update(account=cast.ana)
    Appointment.objects.exclude(booking__account=cast.ana).update(reminded_of=F("starts_at"))
    remind_all(at=DUE)
    delivery.drain(at=DUE)
    (sent,) = mail.outbox
    return sent


SITE = "http://testserver:8000"


def test_the_button_of_a_reminder(cast):
    sent = reminder(cast)
    assert sent.body.count("I’ll be there") == 1
    assert f"I’ll be there:\n{SITE}{asks(cast.ana_visit)}\n" in sent.body
    assert html_of(sent).count(f'href="{SITE}{asks(cast.ana_visit)}"') == 1
    assert "See your visit" not in sent.body


def test_beside_a_form_it_is_a_link_below_the_visit(cast):
    cast.ana_visit.assignments.add(cast.ana_open)
    sent = reminder(cast)
    assert f"I’ll be there:\n{SITE}{asks(cast.ana_visit)}\n" in sent.body
    assert f"Take me to my forms:\n{SITE}/portal/p/{cast.ana_record.pk}/forms/\n" in sent.body
    assert html_of(sent).count(asks(cast.ana_visit)) == 1


def test_several_visits_each_have_their_link(cast):
    other = visit(cast.at_harbour, cast.quinn, cast.ana_record, IN_TWO_DAYS + HOUR / 2, by=cast.ana)
    Booking.objects.filter(appointments=other).update(account=cast.ana)
    sent = reminder(cast)
    assert [sent.body.count(asks(one)) for one in (cast.ana_visit, other)] == [1, 1]
    assert f"See your visits:\n{SITE}/portal/p/{cast.ana_record.pk}/visits/\n" in sent.body


@pytest.mark.parametrize("who", ["nobody proved the address", "an address on file"])
def test_whom_the_portal_does_not_know_is_not_asked(cast, who):
    if who == "nobody proved the address":
        type(cast.ana).objects.filter(pk=cast.ana.pk).update(verified_at=None)
        sent = reminder(cast)
    else:
        Booking.objects.update(made_at=LONG_AGO)
        Appointment.objects.exclude(pk=cast.ana_visit.pk).update(reminded_of=F("starts_at"))
        Booking.objects.filter(appointments=cast.ana_visit).update(account=None)
        remind_all(at=DUE)
        delivery.drain(at=DUE)
        (sent,) = mail.outbox
    assert "I’ll be there" not in sent.body + html_of(sent)


# The office -----------------------------------------------------------------------------------------


def test_staff_see_it_in_the_day_the_list_and_on_the_visit(client, sign_in, reminded):
    one = reminded.ana_visit
    will_come.say_so(read(one), by=reminded.ana, at=DUE)
    finn = sign_in(client, reminded.finn)
    day = finn.get(f"/office/calendar/?day={IN_TWO_DAYS.date()}")
    blocks = [block for column in day.context["calendar"]["columns"] for block in column["blocks"]]
    (block,) = [
        each for each in blocks if each.get("url") == reverse("office:visit", args=[one.patient_id, one.pk])
    ]
    assert (block["text"], block["icon"]) == ("Treatment, will come", "calendar-check")
    rows = finn.get(f"/office/calendar/?view=list&day={IN_TWO_DAYS.date()}").context["groups"][0]["items"]
    assert (rows[0]["text"], rows[0]["tag_label"], rows[0]["tag_kind"]) == (
        "Treatment",
        "Attendance confirmed",
        "ok",
    )
    page = finn.get(reverse("office:visit", args=[one.patient_id, one.pk]))
    assert page.context["tag_label"] == "Attendance confirmed"
    assert "The patient said that they will come, Wednesday 18 November" in page.text


def test_a_missing_form_is_said_first(client, sign_in, reminded):
    one = reminded.ana_visit
    one.assignments.add(open_form(reminded.at_harbour, reminded.ana_record, account=reminded.ana))
    will_come.say_so(read(one), by=reminded.ana, at=DUE)
    day = sign_in(client, reminded.finn).get(f"/office/calendar/?view=list&day={IN_TWO_DAYS.date()}")
    row = day.context["groups"][0]["items"][0]
    assert (row["text"], row["tag_label"]) == ("Treatment, form missing, will come", "Form missing")
