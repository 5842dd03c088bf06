"""Lock-down is a dated fact that grants, mails and sessions ask at use (Settled 5); grants end and never widen."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

import outbox
from audit.models import Event
from common.tests.moment import AT
from outbox import delivery, registry
from outbox.models import Message
from outbox.tests.factories import MessageFactory
from records import actions, policies
from records.answering import RecordsAnswerer
from records.models import Grant, Lockdown, Patient
from records.models.access import Basis, Level, Relation

LATER = AT + timedelta(hours=1)


def test_every_grant_rests_until_it_is_lifted_and_none_is_lost(cast):
    assert Patient.objects.visible_to(cast.ben, at=AT).contains(cast.ana_record)
    actions.lock_down(cast.ana_record, by=cast.nora, at=AT)
    assert not Patient.objects.visible_to(cast.ben, at=LATER).contains(cast.ana_record)
    assert not Patient.objects.visible_to(cast.ana, at=LATER).contains(cast.ana_record)
    assert Patient.objects.visible_to(cast.ben, at=LATER).contains(cast.kit_record)
    actions.lift_lock_down(cast.ana_record, by=cast.nora, at=LATER)
    assert Patient.objects.visible_to(cast.ben, at=LATER).contains(cast.ana_record)
    assert Grant.objects.filter(patient=cast.ana_record, revoked_at=None).count() == 3


def test_what_was_issued_before_it_stays_dead_after_it(cast):
    actions.lock_down(cast.ana_record, by=cast.nora, at=AT)
    actions.lift_lock_down(cast.ana_record, by=cast.nora, at=LATER)
    before, after = AT - timedelta(minutes=1), LATER + timedelta(minutes=1)
    ask = {"at": after + timedelta(days=1)}
    assert policies.is_locked_down(cast.ana_record.pk, issued_at=before, **ask) is True
    assert policies.is_locked_down(cast.ana_record.pk, issued_at=after, **ask) is False
    assert policies.is_locked_down(cast.kit_record.pk, issued_at=before, **ask) is False


def test_the_holders_sessions_end(cast, client, sign_in):
    sign_in(client, cast.ben)
    client.get("/portal/")
    assert Session.objects.count() == 1
    actions.lock_down(cast.ana_record, by=cast.nora, at=AT)
    assert Session.objects.count() == 0


def test_mail_about_the_record_does_not_leave(cast, mailoutbox):
    registry.register("test.about", lambda message, at: pytest.fail("composed"))
    outbox.post("test.about", dedupe_key="x", account=cast.ben, patient=cast.ana_record, at=AT)
    actions.lock_down(cast.ana_record, by=cast.nora, at=AT)
    delivery.drain(at=LATER)
    assert (Message.objects.get().dropped_because, mailoutbox) == ("locked down", [])


def test_why_is_said_where_an_erasure_can_empty_it(cast):
    """Events are never edited, so they hold no words (Settled 7)."""
    fact = actions.lock_down(cast.ana_record, by=cast.nora, at=AT, reason="Her brother read it")
    assert fact.reason == "Her brother read it"
    assert set(Event.objects.values_list("reason", flat=True)) == {""}


def test_locking_twice_is_one_fact(cast):
    actions.lock_down(cast.ana_record, by=cast.nora, at=AT)
    actions.lock_down(cast.ana_record, by=cast.nora, at=LATER)
    assert Lockdown.objects.get().at == AT
    assert Event.objects.filter(verb="access.locked_down").count() == 1


def test_mail_about_the_record_is_among_what_is_open_and_does_not_leave(cast):
    """C70: also what is due later; of mail about others nothing is said."""
    for number, patient in enumerate((cast.ana_record, cast.ana_record, cast.kit_record)):
        MessageFactory(patient_id=patient.pk, due_at=AT + timedelta(hours=number))
    assert (
        RecordsAnswerer.of_this_room().open_doors(cast.ana_record, at=AT)[-1] == "2 mails that have not left"
    )
    actions.lock_down(cast.ana_record, by=cast.nora, at=AT)
    delivery.drain(at=LATER)
    told = Message.objects.filter(patient_id=cast.ana_record.pk)
    assert list(told.values_list("dropped_because", flat=True)) == ["locked down"] * 2
    assert RecordsAnswerer.of_this_room().open_doors(cast.ana_record, at=LATER) == []


def refused(**row):
    with transaction.atomic():
        return Grant.objects.create(
            relation=Relation.CARER, basis=Basis.CLINIC, colour="plum", starts_at=AT, scopes=[], **row
        )


def test_the_database_refuses_a_second_live_grant_and_full_access_without_the_clinic(cast):
    with pytest.raises(IntegrityError, match="records_one_live_grant"):
        refused(account=cast.ben, patient=cast.ana_record, level=Level.LIMITED)
    with pytest.raises(IntegrityError, match="records_full_needs_the_clinic"):
        refused(account=cast.dov, patient=cast.ana_record, level=Level.FULL)


def test_raising_a_grant_ends_one_and_makes_another_in_the_same_colour(cast):
    before = cast.cleo_grant
    after = actions.give_access(
        account=cast.cleo, patient=cast.ana_record, relation=Relation.CARER, level=Level.FULL, by=cast.nora, at=AT,
        basis=Basis.CLINIC,
    )  # fmt: skip
    before.refresh_from_db()
    assert (before.level, before.revoked_at, before.reason) == ("limited", AT, "replaced")
    assert (after.level, after.colour, after.granted_by) == ("full", before.colour, cast.nora)


@pytest.mark.parametrize(("on", "years"), [("2026-02-28", 17), ("2026-03-01", 18), ("2028-02-29", 20)])
def test_whoever_is_born_on_29_february_turns_older_on_1_march(on, years):
    from datetime import date

    assert policies.age(date(2008, 2, 29), date.fromisoformat(on)) == years
