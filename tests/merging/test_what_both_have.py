"""What a record may have once and both have; what hangs together; what waits to leave; a record joined further."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from booking.models import WaitingOffer
from booking.tests.factories import HoldFactory
from common.tests.moment import AT, LONG_AGO
from outbox import post
from outbox.models import Message
from records.actions import correct_details, lock_down
from records.actions.invitations import invite
from records.actions.joining import merging
from records.actions.proposals import propose
from records.joining.trail import ids_of, kept_of
from records.models import AccessRequest, CareRelation, Denial, Lockdown, Merge, Patient, ProfileProposal
from records.models.access import Basis, Level, Relation
from records.tests.factories import ChartFactory, GrantFactory, PatientFactory, UploadFactory
from smartforms.models import Assignment, FormLink, Response
from smartforms.tests.factories import AssignmentFactory
from tests.merging import rows
from tests.merging.test_every_row import everything_of, joined, settle
from tests.story import IN_TWO_DAYS, visit
from tray.actions import put
from tray.models import Item


@pytest.fixture
def two(cast):
    return tuple(PatientFactory(clinic=cast.harbour, created_at=LONG_AGO) for _ in range(2))


def propose_phone(cast, patient):
    propose(patient, {"phone": "902 555 0100"}, by=cast.ana, at=AT, source="A form")


def care(cast, patient):
    CareRelation.objects.create(practitioner=cast.petra, patient=patient, since=LONG_AGO, why="visit")


def ask(cast, patient):
    AccessRequest.objects.create(
        patient=patient, account=cast.dov, relation=Relation.CARER, level=Level.LIMITED, basis=Basis.CODE,
        why="taken", asked_at=AT,
    )  # fmt: skip


def shut(cast, patient):
    lock_down(patient, by=cast.nora, at=LONG_AGO)


def keep_out(cast, patient):
    Denial.objects.create(patient=patient, account=cast.dov, at=LONG_AGO, by=cast.nora)


ONCE = {
    propose_phone: ProfileProposal, care: CareRelation, ask: AccessRequest, shut: Lockdown, keep_out: Denial,
}  # fmt: skip


@pytest.mark.parametrize("make", list(ONCE), ids=lambda make: make.__name__)
def test_what_is_there_once_stays_with_the_closed_record(cast, two, make):
    kept, gone = two
    for patient in two:
        make(cast, patient)
    before = everything_of(kept, gone)
    merge = joined(kept, gone, by=cast.nora)
    assert [row.patient for row in ONCE[make].objects.filter(patient__in=two).order_by("patient")] == sorted(
        two, key=lambda patient: patient.pk
    )
    merging.undo(merge, by=cast.nora, at=AT)
    assert everything_of(kept, gone) == before


def test_secrets_that_both_mailed_to_one_address_leave_one(cast, two):
    kept, gone = two
    links = [rows.ROWS[FormLink](patient) for patient in two]
    invited = {"email": "k@example.org", "relation": Relation.CARER, "level": Level.LIMITED, "scopes": []}
    sent = [invite(patient, **invited, by=cast.nora, at=AT) for patient in two]
    other = invite(gone, **invited | {"email": "only@example.org"}, by=cast.nora, at=AT)
    joined(kept, gone, by=cast.nora)
    for first, second in (links, sent):
        first.refresh_from_db(), second.refresh_from_db()
        assert (first.revoked_at, second.revoked_at) == (None, AT)
    other.refresh_from_db()
    assert (other.patient, other.revoked_at) == (kept, None)


def test_what_is_on_offer_is_withdrawn(cast, two):
    kept, gone = two
    entry = rows.ROWS[rows.WaitingEntry](gone)
    hold = HoldFactory(clinic=cast.harbour, service=entry.service, location=entry.location)
    offer = WaitingOffer.objects.create(
        entry=entry, patient=gone, hold=hold, offered_at=AT, until=AT + timedelta(minutes=30)
    )
    joined(kept, gone, by=cast.nora)
    offer.refresh_from_db()
    assert (offer.answer, offer.patient) == ("withdrawn", kept)


def test_visits_at_one_time_both_stay(cast, two):
    kept, gone = two
    visits = [visit(cast.at_harbour, person, of, IN_TWO_DAYS + timedelta(days=4)) for person, of in
              ((cast.petra, kept), (cast.quinn, gone))]  # fmt: skip
    joined(kept, gone, by=cast.nora)
    assert set(kept.appointments.standing()) == set(visits)


def test_what_hangs_together_goes_back_together(cast, two):
    """A note written since for a visit that moved, answers to a form that moved, a file handed in for it."""
    kept, gone = two
    theirs = visit(cast.at_harbour, cast.petra, gone, IN_TWO_DAYS + timedelta(days=5))
    mine = visit(cast.at_harbour, cast.petra, kept, IN_TWO_DAYS + timedelta(days=6))
    old_note, form = ChartFactory(patient=gone), AssignmentFactory(patient=gone)
    merge = joined(kept, gone, by=cast.nora)
    theirs.refresh_from_db()
    theirs.chart, mine.chart = ChartFactory(patient=kept), old_note
    old_note.refresh_from_db()
    theirs.save(), mine.save()
    form = Assignment.objects.get(pk=form.pk)
    answers = Response.objects.create(assignment=form, patient=kept)
    file = UploadFactory(patient=kept, for_what=form.for_uploads)
    loose = ChartFactory(patient=kept)
    settle()
    merging.undo(merge, by=cast.nora, at=AT)
    settle()
    for row, owner in (
        (theirs, gone),
        (theirs.chart, gone),
        (answers, gone),
        (file, gone),
        (mine, kept),
        (old_note, kept),
        (loose, kept),
    ):
        row.refresh_from_db()
        assert row.patient == owner, row


def test_mail_and_tray_go_along(cast, two):
    kept, gone = two
    Item.objects.all().delete()
    post("records.joined", dedupe_key="waits", patient=gone, about={"merge": gone.pk}, at=AT)
    for patient in two:
        put("profile.proposed", clinic=cast.harbour, target=patient, patient=patient, at=AT)
    put("possible_duplicate", clinic=cast.harbour, target=gone, patient=gone, at=AT)
    merge = joined(kept, gone, by=cast.nora)
    assert Message.objects.get(dedupe_key="waits").patient_id == kept.pk
    assert [(item.kind, item.patient) for item in Item.objects.filter(done_at=None)] == [
        ("profile.proposed", kept.pk)
    ]
    merging.undo(merge, by=cast.nora, at=AT)
    assert Message.objects.get(dedupe_key="waits").patient_id == gone.pk
    waits = Item.objects.filter(done_at=None, kind="profile.proposed").values_list("patient", flat=True)
    assert set(waits) == {kept.pk, gone.pk}


def test_details_come_back_unless_they_were_corrected_since(cast, two):
    kept, gone = two
    was = kept.email
    values = {"email": gone.email, "phone": "902 555 0100", "date_of_birth": gone.date_of_birth}
    merge = joined(kept, gone, by=cast.nora, values=values)
    correct_details(kept, by=cast.nora, at=AT, phone="902 555 0999")
    parted = merging.undo(merge, by=cast.nora, at=AT)
    kept.refresh_from_db()
    assert (kept.email, kept.phone, parted.details) == (was, "902 555 0999", ["phone"])


def test_joined_further_the_last_one_is_parted_first(cast, two):
    first, second = two
    third = PatientFactory(clinic=cast.harbour, created_at=LONG_AGO)
    row = ChartFactory(patient=first)
    one = joined(second, first, by=cast.nora)
    other = joined(third, Patient.objects.get(pk=second.pk), by=cast.nora)
    assert (kept_of(first.pk), set(ids_of(third.pk))) == (third.pk, {first.pk, second.pk, third.pk})
    with pytest.raises(merging.CannotUndo):
        merging.undo(one, by=cast.nora, at=AT)
    for merge, owner in ((other, second), (one, first)):
        merging.undo(merge, by=cast.nora, at=AT)
        row.refresh_from_db()
        assert row.patient == owner
    assert merging.undo(one, by=cast.nora, at=AT) is None


def test_what_cannot_be_joined(cast, two):
    kept, gone = two
    for pair in ((kept, kept), (kept, cast.zoe_record)):
        with pytest.raises(merging.ChangedMeanwhile):
            joined(*pair, by=cast.nora)
    joined(kept, gone, by=cast.nora)
    with pytest.raises(merging.ChangedMeanwhile):
        joined(PatientFactory(clinic=cast.harbour), Patient.objects.get(pk=gone.pk), by=cast.nora)
    with pytest.raises(merging.CannotUndo):
        merging.undo(Merge.objects.get(), by=cast.nora, at=AT + timedelta(days=30))


@pytest.mark.parametrize(
    ("promise", "changes"),
    [
        ("records_joined_once", {}),
        ("records_joined_to_another", {"gone": "patient"}),
        ("records_undone_who_and_when", {"undone_at": AT}),
    ],
)
def test_the_journal_keeps_its_promises(cast, two, promise, changes):
    kept, gone = two
    if promise == "records_joined_once":
        Merge.objects.create(clinic=cast.harbour, patient=kept, gone=gone, at=AT, by=cast.nora)
    row = {"clinic": cast.harbour, "patient": kept, "gone": gone, "at": AT, "by": cast.nora} | changes
    row["gone"] = kept if row["gone"] == "patient" else row["gone"]
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Merge.objects.create(**row)


def test_the_mail_is_neutral_and_dropped_when_access_ended(cast, two):
    from outbox.registry import ReasonGone
    from records import mail

    kept, gone = two
    grant = GrantFactory(account=cast.ana, patient=gone, full=True)
    joined(kept, gone, by=cast.nora)
    message = Message.objects.get(kind="records.joined")
    composed = mail.joined(message, at=AT)
    assert (composed.to, composed.subject) == ([cast.ana.email], "A record was put in order")
    assert kept.given_name not in composed.body
    type(grant).objects.filter(pk=grant.pk).update(revoked_at=AT)
    with pytest.raises(ReasonGone):
        mail.joined(message, at=AT)
