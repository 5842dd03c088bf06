"""A record opened in an emergency: an hour, one patient, one member, looked over within a week."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from audit.models import Event
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common.tests.at_once import at_once
from common.tests.moment import AT
from outbox import delivery
from outbox.models import Message
from records import contract
from records.actions import emergencies
from records.actions.emergencies import end_emergency, open_in_emergency, review_emergency
from records.models import BrokenGlass
from records.models.access import Level
from records.policies import is_open_in_emergency, may_break_glass, may_review, reads_record
from records.tests.factories import BrokenGlassFactory, PatientFactory, exported, reader_of, regranted
from tray.models import Item

HOUR, A_MOMENT = timedelta(hours=1), timedelta(microseconds=1)
WHY = "Fainted in the waiting room"


@pytest.fixture
def quinn(cast):
    """Quinn as a member of the team: a practitioner who does not have Ana among her own."""
    return cast.quinn_account.memberships.get()


def begin(cast, quinn, at=AT):
    return open_in_emergency(cast.ana_record, membership=quinn, reason=WHY, at=at)


def verbs(cast):
    return list(
        Event.objects.filter(patient=cast.ana_record.pk, verb__startswith="emergency.")
        .order_by("id")
        .values_list("verb", "actor")
    )


def test_it_opens_one_record_for_sixty_minutes_and_not_a_moment_longer(cast, quinn):
    begin(cast, quinn)
    read = {at: reads_record(quinn, cast.ana_record, at=at) for at in (
        AT - A_MOMENT, AT, AT + HOUR - A_MOMENT, AT + HOUR,
    )}  # fmt: skip
    assert list(read.values()) == [False, True, True, False]
    assert not reads_record(quinn, cast.kit_record, at=AT), "one patient"
    petra = cast.petra_account.memberships.get()
    assert not is_open_in_emergency(petra, cast.ana_record, at=AT), "one member"
    assert reads_record(petra, cast.ana_record, at=AT), "and who cares reads anyway"


def test_only_practitioners_who_do_not_care_may(cast, quinn):
    may = {
        name: may_break_glass(getattr(cast, name).memberships.get(), cares=False)
        for name in ("quinn_account", "finn", "nora")
    }
    assert may == {"quinn_account": True, "finn": False, "nora": False}
    assert not may_break_glass(quinn, cares=True)


@pytest.mark.parametrize("how", ["membership", "role", "account"])
def test_it_ends_at_once_with_whatever_it_stood_on(cast, quinn, how):
    begin(cast, quinn)
    if how == "membership":
        type(quinn).objects.filter(pk=quinn.pk).update(ended_at=AT)
        again = MembershipFactory(user=cast.quinn_account, clinic=cast.harbour, roles=[Role.PRACTITIONER])
        assert not reads_record(again, cast.ana_record, at=AT), "nor does a new membership bring it back"
    elif how == "role":
        type(quinn).objects.filter(pk=quinn.pk).update(roles=[Role.FRONT_DESK])
    else:
        type(cast.quinn_account).objects.filter(pk=cast.quinn_account.pk).update(is_active=False)
    quinn.refresh_from_db()
    assert not BrokenGlass.objects.live(at=AT).exists()
    assert not reads_record(quinn, cast.ana_record, at=AT)


def test_opening_twice_is_no_longer_hour_and_ending_twice_changes_nothing(cast, quinn):
    first = begin(cast, quinn)
    assert begin(cast, quinn, at=AT + HOUR / 2) == first
    assert end_emergency(first, by=cast.quinn_account, at=AT + HOUR / 2)
    assert not end_emergency(first, by=cast.quinn_account, at=AT + HOUR / 2)
    assert not reads_record(quinn, cast.ana_record, at=AT + HOUR / 2)
    who = cast.quinn_account.pk
    assert verbs(cast) == [("emergency.begun", who), ("emergency.ended", who)]


def test_once_the_hour_is_over_it_takes_a_new_reason(cast, quinn):
    first = begin(cast, quinn)
    second = begin(cast, quinn, at=AT + HOUR)
    first.refresh_from_db()
    assert (first.ended_at, first.ended_by, second.until) == (first.until, None, AT + 2 * HOUR)
    assert not end_emergency(first, by=cast.quinn_account, at=AT + HOUR)


def test_owners_are_mailed_at_once_and_nothing_of_the_patient_stands_there(cast, quinn):
    begin(cast, quinn)
    delivery.drain(at=AT)
    (told,) = mail.outbox
    whole = "\n".join([told.subject, told.body, *(body for body, _kind in told.alternatives)])
    assert (told.to, told.subject) == ([cast.nora.email], "A record was opened in an emergency")
    assert "Quinn Cast opened a record" in told.body
    glass = BrokenGlass.objects.get()
    assert f"/office/emergencies/{glass.pk}/" in told.body
    assert [word for word in ("Ana", WHY, str(cast.ana_record.pk)) if word in whole] == []


def test_who_owns_the_clinic_no_more_is_not_mailed(cast, quinn):
    begin(cast, quinn)
    cast.nora.memberships.update(ended_at=AT)
    delivery.drain(at=AT)
    assert (mail.outbox, Message.objects.get(kind="records.emergency").dropped_because) == (
        [],
        "owns it no more",
    )


def test_a_lock_down_of_the_portal_keeps_no_mail_from_the_owner(cast, quinn):
    from records.actions import lock_down

    lock_down(cast.ana_record, by=cast.nora, at=AT - HOUR)
    begin(cast, quinn)
    delivery.drain(at=AT)
    assert [one.to for one in mail.outbox] == [[cast.nora.email]]


def test_the_first_word_of_a_review_stands_and_clears_the_tray(cast, quinn):
    glass = begin(cast, quinn)
    assert Item.objects.get(kind="emergency").patient == cast.ana_record.pk
    said = {"by": cast.nora, "at": AT + HOUR}
    assert review_emergency(glass, was_fine=False, review="Asked her about it.", **said)
    assert not review_emergency(glass, was_fine=True, review="", **said)
    glass.refresh_from_db()
    assert (glass.was_fine, glass.review, glass.reviewed_by) == (False, "Asked her about it.", cast.nora)
    assert Item.objects.get(kind="emergency").done_by == cast.nora


def test_nobody_reviews_their_own(cast, quinn):
    glass = begin(cast, quinn)
    nora = cast.nora.memberships.get()
    type(quinn).objects.filter(pk=quinn.pk).update(roles=[Role.PRACTITIONER, Role.OWNER])
    quinn.refresh_from_db()
    assert (may_review(nora, glass), may_review(quinn, glass)) == (True, False)
    assert not may_review(cast.finn.memberships.get(), glass)


@pytest.mark.parametrize("late, mails", [(timedelta(days=7) - A_MOMENT, 0), (timedelta(days=7), 1)])
def test_owners_are_reminded_once_after_seven_days(cast, quinn, late, mails):
    begin(cast, quinn)
    for _again in "ab":
        emergencies.remind_of_reviews(at=AT + late)
    assert Message.objects.filter(kind="records.emergency_overdue").count() == mails


def test_a_reminder_is_dropped_when_it_was_looked_over_meanwhile(cast, quinn):
    glass, later = begin(cast, quinn), AT + timedelta(days=8)
    emergencies.remind_of_reviews(at=later)
    review_emergency(glass, was_fine=True, review="", by=cast.nora, at=later)
    delivery.drain(at=later)
    assert [one.subject for one in mail.outbox] == ["A record was opened in an emergency"]


BROKEN = {
    "records_one_glass": lambda one: BrokenGlassFactory(patient=one.patient, membership=one.membership),
    "records_glass_an_hour": lambda one: BrokenGlassFactory(until=AT + HOUR + A_MOMENT),
    "records_glass_ended_who_and_when": lambda one: BrokenGlassFactory(ended_at=AT + HOUR / 2),
    "records_glass_reviewed_who_and_when": lambda one: BrokenGlassFactory(reviewed_at=AT, was_fine=True),
}


@pytest.mark.parametrize("promise", BROKEN)
def test_the_database_refuses(db, promise):
    one = BrokenGlassFactory()
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        BROKEN[promise](one)


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "Something else"},
        {"until": AT + HOUR / 2},
        {"opened_at": AT - A_MOMENT},
        {"ended_at": AT + HOUR / 4},
        {"ended_at": None, "ended_by": None},
        {"review": "Other words"},
        {"was_fine": True},
    ],
)
def test_what_was_said_and_when_never_changes(cast, quinn, change):
    glass = begin(cast, quinn)
    end_emergency(glass, by=cast.quinn_account, at=AT + HOUR / 2)
    review_emergency(glass, was_fine=False, review="No.", by=cast.nora, at=AT + HOUR)
    with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
        BrokenGlass.objects.filter(pk=glass.pk).update(**change)
    with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
        BrokenGlass.objects.filter(pk=glass.pk)._raw_delete("default")


def test_what_the_patient_takes_along_has_no_reason_in_it(cast, quinn):
    glass = begin(cast, quinn)
    (records,) = [one for one in contract.answerers() if one.room == "records"]
    own = regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    rows = dict(exported(records, reader_of(own)))
    assert rows["emergencies"].keys() == {"id", "opened_at", "until", "ended_at"}
    assert WHY not in str(rows)
    assert glass.reason == WHY


def test_joining_records_ends_it(cast, quinn):
    glass, joined = begin(cast, quinn), PatientFactory(clinic=cast.harbour)
    (records,) = [one for one in contract.answerers() if one.room == "records"]
    records.move(cast.ana_record, joined, by=cast.nora, at=AT + HOUR / 2)
    glass.refresh_from_db()
    assert (glass.patient, glass.ended_by, glass.ended_at) == (joined, cast.nora, AT + HOUR / 2)
    assert not reads_record(quinn, joined, at=AT + HOUR / 2)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one(cast):
    quinn = cast.quinn_account.memberships.get()
    answers = at_once(*[lambda: begin(cast, quinn)] * 4)
    assert len({glass.pk for glass in answers}) == BrokenGlass.objects.count() == 1
    assert [verb for verb, _who in verbs(cast)] == ["emergency.begun"]
    assert Message.objects.filter(kind="records.emergency").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_being_alone_with_the_record_somebody_meets_an_error(cast, monkeypatch):
    """The red control: the database still keeps it one."""
    monkeypatch.setattr(emergencies, "alone_with", lambda patient: None)
    quinn = cast.quinn_account.memberships.get()
    found = []
    for _round in range(20):
        BrokenGlass.objects.filter(ended_at=None).update(ended_at=AT + HOUR)
        answers = at_once(*[lambda: begin(cast, quinn)] * 4)
        found += [one for one in answers if isinstance(one, IntegrityError)]
        assert BrokenGlass.objects.filter(ended_at=None).count() == 1
        if found:
            break
    assert found
