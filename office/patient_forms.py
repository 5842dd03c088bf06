"""Every form of one patient: where it stands, to whom it went and how. Read only."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q

from booking.models import Appointment
from office.overview import HEAVY, reads_of
from office.workspace import Workspace
from smartforms.mending import may_be_handed_to
from smartforms.models import Assignment

ROWS = 30


@dataclass
class PatientForms:
    """A page of forms, the last sent first; each tells whether a visit `is_brought` it."""

    space: Workspace
    page: Page
    reads: dict[bool, bool]  # whether answers may be read, of forms about health (True) and others (False)

    def may_read(self, form) -> bool:
        return bool(form.sent_in) and self.reads.get(form.version.template.is_clinical, False)

    def may_have_scan(self, form) -> bool:
        return form.is_on_paper and self.reads.get(form.version.template.is_clinical, False)

    def is_seen_by_its_account(self, form) -> bool:
        """Whether the account a form was sent to has access that shows it now."""
        return any(
            grant.is_open and grant.account_id == form.account_id and may_be_handed_to(form, grant)
            for grant in self.space.grants
        )


def forms_of(space: Workspace, number) -> PatientForms:
    """The forms of a patient, a page at a time."""
    brought = Appointment.assignments.through.objects.filter(assignment=OuterRef("pk"))
    # Entries of a diary that are over stand on the diary's own page.
    waiting = Assignment.objects.waiting(at=space.at).filter(patient=space.patient)
    rows = (
        Assignment.objects.filter(Q(series=None) | Q(pk__in=waiting.values("pk")), patient=space.patient)
        .select_related(
            "version__template",
            "account",
            "sent_by",
            "practitioner",
            "link",
            "invitation",
            "response",
            "series",
        )
        .defer(*HEAVY)
        .annotate(is_brought=Exists(brought))
        .order_by("-sent_at", "-pk")
    )
    page = Paginator(rows, ROWS).get_page(number)
    for form in page:
        form.patient = space.patient
    return PatientForms(space, page, reads_of(space, list(page)))


def is_mailed_to(form, address) -> bool:
    """Whether a form travels by a link to this address, and nobody has taken it yet."""
    return form.link is not None and form.account_id is None and form.link.email == address.email.lower()


def form_of(patient, pk) -> Assignment | None:
    """One form of this patient; None for any other."""
    rows = Assignment.objects.filter(patient=patient, pk=pk)
    found = (
        rows.select_related("version__template", "account", "response", "link", "series")
        .defer(*HEAVY)
        .first()
    )
    if found is not None:
        found.patient = patient
    return found
