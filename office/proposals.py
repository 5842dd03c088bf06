"""What patients said differently from the record, and what was decided about it. Read only."""

from django.db.models import Q

from records.models import DetailChange, ProfileProposal
from records.reviewing import UNDO_FOR

MOST = 200  # lines of a history


def open_proposals(patient) -> list[ProfileProposal]:
    """Those that nobody decided yet, the oldest first."""
    rows = ProfileProposal.objects.open().filter(patient=patient).select_related("proposed_by")
    return list(rows.order_by("proposed_at", "pk"))


def recent_proposals(patient, *, at) -> list[ProfileProposal]:
    """Those that nobody decided yet, and those decided not long ago; what was taken back is neither."""
    recent = Q(decided_at=None) | Q(decided_at__gt=at - UNDO_FOR, taken_back=False)
    rows = ProfileProposal.objects.filter(recent, patient=patient)
    return list(rows.select_related("proposed_by", "decided_by").order_by("proposed_at", "pk"))


def proposal_of(patient, pk) -> ProfileProposal | None:
    """One of this patient, decided or not; None for any other."""
    rows = ProfileProposal.objects.filter(patient=patient, pk=pk)
    return rows.select_related("proposed_by", "patient__details").first()


def changes_of(patient) -> list:
    """What was changed in the record, and what was kept against what somebody wrote, the latest first."""
    changes = DetailChange.objects.filter(patient=patient).select_related(
        "changed_by", "proposal__proposed_by"
    )
    kept = ProfileProposal.objects.filter(patient=patient, accepted=False, taken_back=False)
    found = [*changes.order_by("-changed_at", "-pk")[:MOST]]
    found += kept.select_related("decided_by", "proposed_by").order_by("-decided_at", "-pk")[:MOST]
    return sorted(found, key=when_of, reverse=True)[:MOST]


def when_of(one):
    """When a line of the history happened."""
    return one.changed_at if isinstance(one, DetailChange) else one.decided_at
