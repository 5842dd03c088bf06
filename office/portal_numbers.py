"""Numbers of the page about the portal: who could be invited now, how many are in."""

from django.core.cache import cache
from django.db.models import Count

from office.reports.access_state import STATES, state_of
from records.bulk import Outcome, preview_of
from records.models import Patient

# Sorting every patient of a big clinic takes a while, so one look at them does for a minute.
KEPT_FOR = 60


def invitable(clinic, *, at) -> int:
    """How many patients could be invited now, as the page of inviting many sorts them."""
    key = f"invitable:{clinic.pk}"
    found = cache.get(key)
    if found is None:
        preview = preview_of(clinic, at=at)
        found = preview.count(Outcome.INVITED) + preview.count(Outcome.FAMILY)
        cache.set(key, found, KEPT_FOR)
    return found


def uptake(clinic, *, at) -> dict[str, int]:
    """How many patients are how far: the numbers of the uptake report, in one question."""
    rows = Patient.objects.of(clinic).annotate(portal=state_of(clinic, at=at)).order_by().values("portal")
    found = {row["portal"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    return {state: found.get(state, 0) for state in STATES}
