"""What patients said differently from the record and nobody decided yet. Read only."""

from records.models import ProfileProposal


def open_proposals(patient) -> list[ProfileProposal]:
    """Those that wait for a decision, the oldest first."""
    rows = ProfileProposal.objects.open().filter(patient=patient).select_related("proposed_by")
    return list(rows.order_by("proposed_at", "pk"))


def proposal_of(patient, pk) -> ProfileProposal | None:
    """One of this patient, decided or not; None for any other."""
    return (
        ProfileProposal.objects.filter(patient=patient, pk=pk)
        .select_related("proposed_by", "patient")
        .first()
    )
