"""Sending to many at once: what was seen and nothing else, once, fifty every ten minutes, until somebody stops it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail as outbound

from audit.models import Event
from common.tests.moment import AT
from outbox import delivery
from outbox.models import Message
from records.actions import bulk, correct_details, invitations
from records.batches import State, progress_of
from records.bulk import preview_of
from records.models import Batch, Invitation, Patient
from records.tests.bulk import AGES, contact, patient, rules
from records.tests.factories import PatientFactory

MINUTE = timedelta(minutes=1)


@pytest.fixture
def street(cast):
    """A family, two adults in one mailbox, a child with a guardian, somebody alone."""
    rules(cast.harbour, **AGES)
    for name, years, email in (
        ("Mum Vale", 44, "vale@example.org"), ("Kid Vale", 8, "vale@example.org"),
        ("Him Roy", 60, "roy@example.org"), ("Her Roy", 61, "roy@example.org"),
        ("Solo Lam", 30, "solo@example.org"),
    ):  # fmt: skip
        patient(cast.harbour, name, years, email)
    ward = patient(cast.harbour, "Ward Poe", 9)
    contact(ward, by=cast.nora, email="gran@example.org")
    return cast.harbour


def all_keys(clinic):
    return {one.key for one in preview_of(clinic, at=AT).mailings}


def send(cast, keys=None, **more):
    asked = {"keys": all_keys(cast.harbour) if keys is None else keys, "number": uuid.uuid4()} | more
    return bulk.send_invitations(cast.harbour, by=cast.nora, at=AT, **asked)


def made(batch):
    rows = Invitation.objects.filter(batch=batch).order_by("email", "patient__given_name")
    return [(one.email, one.patient.given_name, one.relation, one.level) for one in rows]


def test_one_mail_an_address_and_one_invitation_a_record(cast, street):
    batch = send(cast)
    assert made(batch) == [
        ("gran@example.org", "Ward", "guardian", "limited"),
        ("roy@example.org", "Her", "self", "limited"),
        ("roy@example.org", "Him", "self", "limited"),
        ("solo@example.org", "Solo", "self", "limited"),
        ("vale@example.org", "Kid", "parent", "limited"),
        ("vale@example.org", "Mum", "self", "limited"),
    ]
    delivery.drain(at=AT)
    assert sorted(one.to[0] for one in outbound.outbox) == [
        "gran@example.org", "roy@example.org", "solo@example.org", "vale@example.org",
    ]  # fmt: skip
    for one in outbound.outbox:
        assert not re.search("Vale|Roy|Solo|Ward|Lam|Poe", one.subject + one.body)
    assert preview_of(cast.harbour, at=AT).mailings == []


def test_only_what_is_ticked(cast, street):
    keys = {one.key for one in preview_of(street, at=AT).mailings if one.email == "solo@example.org"}
    assert made(send(cast, keys)) == [("solo@example.org", "Solo", "self", "limited")]


def test_what_changed_since_it_was_seen_is_not_sent(cast, street):
    """A second adult moved in behind the address after the page was drawn."""
    keys = all_keys(street)
    patient(street, "Lodger Lam", 50, "solo@example.org")
    emails = {email for email, *_rest in made(send(cast, keys))}
    assert emails == {"gran@example.org", "roy@example.org", "vale@example.org"}
    assert send(cast, keys) is None


def test_pressing_twice_sends_once(cast, street):
    keys, number = all_keys(street), uuid.uuid4()
    first = send(cast, keys, number=number)
    assert send(cast, keys, number=number) == first
    assert (Batch.objects.count(), Invitation.objects.count(), Message.objects.count()) == (1, 6, 4)


def test_the_number_of_another_clinic_s_batch_opens_nothing(cast, street):
    other = Batch.objects.create(clinic=cast.lakeside, made_at=AT, made_by=cast.omar)
    assert send(cast, number=other.pk) is None
    assert Invitation.objects.count() == 0


def test_an_invitation_that_ran_out_makes_room(cast, street):
    old = send(cast)
    Invitation.objects.filter(batch=old).update(sent_at=AT - timedelta(days=2), expires_at=AT - MINUTE)
    assert len(made(send(cast))) == 6
    assert set(Invitation.objects.filter(batch=old).values_list("revoked_because", flat=True)) == {"reissued"}


def test_fifty_every_ten_minutes(cast, street):
    for number in range(120):
        PatientFactory(clinic=street, email=f"many{number}@example.org")
    send(cast)
    due = Message.objects.filter(kind="records.invitation").values_list("due_at", flat=True)
    waits = [(moment - AT) // MINUTE for moment in due]
    assert {minute: waits.count(minute) for minute in set(waits)} == {0: 50, 10: 50, 20: 24}


def test_two_thousand_cost_no_more_statements_than_a_few(cast, django_assert_max_num_queries):
    rows = PatientFactory.build_batch(2000, clinic=cast.harbour)
    for number, row in enumerate(rows):
        row.email, row.sort_name = f"many{number}@example.org", f"vale {number}"
    Patient.objects.bulk_create(rows)
    keys = all_keys(cast.harbour)
    with django_assert_max_num_queries(26):
        batch = send(cast, keys)
    assert Invitation.objects.filter(batch=batch).count() == 2000


def test_everybody_who_was_invited_has_it_noted(cast, street):
    batch = send(cast)
    notes = Event.objects.filter(verb="invitation.made", actor=cast.nora.pk, clinic=street.pk)
    assert sorted(notes.values_list("patient", flat=True)) == sorted(
        Invitation.objects.filter(batch=batch).values_list("patient", flat=True)
    )
    assert Event.objects.get(verb="invitations.sent").target == str(batch.pk)


# Stopping -----------------------------------------------------------------------------------------


def states(batch):
    return {str(state): count for state, count in progress_of(batch).counts.items() if count}


def test_what_has_not_left_never_leaves(cast, street):
    batch = send(cast)
    mail = Message.objects.get(
        dedupe_key=invitations.mail_key(batch.invitations.get(name="Gran Vale").mailing)
    )
    Message.objects.exclude(pk=mail.pk).update(due_at=AT + 10 * MINUTE)
    delivery.drain(at=AT)
    assert states(batch) == {"waiting": 5, "sent": 1}
    assert (bulk.stop(batch, by=cast.nora, at=AT + MINUTE), bulk.stop(batch, by=cast.nora, at=AT)) == (
        True,
        False,
    )
    assert states(batch) == {"stopped": 5, "sent": 1}
    delivery.drain(at=AT + timedelta(hours=1))
    assert [one.to for one in outbound.outbox] == [["gran@example.org"]]
    assert states(batch) == {"stopped": 5, "sent": 1}


def test_going_on_is_a_new_preview_without_those_who_got_one(cast, street):
    test_what_has_not_left_never_leaves(cast, street)
    again = {one.email for one in preview_of(street, at=AT + MINUTE).mailings}
    assert again == {"roy@example.org", "solo@example.org", "vale@example.org"}


def test_who_got_one_before_the_stop_can_still_have_a_fresh_link(cast, street):
    test_what_has_not_left_never_leaves(cast, street)
    later = AT + timedelta(days=2)
    invitations.offer_again("gran@example.org", clinic_id=street.pk, at=later)
    delivery.drain(at=later)
    assert [one.to for one in outbound.outbox] == [["gran@example.org"]] * 2


def test_every_state_is_counted(cast, street):
    batch = send(cast)
    mum = batch.invitations.get(patient__given_name="Mum")
    delivery.drain(at=AT)
    invitations.accept(mum, account=cast.dov, born=mum.patient.date_of_birth, at=AT)
    solo = batch.invitations.get(patient__given_name="Solo")
    Invitation.objects.filter(pk=solo.pk).update(sent_at=None, expires_at=None)
    correct_details(solo.patient, by=cast.nora, at=AT, email="")
    assert states(batch) == {"accepted": 1, "sent": 4, "dropped": 1}
    assert progress_of(batch).is_over


def test_a_mailbox_that_refuses_to_the_end_is_told(cast, street):
    batch = send(cast)
    Message.objects.update(dead_at=AT)
    assert states(batch) == {"dropped": 6}
    assert {row.state for row in progress_of(batch).rows} == {State.DROPPED}


def test_a_sample_goes_to_oneself_and_opens_nothing(cast, street, client):
    for _twice in range(2):
        bulk.send_sample(street, to=cast.nora, at=AT)
    delivery.drain(at=AT)
    (sample,) = outbound.outbox
    assert sample.to == ["nora@example.org"]
    assert "This is a sample for you to look at. Its link opens nothing." in sample.body
    path = re.search(r"/t/\S+", sample.body)[0]
    assert client.get(path, follow=True).status_code == 410
    assert Invitation.objects.count() == 0


def test_no_sample_for_somebody_who_left_the_team(cast, street):
    bulk.send_sample(street, to=cast.dov, at=AT)
    delivery.drain(at=AT)
    assert (outbound.outbox, Message.objects.get().dropped_because) == ([], "nobody to tell")
