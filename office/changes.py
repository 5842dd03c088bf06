"""Whose details wait to be checked against the record: what patients wrote differently, in forms and in the portal."""

from django.db.models import Count, Min

from records.models import Patient, ProfileProposal

MOST = 50  # of a list; the oldest come first


def waiting_changes(clinic) -> list[Patient]:
    """The clinic's patients with changes to decide, each with `changes` (how many) and `since`. One query."""
    decidable = ProfileProposal.objects.decidable().values("pk")
    waiting = Patient.objects.of(clinic).filter(proposals__in=decidable)
    counted = waiting.annotate(changes=Count("proposals"), since=Min("proposals__proposed_at"))
    return list(counted.order_by("since", "pk")[:MOST])
