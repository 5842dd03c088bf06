"""Plans of Ana for the tests: what is in them, and where they are read."""

from datetime import timedelta

from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from records.models import Chart
from records.tests.factories import ChartFactory

TODAY, DAY = AT.date(), timedelta(days=1)
NOTE = {
    "subjective": "Qsubjective",
    "objective": "Qobjective",
    "assessment": "Qassessment",
    "private_notes": "Qprivate",
}
IRON = {
    "what": "Iron", "dose": "25 mg", "route": "by mouth", "frequency": "Mornings", "duration": "3 months",
    "note": "Not with milk",
}  # fmt: skip
PLAN = {
    "summary": "Rest.\n\nCall me if you feel faint.",
    "goals": ["Sleep seven hours"],
    "supplements": [IRON],
    "diet": "Lentils.",
}
HOSTILE = (
    '<script>alert(1)</script>{{7*7}}{% debug %}<img src=http://169.254.169.254/ onerror=alert(1)>"=cmd|#set'
)


def of_ana(cast, **fields) -> Chart:
    fields = {"patient": cast.ana_record, "practitioner": cast.petra, "plan": PLAN, **NOTE} | fields
    return ChartFactory(**fields)


def address(name, chart) -> str:
    return reverse(f"portal:{name}", args=[chart.patient_id, chart.pk])


def room(name, patient) -> str:
    return reverse(f"portal:{name}", args=[patient.pk])


def parts(page) -> dict:
    return {part["title"]: part for part in page.context["parts"]}


def seen(actor, verb) -> int:
    return Event.objects.filter(actor=actor.pk, verb=verb).count()
