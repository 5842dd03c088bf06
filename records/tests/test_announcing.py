"""What is ahead is told in time, once, to whom it concerns, in words that name nobody (security D3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.tests.mailed import arrived
from common.tests.moment import AT
from outbox.models import Message
from records.actions import end_access
from records.announcing import tell_what_is_ahead
from records.models import AccessRules, Grant, Patient
from records.models.access import Level, Relation
from records.tests.factories import GrantFactory, PatientFactory, regranted
from tray.models import Item

DAY = timedelta(days=1)
TWELVE = date(2027, 3, 2)  # the day Kit, born on 2 March 2015 in these stories, is twelve


@pytest.fixture
def kit(cast):
    """Kit has an address of his own; Ben, his father, looks after him in full."""
    AccessRules.objects.create(clinic=cast.harbour, review_age=12, majority_age=18)
    Patient.objects.filter(pk=cast.kit_record.pk).update(
        date_of_birth=date(2015, 3, 2), email="kit@example.org"
    )
    Grant.objects.filter(pk=cast.kit_grant.pk).update(is_for_minor=True)
    return Patient.objects.get(pk=cast.kit_record.pk)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)


def told(at) -> list:
    tell_what_is_ahead(at=at)
    return sorted((mail.to[0], mail.subject) for mail in arrived(at=at))


BOTH = [
    ("ben@example.org", "What you can see of a record will change"),
    ("kit@example.org", "Who sees your record will change"),
]


@pytest.mark.parametrize("mark", [90, 30])
def test_ninety_and_thirty_days_before_both_sides_and_staff_hear_of_it_once(cast, kit, mark):
    assert told(noon(TWELVE - (mark + 1) * DAY)) == []
    assert told(noon(TWELVE - mark * DAY)) == BOTH
    Item.objects.update(done_at=AT)
    assert told(noon(TWELVE - (mark - 1) * DAY)) == [], "once"
    assert list(Item.objects.values_list("kind", "patient")) == [(f"age_12_in_{mark}_days", kit.pk)]


def test_a_worker_that_was_off_tells_within_a_week(cast, kit):
    assert told(noon(TWELVE - 84 * DAY)) == BOTH
    Message.objects.all().delete()
    assert told(noon(TWELVE - 83 * DAY)) == []


def test_the_mail_names_nobody_and_says_the_day(cast, kit):
    tell_what_is_ahead(at=noon(TWELVE - 30 * DAY))
    sent = arrived(at=noon(TWELVE - 30 * DAY))
    for mail in sent:
        text = mail.subject + mail.body + mail.alternatives[0][0]
        assert "Tuesday 2 March" in mail.body
        assert [word for word in ("Kit", "Ben", "Cast", "twelve", "years old") if word in text] == []


def test_in_the_clinic_s_zone(cast, kit):
    before_midnight = datetime(2026, 12, 3, 3, 30, tzinfo=UTC)  # half past eleven on the 2nd, in Halifax
    assert TWELVE - 90 * DAY == date(2026, 12, 2)
    Patient.objects.filter(pk=kit.pk).update(date_of_birth=date(2015, 3, 3))
    assert told(before_midnight) == []
    assert told(before_midnight + timedelta(hours=1)) == BOTH


def test_born_on_29_february_it_is_told_for_1_march(cast, kit):
    Patient.objects.filter(pk=kit.pk).update(date_of_birth=date(2016, 2, 29))
    rules = AccessRules.objects.get()
    rules.review_age = 11
    rules.save()
    first_march = date(2027, 3, 1)
    assert told(noon(first_march - 91 * DAY)) == []
    assert told(noon(first_march - 90 * DAY)) == BOTH


def test_a_parent_the_young_person_keeps_hears_of_majority_only(cast, kit):
    Grant.objects.filter(pk=cast.kit_grant.pk).update(is_for_minor=True)
    regranted(Grant.objects.get(pk=cast.kit_grant.pk), consent_at=AT)
    assert told(noon(TWELVE - 30 * DAY)) == []
    assert told(noon(date(2033, 3, 2) - 30 * DAY)) == BOTH


def test_what_changed_meanwhile_is_not_told(cast, kit):
    at = noon(TWELVE - 30 * DAY)
    tell_what_is_ahead(at=at)
    end_access(cast.kit_grant, by=cast.finn, at=at)
    assert arrived(at=at) == []


def test_an_address_that_a_parent_reads_is_not_the_young_person_s(cast, kit):
    Patient.objects.filter(pk=kit.pk).update(email="Ben@example.org")
    assert told(noon(TWELVE - 30 * DAY)) == BOTH[:1]


def test_without_ages_and_at_other_clinics_nothing_is_told(cast, kit):
    AccessRules.objects.update(review_age=None, majority_age=None)
    assert told(noon(TWELVE - 30 * DAY)) == []


def test_an_end_that_was_set_is_told_to_both_sides_thirty_days_before(cast):
    record = PatientFactory(clinic=cast.harbour, email="robin@example.org")
    GrantFactory(account=cast.dov, patient=record, full=True)
    given = GrantFactory(
        account=cast.cleo, patient=record, relation=Relation.CARER, full=True, expires_at=AT + 40 * DAY
    )
    GrantFactory(account=cast.ben, patient=record, relation=Relation.CARER, expires_at=AT + 40 * DAY)
    assert given.level == Level.FULL
    assert told(AT + 9 * DAY) == []
    assert told(AT + 10 * DAY) == [
        ("cleo@example.org", "Access to a record ends soon"),
        ("dov@example.org", "Access that you gave to your record ends soon"),
    ]
    assert told(AT + 11 * DAY) == []
