"""What a patient sent in before, of the same form."""

from smartforms.models import Response

MOST = 11  # with the one that is looked at: twelve, a year of months


def earlier_of(response) -> list[Response]:
    """The last sent responses before this one, the latest first: same patient, same form in whichever version.

    Whoever may read this response may read those: the right hangs on the patient and the form alone.
    """
    form = response.assignment
    rows = Response.objects.filter(
        patient=response.patient_id,
        assignment__clinic=form.clinic_id,
        assignment__version__template=form.version.template_id,
        submitted_at__lt=response.submitted_at,
    ).select_related("assignment__version")
    heavy = [f"assignment__version__{name}" for name in ("definition", "source", "report")]
    found = list(rows.defer(*heavy).order_by("-submitted_at", "-pk")[:MOST])
    for one in found:
        one.assignment.clinic, one.assignment.patient = form.clinic, form.patient
    return found
