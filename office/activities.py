"""Home activities for the team: the clinic's library, and what one patient was given. Read only."""

from django.db.models import Count, Q

from records.models import ActivityAssignment, HomeActivity

SHOWN, OVER_SHOWN = 60, 20


def library_of(clinic, *, retired=False):
    """The activities of a clinic, by title."""
    rows = HomeActivity.objects.filter(clinic=clinic, retired_at__isnull=not retired)
    return rows.select_related("picture").order_by("title", "pk")


def activity_of(clinic, pk) -> HomeActivity | None:
    """One activity of this clinic's library, also a retired one."""
    return HomeActivity.objects.filter(clinic=clinic, pk=pk).select_related("picture").first()


def given_to(patient):
    """What a patient was given, the latest first."""
    rows = ActivityAssignment.objects.filter(patient=patient)
    return (
        rows.select_related("practitioner", "picture", "chart").defer(*_NOTE).order_by("-assigned_at", "pk")
    )


_NOTE = [f"chart__{name}" for name in ("subjective", "objective", "assessment", "private_notes", "plan")]


def with_times_done(given):
    """Each tells how often it was done, all in all."""
    return given.annotate(times_done=Count("done", filter=Q(done__undone_at=None)))


def one_given_to(patient, pk) -> ActivityAssignment | None:
    """One of them; None for anybody else's."""
    found = given_to(patient).filter(pk=pk).first()
    if found is not None:
        found.patient = patient
    return found
