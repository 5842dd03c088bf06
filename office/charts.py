"""The charts of one patient as the team reads them, and what a note can begin with. Read, never written."""

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Subquery

from booking.models import Appointment
from clinic.models import Practitioner
from office.workspace import Workspace
from records.models import Chart, ChartRevision, ChartTemplate

ROWS = 20
VISITS = 6  # to choose from when a note begins

# What a list of charts does not need: the words of the notes.
WORDS = ("subjective", "objective", "assessment", "private_notes")


def charts_of(space: Workspace, number) -> Page:
    """The charts of a patient, the newest first; each tells how often it was amended, as `amendments`."""
    changes = (
        ChartRevision.objects.filter(chart=OuterRef("pk"), number__gt=1)
        .order_by()
        .values("chart")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = (
        Chart.objects.for_staff(space.patient.clinic)
        .filter(patient=space.patient)
        .select_related("practitioner", "appointment__service")
        .annotate(amendments=Subquery(changes))
        .defer(*WORDS)
    )
    return Paginator(rows, ROWS).get_page(number)


def chart_of(space: Workspace, pk) -> Chart | None:
    """One chart of this patient; None for anybody else's. Private notes are fetched only by who wrote them."""
    rows = Chart.objects.of(space.patient.clinic).select_related(
        "practitioner", "locked_by", "appointment__service"
    )
    found = rows.filter(pk=pk, patient=space.patient).defer("private_notes").first()
    if found is not None:
        found.patient = space.patient
    return found


def visit_behind(chart) -> Appointment | None:
    """The visit a chart was written for; it may have been cancelled since."""
    return getattr(chart, "appointment", None)


def revisions_of(chart) -> list[ChartRevision]:
    """What was signed, and every amendment."""
    return list(chart.revisions.select_related("by").order_by("number"))


def own_practitioner(space: Workspace) -> Practitioner | None:
    """Under whose name this member writes."""
    return Practitioner.objects.filter(clinic=space.patient.clinic, user=space.member.user_id).first()


def visits_to_note(space: Workspace, practitioner) -> list[Appointment]:
    """One's own visits with this patient that have no note yet, the nearest past one first; none that is off."""
    rows = Appointment.objects.standing().filter(patient=space.patient, practitioner=practitioner, chart=None)
    past = rows.filter(starts_at__lte=space.at).order_by("-starts_at")
    coming = rows.filter(starts_at__gt=space.at).order_by("starts_at")[:1]
    return [*past.select_related("service")[: VISITS - 1], *coming.select_related("service")]


def last_plan(chart) -> Chart | None:
    """The latest earlier chart of the same practitioner for this patient that has a plan."""
    rows = Chart.objects.filter(patient=chart.patient_id, practitioner=chart.practitioner_id)
    earlier = rows.exclude(pk=chart.pk).exclude(plan={}).order_by("-day", "-written_at")
    return earlier.filter(day__lte=chart.day).only("day", "plan").first()


def templates_of(practitioner) -> list[ChartTemplate]:
    """A practitioner's own, by name."""
    return list(ChartTemplate.objects.filter(practitioner=practitioner).order_by("name", "made_at"))
