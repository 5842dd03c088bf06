"""Staff move a visit: the same times and the same objections as when they book one."""

from datetime import timedelta

from django.core import mail

from booking.models import Appointment, Occupancy
from booking.tests.test_holding import TEN
from booking.tests.test_mail import confirm
from common.tests.moment import AT
from office.tests.people import place, says
from outbox import delivery
from outbox.models import Message

FRIDAY = AT + timedelta(days=3)


def chosen(cast, **more) -> dict:
    day = FRIDAY.date()
    return {
        "service": "treatment", "practitioner": cast.petra.pk, "location": cast.at_harbour.place.pk,
        "day_day": day.day, "day_month": day.month, "day_year": day.year,
    } | more  # fmt: skip


def start(instant) -> dict:
    return {"start": int(instant.timestamp() // 60)}


def look(client, cast, **more):
    return client.get(place("visit_move", cast.ana_record, cast.ana_visit.pk), chosen(cast, **more))


def press(client, page, *, seen=None, **fields):
    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    sent = {"accepted": page.context["accepted"], "seen": page.context["seen"] if seen is None else seen}
    return client.post(address, sent | fields, follow=True)


def stands(cast):
    now = Appointment.objects.get(pk=cast.ana_visit.pk)
    return now.starts_at, now.practitioner.slug, now.sequence


def test_it_begins_at_the_visit_and_offers_its_service_only(cast, finn):
    page = finn.get(place("visit_move", cast.ana_record, cast.ana_visit.pk))
    form = page.context["form"]
    assert page.context["title"] == "Move the visit on Thursday 19 November, 9:00 am"
    assert form.fields["service"].choices == [("treatment", "Treatment")]
    assert form.initial["practitioner"] == str(cast.petra.pk)
    assert look(finn, cast, service="assessment").status_code == 422


def test_times_lead_on_and_its_own_is_not_among_them(cast, finn):
    day = cast.ana_visit.starts_at.date()
    page = look(finn, cast, day_day=day.day)
    first = page.context["days"][0]["slots"][0]
    assert first["time"] == "9:45 am"
    assert first["url"].startswith(place("visit_move", cast.ana_record, cast.ana_visit.pk))
    assert finn.get(first["url"]).context["objections"] == []


def test_moved_and_told(cast, finn, at):
    confirm(cast.ana_visit, at=at)
    page = press(finn, look(finn, cast, **start(FRIDAY)), tells="on")
    assert says(page) == ["Moved: the visit is now on Friday 20 November, 9:00 am. A mail is on its way."]
    assert "Moved, was Thursday 19 November 2026, 9:00 am with Petra Cast" in page.context["facts"]
    assert stands(cast) == (FRIDAY, "petra", 1)
    delivery.drain(at=at)
    assert mail.outbox[-1].subject == "Moved: your visit is now on Friday 20 November, 9:00 am"


def test_moved_without_a_mail(cast, finn):
    press(finn, look(finn, cast, **start(FRIDAY)))
    assert stands(cast) == (FRIDAY, "petra", 1)
    assert not Message.objects.filter(kind="booking.moved").exists()


def test_over_another_visit_only_with_a_reason(cast, finn):
    kit_at = cast.kit_visit.starts_at
    page = look(finn, cast, **start(kit_at))
    assert [one.code for one in page.context["objections"]] == ["taken"]
    refused = press(finn, page)
    assert (refused.status_code, refused.context["form"].errors) == (
        422,
        {"reason": ["Say why it is made all the same"]},
    )
    assert stands(cast)[0] == cast.ana_visit.starts_at
    press(finn, page, reason="They are siblings")
    moved = Appointment.objects.get(pk=cast.ana_visit.pk)
    assert (moved.starts_at, moved.overridden, moved.overridden_because) == (
        kit_at,
        ["taken"],
        "They are siblings",
    )
    (row,) = Occupancy.objects.filter(appointment=moved, released_at=None)
    assert row.overlap_allowed


def test_a_page_that_is_old_and_a_visit_that_is_cancelled(cast, finn, at):
    page = look(finn, cast, **start(FRIDAY))
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(sequence=1)
    answer = press(finn, page)
    assert (answer.status_code, answer.context["has_changed"], answer.context["seen"]) == (409, True, 1)
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(cancelled_at=at, cancelled_by=cast.ana)
    assert says(press(finn, page)) == ["Nothing was changed: this is how the visit stands now."]


def test_to_oneself_only_for_a_practitioner(cast, client, sign_in):
    petra = sign_in(client, cast.petra_account)
    form = petra.get(place("visit_move", cast.ana_record, cast.ana_visit.pk)).context["form"]
    assert form.fields["practitioner"].choices == [
        ("", "Whoever is free"),
        (str(cast.petra.pk), "Petra Cast"),
    ]
    assert look(petra, cast, practitioner=cast.quinn.pk, **start(TEN)).status_code == 422
