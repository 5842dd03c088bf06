"""Records opened in an emergency: Quinn has Uma’s open now. Who opens, who reads meanwhile, who looks it over."""

from datetime import timedelta

from common.tests.moment import AT
from records.tests.factories import BrokenGlassFactory, ChartFactory
from tests.matrix.door import Door
from tests.matrix.words import canary

HOUR = timedelta(hours=1)

# The password is asked again first (302); where it is open already, the page leads on (302).
OPENS = "302 quinn | 403 finn petra bea mo nora | 404"
LOOKS_OVER = "200 mo nora | 403 finn petra quinn bea | 404"
NO_REVIEW = "403 finn petra quinn bea | 404"
READ_MEANWHILE = "200 petra quinn | 403 finn mo nora | 404"
KEPT = "200 petra | 403 finn quinn mo nora | 404"
SENDS = "200 finn petra mo nora | 403 quinn bea | 404"
BEGINS = "200 petra quinn | 403 finn bea mo nora | 404"
PETRA_S = "petra | 403 finn quinn bea mo nora | 404"
CORRECTED = ("200 petra | 403 finn quinn bea mo nora | 404", "422 petra | 403 finn quinn bea mo nora | 404")

EMERGENCIES = [
    Door("office:emergency", "ana", OPENS, OPENS),
    Door("office:emergency", "uma", OPENS, OPENS),
    Door("office:emergency", "zoe", "404", "404"),
    Door("office:emergency", "missing", "404", "404"),
    Door("office:emergency_ending", "ana", "405", "302 finn petra quinn bea mo nora | 404"),
    Door("office:emergency_ending", "uma", "405", "302 finn petra quinn bea mo nora | 404"),
    Door("office:emergency_ending", "zoe", "405", "404"),
    Door("office:emergency_ending", "missing", "405", "404"),
    Door("office:emergencies", "", LOOKS_OVER),
    Door("office:emergency_review", "uma’s emergency", LOOKS_OVER, LOOKS_OVER.replace("200", "422")),
    Door("office:emergency_review", "zoe’s emergency", NO_REVIEW, NO_REVIEW),
    Door("office:emergency_review", "missing", NO_REVIEW, NO_REVIEW),
    # What is open reads, and no more: nothing is taken along or written.
    Door("office:answers", "uma sent", READ_MEANWHILE),
    Door("office:answers_paper", "uma sent", KEPT),
    Door("office:answers_fhir", "uma sent", KEPT),
    Door("office:addendum", "uma sent", *CORRECTED),
    Door("office:alert", "uma sent", "405", "302 petra | 403 finn quinn bea mo nora | 404"),
    Door("office:charts", "uma", "200 petra quinn | 403 finn bea mo nora | 404"),
    Door("office:chart", "uma chart", "200 petra quinn | 403 finn bea mo nora | 404"),
    Door("office:chart_paper", "uma chart", "200 petra | 403 finn quinn bea mo nora | 404"),
    Door("office:chart_beginning", "uma", BEGINS, BEGINS.replace("200", "422")),
    Door(
        "office:chart_writing",
        "uma chart",
        "302 petra | 403 finn quinn bea mo nora | 404",
        "409 petra | 403 finn quinn bea mo nora | 404",
    ),
    Door("office:ledger", "uma", "200 mo nora | 403 finn petra quinn bea | 404"),
    Door("office:form_sending", "uma", SENDS, SENDS.replace("200", "422")),
]


def things_of_emergencies(world) -> dict:
    """An opening of this clinic, and one of the other."""
    quinn = world.quinn_account.memberships.get()
    here = BrokenGlassFactory(patient=world.uma_record, membership=quinn, opened_at=AT - HOUR / 2)
    there = BrokenGlassFactory(patient=world.zoe_record, reason="At the other clinic")
    chart = ChartFactory(
        patient=world.uma_record, practitioner=world.petra, signed=True,
        subjective=canary("uma", "chart"), private_notes=canary("uma", "private"),
    )  # fmt: skip
    return {
        "uma chart": {"patient": world.uma_record.pk, "chart": chart.pk},
        "uma’s emergency": {"glass": here.pk},
        "zoe’s emergency": {"glass": there.pk},
    }
