"""Who is told of a visit, and in which language, by the actions themselves."""

from datetime import timedelta

import pytest
from django.core import mail

from booking.actions import cancelling, telling
from booking.actions.reminding import remind_all
from booking.models import Appointment, Booking
from booking.tests.confirming import answered, confirm
from common.tests.moment import AT, LONG_AGO
from outbox import delivery
from outbox.models import Message
from records.actions import correct_details

MINUTE, TWO_HOURS = timedelta(minutes=1), timedelta(hours=2)


@pytest.fixture
def reminded(cast):
    """Kit's visit was booked long ago by Ben, who speaks French; nothing told of it but the reminder."""
    type(cast.ben).objects.filter(pk=cast.ben.pk).update(language="fr")
    Booking.objects.filter(appointments=cast.kit_visit).update(made_at=LONG_AGO, account=cast.ben)
    at = cast.kit_visit.starts_at - TWO_HOURS
    remind_all(at=at)
    delivery.drain(at=at)
    mail.outbox.clear()
    return Appointment.objects.get(pk=cast.kit_visit.pk)


def test_what_is_undone_before_it_was_told_is_told_to_nobody(cast, at):
    """The confirmation waits until undoing is over (product §4)."""
    visit = confirm(answered(cast, {"patient": str(cast.kit_record.pk)}, by=cast.ben), by=cast.ben)
    assert cancelling.undo(visit, by=cast.ben, at=AT)
    delivery.drain(at=AT + TWO_HOURS)
    assert mail.outbox == []


def test_cancelled_after_a_reminder_is_told_although_nothing_else_was(cast, reminded):
    at = reminded.starts_at - TWO_HOURS + MINUTE
    cancelling.cancel(reminded, by=cast.finn, at=at)
    delivery.drain(at=at)
    assert [sent.to for sent in mail.outbox] == [["ben@example.org"]]


def test_mails_speak_the_language_of_the_account_whoever_presses(cast, reminded):
    cancelling.cancel(reminded, by=cast.finn, at=reminded.starts_at - TWO_HOURS + MINUTE)
    told = Message.objects.filter(kind__in=["booking.reminder", "booking.cancelled"], account_id=cast.ben.pk)
    assert [message.locale for message in told] == ["fr", "fr"]


def test_whoever_chose_no_language_is_told_in_the_one_on_file_else_in_the_clinic_s(cast):
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(language="")
    Booking.objects.filter(appointments=cast.ana_visit).update(account=cast.ana)
    for number, (on_file, clinics, written) in enumerate(
        [("fr", "en", "fr"), ("", "fr", "fr"), ("en", "fr", "en")]
    ):
        correct_details(cast.ana_record, by=cast.finn, at=AT, language=on_file)
        type(cast.harbour).objects.filter(pk=cast.harbour.pk).update(language=clinics)
        visit = Appointment.objects.select_related("clinic", "booking__account").get(pk=cast.ana_visit.pk)
        telling.post("booking.confirmed", visit, key=str(number), about={"booking": visit.booking_id}, at=AT)
        assert Message.objects.get(dedupe_key=str(number)).locale == written
