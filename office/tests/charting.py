"""What a practitioner types in the tests of charts."""

from office.tests.people import place
from records.models import Chart

MAGNESIUM = {
    "supplements-0-what": "Magnesium glycinate",
    "supplements-0-dose": "300 mg",
    "supplements-0-route": "by mouth",
    "supplements-0-frequency": "an hour before bed",
    "supplements-0-duration": "until 15 December",
    "supplements-0-note": "Stop if your stomach is upset",
}
DAY = {"day_day": "17", "day_month": "11", "day_year": "2026"}
HOSTILE = '<script>alert(1)</script> {{7*7}} {% debug %} #import "x" javascript:alert(1)'


def typed(revision=1, **fields) -> dict:
    """A page of the editor as it is sent."""
    return {"revision": str(revision), **DAY, **fields}


def at(name, chart, **kwargs):
    """The address of a page about a chart."""
    return place(name, chart.patient, chart.pk, **kwargs)


KEPT = {
    "what": "Magnesium glycinate",
    "dose": "300 mg",
    "route": "by mouth",
    "frequency": "an hour before bed",
    "duration": "until 15 December",
    "note": "Stop if your stomach is upset",
}


def now(chart) -> Chart:
    return Chart.objects.get(pk=chart.pk)


def write(client, chart, **fields):
    return client.post(at("chart_writing", chart), typed(**fields))
