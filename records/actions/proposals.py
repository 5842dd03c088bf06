"""What patients say differently from the record, and what staff decide about it."""

from django.db import transaction

import audit
from records.actions import new_address
from records.actions.alone import alone_with
from records.actions.patients import correct_details
from records.details import DETAILS, is_same, seen
from records.models import Patient, ProfileProposal
from records.reviewing import tell_author, why_not_undo
from tray import actions as tray

KIND = "profile.proposed"


@transaction.atomic
def propose(patient, said: dict, *, by, at, source="", by_team=False) -> list[ProfileProposal]:
    """Put what somebody wrote beside the record, field by field; {field: None} takes their open proposal back.

    For each field and author there is one open proposal: their latest word counts. Where anything waits that can be
    decided, one item is in the tray; a new address is asked to answer first.
    """
    alone_with(patient)
    record = _record(patient)
    theirs = ProfileProposal.objects.open().filter(patient=record, proposed_by=by)
    open_now = {one.field: one for one in theirs}
    made = []
    for field, value in said.items():
        if (earlier := open_now.get(field)) and (value is None or earlier.value != str(value)):
            _take_back(earlier, by=by, at=at)
        elif earlier:
            continue
        if value is not None:
            made.append(
                ProfileProposal.objects.create(
                    patient=record, field=field, before=DETAILS[field].said(record), value=str(value),
                    source=source[:200], proposed_at=at, proposed_by=by, by_team=by_team,
                )
            )  # fmt: skip
    if made:
        audit.record(
            "profile.proposed", by=by, target=record, patient=record, clinic=record.clinic_id,
            ids=[one.pk for one in made],
        )  # fmt: skip
    for one in made:
        if one.waits_for_mailbox:
            new_address.ask(one, at=at)
            new_address.warn_old(one, at=at)
    settle_tray(record, by=by, at=at, is_news=bool(made))
    return made


def put_forward(patient, said: dict, *, by, at, knows: bool, source="") -> list[ProfileProposal]:
    """Propose what somebody wrote. What the record says already is no change, to whoever may know what it says.

    Of anybody else every word waits for staff: an answer that told equal from different would tell what is on file.
    """
    record = _record(patient)
    same = (
        {key for key, value in said.items() if is_same(key, value, DETAILS[key].said(record))}
        if knows
        else ()
    )
    asked = {key: None if key in same else value for key, value in said.items()}
    return propose(patient, asked, by=by, at=at, source=source)


@transaction.atomic
def take_back(patient, fields, *, by, at) -> int:
    """The author changed their mind; how many of their proposals that closed. Twice changes nothing."""
    alone_with(patient)
    theirs = ProfileProposal.objects.open().filter(patient=patient, proposed_by=by, field__in=fields)
    gone = list(theirs.select_related("patient"))
    for one in gone:
        _take_back(one, by=by, at=at)
    if gone:
        record = gone[0].patient
        audit.record(
            "profile.taken_back", by=by, target=record, patient=record, clinic=record.clinic_id,
            ids=[one.pk for one in gone],
        )  # fmt: skip
        settle_tray(record, by=by, at=at)
    return len(gone)


@transaction.atomic
def decide(proposal, *, accept: bool, by, at, reason="", told="", shown=None) -> bool:
    """Take a proposal into the record, by the same action that corrects it, or keep what is on file.

    `reason` stays with the team, `told` is what the patient reads. `shown` is the mark (`details.seen`) of what the
    page had on file. False, and nothing happens, where the record says something else since, or the proposal was
    decided, replaced or taken back meanwhile.
    """
    alone_with(proposal.patient_id)
    found = ProfileProposal.objects.open().filter(pk=proposal.pk).first()
    if found is None or (accept and not found.is_decidable):
        return False
    record = _record(found.patient_id)
    if shown is not None and shown != seen(DETAILS[found.field].said(record)):
        return False
    _decide(found, record, accept=accept, by=by, at=at, reason=reason, told=told)
    return True


@transaction.atomic
def decide_all(patient, *, accept: bool, shown: str, by, at, reason="", told="") -> list[ProfileProposal]:
    """Decide about all that waits at once, and for one reason, as one look at it showed it (`mark_of_all`).

    Returns what was decided; nothing where any of it changed since.
    """
    alone_with(patient)
    record = _record(patient)
    waiting = waiting_on(record)
    if not waiting or shown != mark_of_all(record, waiting):
        return []
    for one in waiting:
        _decide(one, record, accept=accept, by=by, at=at, reason=reason, told=told)
    return waiting


def waiting_on(patient) -> list[ProfileProposal]:
    """What can be decided now, the oldest first: where two wrote the same field, the later word is on file then."""
    waiting = ProfileProposal.objects.decidable().filter(patient=patient)
    return list(waiting.select_related("proposed_by").order_by("proposed_at", "pk"))


def mark_of_all(record, waiting) -> str:
    """The mark of a look at several proposals beside what is on file."""
    return seen(
        *(text for one in waiting for text in (str(one.pk), one.value, DETAILS[one.field].said(record)))
    )


@transaction.atomic
def undo_decision(proposal, *, by, at) -> str | None:
    """A decision is taken back: the proposal waits again, and the record says what it said before it was accepted.

    Returns why not (`reviewing.why_not_undo`), and nothing happens; None when it is done. What was mailed to an address
    that an acceptance replaced stays dead.
    """
    alone_with(proposal.patient_id)
    return _undo(ProfileProposal.objects.get(pk=proposal.pk), by=by, at=at)


@transaction.atomic
def undo_together(proposal, *, by, at) -> str | None:
    """Take back everything that was decided with one press, this among it: all of it, or nothing and why not."""
    alone_with(proposal.patient_id)
    found = decided_together(ProfileProposal.objects.get(pk=proposal.pk))
    for one in found:
        if reason := _undo(one, by=by, at=at):
            transaction.set_rollback(True)
            return reason
    return None if found else "over"


def decided_together(proposal) -> list[ProfileProposal]:
    """What one person decided about one record at one moment, the last first: as it is taken back."""
    if proposal.decided_at is None:
        return []
    press = {
        "patient": proposal.patient_id,
        "decided_at": proposal.decided_at,
        "decided_by": proposal.decided_by_id,
    }
    return list(ProfileProposal.objects.filter(**press, taken_back=False).order_by("-proposed_at", "-pk"))


def _undo(found, *, by, at) -> str | None:
    record = _record(found.patient_id)
    if reason := why_not_undo(found, record, at=at):
        return reason
    detail = DETAILS[found.field]
    if found.accepted:
        correct_details(record, by=by, at=at, proposal=found, **detail.values(found.replaced))
    again = {
        "decided_at": None,
        "decided_by": None,
        "accepted": None,
        "reason": "",
        "told": "",
        "replaced": "",
    }
    ProfileProposal.objects.filter(pk=found.pk).update(**again)
    audit.record("profile.undone", by=by, target=found, patient=record, clinic=record.clinic_id)
    settle_tray(record, by=by, at=at)
    return None


def _record(patient) -> Patient:
    return Patient.objects.select_related("details").get(pk=getattr(patient, "pk", patient))


def _decide(found, record, *, accept, by, at, **why) -> None:
    detail = DETAILS[found.field]
    replaced = detail.said(_record(record)) if accept else ""
    if accept:
        correct_details(record, by=by, at=at, proposal=found, **detail.values(found.value))
    decided = {"decided_at": at, "decided_by": by, "accepted": accept, "replaced": replaced, **why}
    ProfileProposal.objects.filter(pk=found.pk).update(**decided)
    verb = "profile.accepted" if accept else "profile.kept"
    audit.record(verb, by=by, target=found, patient=record, clinic=record.clinic_id)
    settle_tray(record, by=by, at=at)
    tell_author(found, at=at)


def _take_back(proposal, *, by, at) -> None:
    closed = {"decided_at": at, "decided_by": by, "accepted": False, "taken_back": True}
    ProfileProposal.objects.filter(pk=proposal.pk).update(**closed)


def settle_tray(record, *, by, at, is_news=False) -> None:
    """One item waits as long as there is anything to decide; news bring it back if it was put off."""
    if ProfileProposal.objects.decidable().filter(patient=record).exists():
        if is_news or not tray.waits(KIND, target=record):
            tray.put(KIND, clinic=record.clinic_id, target=record, patient=record, by=by, at=at)
    else:
        tray.take(KIND, target=record, by=by, at=at)
