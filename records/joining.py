"""Two records become one: what the clinic keeps of a patient is joined, for each record has one row of it.

The record that stays keeps what it says; where it says nothing about a field, the other one's word counts.
"""

from records.details import DETAILS, OF_PATIENT
from records.models import Patient, PatientDetails, ProfileProposal

JOINED = (PatientDetails, ProfileProposal)
LABELS = tuple(model._meta.label_lower for model in JOINED)
_KEPT_APART = [detail for detail in DETAILS.values() if not OF_PATIENT.intersection(detail.parts)]


def join(source, target) -> dict[str, list]:
    """Fill what is empty, move what was proposed. Returns by model what `part` needs: the fields that were filled,
    behind the id of the row they are in, and the ids of what moved."""
    theirs, ours = _fresh(source), _fresh(target)
    filled = [one for one in _KEPT_APART if one.said(theirs) and not one.said(ours)]
    for detail in filled:
        _copy(detail, theirs.more, ours.more)
    if filled:
        ours.more.save()
    proposed = ProfileProposal._base_manager.filter(patient=source)
    moving = [one.pk for one in proposed if not _is_taken(one, target)]
    ProfileProposal._base_manager.filter(pk__in=moving).update(patient=target)
    keys = [str(ours.more.pk), *(detail.key for detail in filled)] if filled else []
    return dict(zip(LABELS, (keys, moving), strict=True))


def part(moved: dict[str, list], source) -> None:
    """Give back. A field that was filled is empty again, unless somebody corrected it since."""
    keys, moving = (moved.get(label, []) for label in LABELS)
    if keys:
        kept = PatientDetails._base_manager.select_related("patient").get(pk=keys[0])
        theirs, ours = _fresh(source), _fresh(kept.patient)
        for detail in (DETAILS[key] for key in keys[1:]):
            if detail.said(ours) == detail.said(theirs):
                _copy(detail, PatientDetails(), ours.more)
        ours.more.save()
    ProfileProposal._base_manager.filter(pk__in=moving).update(patient=source)


def _fresh(patient) -> Patient:
    return Patient._base_manager.select_related("details").get(pk=patient.pk)


def _copy(detail, giver, taker) -> None:
    for column in detail.parts:
        setattr(taker, column, getattr(giver, column))


def _is_taken(proposal, target) -> bool:
    """Whether its author has a word about this field open on the record that stays: that one counts."""
    if proposal.decided_at is not None:
        return False
    waiting = ProfileProposal._base_manager.filter(patient=target, decided_at=None)
    return waiting.filter(field=proposal.field, proposed_by=proposal.proposed_by_id).exists()
