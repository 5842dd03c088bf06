"""Two records of one person become one, in one transaction, with a journal by which it can be undone (product §8)."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

import audit
import outbox
from outbox import actions as mails
from records import contract
from records.actions import takeouts
from records.actions.charts import let_go
from records.actions.erasing import keep_promises
from records.actions.joining.access import join_access
from records.actions.joining.details import give_details_back, keep_details
from records.actions.joining.parting import part_access
from records.joining.look import look_at
from records.models import (
    AccessCode,
    ActivityAssignment,
    Document,
    Erasure,
    Grant,
    Invitation,
    Merge,
    Patient,
    TakeOut,
)
from records.models.access import Level
from records.news import tell_of_parted
from tray import actions as tray

DUPLICATE = "possible_duplicate"


class ChangedMeanwhile(Exception):
    """Something about either record is not as it was shown."""


class CannotUndo(Exception):
    """`why`: `late`, or `joined_on`: the kept record was joined into another since."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(why)


@dataclass
class Parted:
    """What an undo did not bring back: grants that stay ended, details that were corrected since."""

    grants: list = field(default_factory=list)
    details: list = field(default_factory=list)


def _alone_with_both(*ids) -> dict:
    """Both records to ourselves, in the order of their ids. Also whoever is just adding a row to one is waited for,
    and whoever comes later waits for us: so that no row is left behind."""
    rows = Patient.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    # The details afterwards, by a query of their own: as they are once we are alone.
    return {row.pk: row for row in rows.prefetch_related("details")}


@transaction.atomic
def merge(kept, gone, *, values, chosen, seen, by, at) -> Merge:
    """Join the record `gone` into `kept`, which keeps its id.

    `values` are the details to keep where the two differ, as text (`records.details`), `chosen` the id of the account
    that stays the patient in full where there are several, `seen` the fingerprint of what was shown. Merging again
    what was merged so gives the same merge. Raises ChangedMeanwhile; then nothing was written.
    """
    rows = _alone_with_both(kept.pk, gone.pk)
    done = Merge.objects.filter(patient=kept, gone=gone, undone_at=None).first()
    if done is not None:
        return done
    kept, gone = rows.get(kept.pk), rows.get(gone.pk)
    if kept is None or gone is None or kept.pk == gone.pk or kept.clinic_id != gone.clinic_id:
        raise ChangedMeanwhile
    look = look_at(kept, gone, at=at)
    if kept.merged_at or gone.merged_at or look.seen != seen:
        raise ChangedMeanwhile
    seats = [account.pk for account in look.seats()]
    if len(seats) > 1 and chosen not in seats:
        raise ChangedMeanwhile
    journal = Merge.objects.create(clinic_id=kept.clinic_id, patient=kept, gone=gone, at=at, by=by)
    _end_secrets(gone, kept, at=at)
    _end_take_outs(kept, gone, at=at)
    journal.grants = join_access(look.holders, chosen=chosen if len(seats) > 1 else None, by=by, at=at)
    for room in contract.answerers():
        journal.moved[room.room] = room.move(gone, kept, by=by, at=at)
    journal.moved["outbox"] = {"message": mails.hand_over(gone.pk, kept.pk)}
    journal.moved["tray"] = tray.hand_over(gone, kept, by=by, at=at)
    tray.take(DUPLICATE, target=kept, by=by, at=at)
    journal.details = keep_details(kept, values, by=by, at=at)
    journal.save()
    Patient.objects.filter(pk=gone.pk).update(merged_at=at)
    for record in (kept, gone):
        audit.record("patient.joined", by=by, target=journal, patient=record, clinic=kept.clinic_id)
    _tell_holders(journal, at=at)
    return journal


def _end_secrets(gone, kept, *, at) -> None:
    """Codes for the closed record end. So does an invitation to an address that the kept record invites as well."""
    ended = {"revoked_at": at, "revoked_because": "joined"}
    AccessCode.objects.filter(patient=gone, used_at=None, revoked_at=None).update(**ended)
    rivals = Invitation.objects.standing().filter(contract.has_its_own(Invitation, kept), patient=gone)
    Invitation.objects.filter(pk__in=list(rivals.values_list("pk", flat=True))).update(**ended)


def _end_take_outs(*records, at) -> None:
    """What was packed of one record, or of two as one, is handed out no more."""
    for taken in TakeOut.objects.filter(patient__in=records, ended_at=None):
        takeouts.end(taken, because="changed", at=at)


def _tell_holders(journal, *, at) -> None:
    """A neutral mail to everybody who sees the joined record in full."""
    full = Grant.objects.live(at=at).filter(patient=journal.patient_id, level=Level.FULL)
    for grant in full.select_related("account"):
        outbox.post(
            "records.joined",
            clinic=journal.clinic_id,
            account=grant.account,
            patient=journal.patient_id,
            about={"merge": journal.pk},
            dedupe_key=f"joined:{journal.pk}:{grant.account_id}",
            at=at,
        )


@transaction.atomic
def undo(journal, *, by, at) -> Parted | None:
    """Two records again: what moved goes back, what came into being since stays with the kept one.

    Undoing twice changes nothing: None. Raises CannotUndo after 30 days, and while the kept record is itself closed.
    """
    rows = _alone_with_both(journal.patient_id, journal.gone_id)
    journal = Merge.objects.select_for_update(of=("self",)).get(pk=journal.pk)
    if journal.undone_at:
        return None
    if at >= journal.undo_until:
        raise CannotUndo("late")
    kept, gone = rows[journal.patient_id], rows[journal.gone_id]
    if kept.merged_at:
        raise CannotUndo("joined_on")
    journal.patient, journal.gone = kept, gone
    _end_take_outs(kept, gone, at=at)
    Patient.objects.filter(pk=gone.pk).update(merged_at=None)
    for room in contract.answerers():
        room.undo(_still_with(kept, journal.moved.get(room.room, {})), gone, by=by, at=at)
    contract.let_follow(journal)
    _stand_by_themselves(kept, gone)
    moved = journal.moved.get("records", {})
    keep_promises(journal, moved.get(Erasure._meta.label_lower, []), by=by, at=at)
    parted = Parted(part_access(journal, moved.get(Grant._meta.label_lower, []), by=by, at=at))
    mails.hand_back(journal.moved["outbox"]["message"], gone.pk)
    tray.hand_back(journal.moved["tray"], gone)
    parted.details = give_details_back(kept, journal, by=by, at=at)
    # What the journal says of either is needed no more, and is in nobody's record.
    Merge.objects.filter(pk=journal.pk).update(undone_at=at, undone_by=by, details={})
    tell_of_parted(kept, gone, since=journal.at, at=at)
    for record in (kept, gone):
        audit.record("patient.parted", by=by, target=journal, patient=record, clinic=kept.clinic_id)
    return parted


def _stand_by_themselves(*records) -> None:
    """What belonged to a note that is with the other record now belongs to none, and is as closed as the note was."""
    for model in (Document, ActivityAssignment):
        rows = model.objects.filter(patient__in=records, chart__isnull=False)
        let_go(rows.exclude(chart__patient=F("patient")))


def _still_with(kept, moved: dict[str, list]) -> dict[str, list]:
    """Of what moved, what is with the kept record now: a file that was given to a third patient since stays there."""
    models = {model._meta.label_lower: model for room in contract.answerers() for model in room.moves}
    found = dict(moved)
    for label in moved.keys() & models.keys():
        rows = models[label]._base_manager.filter(patient=kept, pk__in=moved[label])
        found[label] = list(rows.values_list("pk", flat=True))
    return found
