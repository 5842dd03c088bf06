"""What happened with one patient at a glance: visits and forms. Read, never written."""

from dataclasses import dataclass

from booking.models import Appointment
from office.workspace import Workspace
from smartforms.models import Assignment
from smartforms.policies import reads_answers, reads_scan

FIRST, ALL = 6, 500  # rows of a panel: at a glance, and asked for

# What a list of forms does not need: the questions, the file, the answers.
HEAVY = (
    "version__definition",
    "version__source",
    "version__report",
    "response__answers",
    "response__unfinished",
    "response__touched",
)


@dataclass
class Overview:
    """The first rows of each panel, or the `whole` lists."""

    space: Workspace
    visits: list[Appointment]
    forms: list[Assignment]
    reads: dict[bool, bool]  # whether answers may be read, of forms about health (True) and others (False)
    shown: int

    def may_read(self, form) -> bool:
        return bool(form.sent_in) and self.reads.get(form.version.template.is_clinical, False)

    def may_have_scan(self, form) -> bool:
        return form.is_on_paper and self.reads.get(form.version.template.is_clinical, False)


def overview_of(space: Workspace, *, whole=False) -> Overview:
    """Visits and forms of one patient, as far as this member may know of them."""
    shown, patient = (ALL if whole else FIRST), space.patient
    visits = Appointment.objects.filter(patient=patient).with_names().order_by("-starts_at", "-pk")
    forms = []
    if space.sees_forms:
        sent = Assignment.objects.filter(patient=patient).order_by("-sent_at", "-pk")
        forms = list(
            sent.select_related("version__template", "practitioner", "response").defer(*HEAVY)[: shown + 1]
        )
        for form in forms:
            form.patient = patient
    return Overview(space, list(visits[: shown + 1]), forms, reads_of(space, forms), shown)


def reads_of(space, forms) -> dict[bool, bool]:
    """Asked once for each kind of form: for one patient the answer is the same for all of a kind."""
    kinds = {form.version.template.is_clinical: form for form in forms if form.sent_in or form.is_on_paper}
    return {
        kind: (reads_answers if form.sent_in else reads_scan)(space.member, form, at=space.at)
        for kind, form in kinds.items()
    }


def visit_of(space: Workspace, pk) -> Appointment | None:
    """One visit of this patient, with all its page tells; None for anybody else's."""
    rows = Appointment.objects.filter(patient=space.patient).with_names()
    along = rows.select_related(
        "booking__account", "cancelled_by", "approved_by", "declined_by"
    ).prefetch_related("moves__practitioner")
    visit = along.filter(pk=pk).first()
    if visit is not None:
        visit.clinic = space.patient.clinic
    return visit


def forms_of_visit(space: Workspace, visit) -> list[Assignment]:
    """The forms that a visit brought and that were not taken back, as far as this member may know of them."""
    if not space.sees_forms:
        return []
    sent = visit.assignments.filter(cancelled_at=None).order_by("sent_at", "pk")
    return list(sent.select_related("version__template", "response").defer(*HEAVY))
