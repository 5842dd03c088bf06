"""What moves from one record to another, kind by kind, in words and with a few lines."""

from django.utils.translation import gettext_lazy as _

from booking.models import Appointment, WaitingEntry
from common import wording
from records.models import Contact
from smartforms.models import Assignment

LINES = 3

# In the order of the page. Of what is clinical the number only: who joins records need not care for the patient.
KINDS = {
    "booking.appointment": _("Visits"),
    "booking.waitingentry": _("Entries of the waiting list"),
    "booking.waitingoffer": _("Offers from the waiting list"),
    "smartforms.assignment": _("Forms"),
    "smartforms.response": _("Answers to forms"),
    "smartforms.series": _("Diaries"),
    "smartforms.formlink": _("Links to forms in mails"),
    "smartforms.dispatchline": _("Forms sent to many"),
    "records.chart": _("Charts"),
    "records.document": _("Documents"),
    "records.activityassignment": _("Activities at home"),
    "records.upload": _("Files handed in"),
    "records.sentfile": _("Files sent to the clinic"),
    "records.patientdetails": _("Details of the record"),
    "records.detailchange": _("Earlier details"),
    "records.profileproposal": _("Changes of details"),
    "records.contact": _("Contacts"),
    "records.invitation": _("Invitations"),
    "records.accesscode": _("Access codes"),
    "records.accessrequest": _("Requests for access"),
    "records.denial": _("Denials"),
    "records.lockdown": _("Lock-downs"),
    "records.brokenglass": _("Openings in an emergency"),
    "records.takeout": _("Records taken out"),
    "records.erasure": _("Requests to erase"),
    "records.legalhold": _("Legal holds"),
    "records.grant": _("Access of accounts"),
    "records.carerelation": _("Practitioners who care for the patient"),
    "payments.entry": _("Lines of the account"),
}


def moving_rows(preview) -> list[dict]:
    """A row for each kind of which either record has something."""
    order = {label: place for place, label in enumerate(KINDS)}
    shown = [one for one in preview.shares if one.kept or one.moves or one.stays]
    shown.sort(key=lambda one: order.get(one.model._meta.label_lower, len(order)))
    return [_row(share, preview) for share in shown]


def kind_words(model) -> str:
    """What a kind of row is called; one that has no words here yet goes by its own name."""
    return str(KINDS.get(model._meta.label_lower, model._meta.verbose_name_plural))


def _row(share, preview) -> dict:
    lines = _lines(share.model, share.moves, preview.kept.clinic.zone)
    return {
        "label": kind_words(share.model),
        "kept": share.kept,
        "moves": len(share.moves),
        "stays": len(share.stays),
        "lines": lines,
        "more": len(share.moves) - len(lines) if lines else 0,
    }


def _lines(model, moves, zone) -> list[str]:
    tell = {
        Appointment: (("-starts_at", "service"), lambda visit: _visit(visit, zone)),
        Assignment: (("-sent_at", "version__template"), lambda form: form.version.template.title),
        Contact: (("name", None), lambda contact: contact.name),
        WaitingEntry: (("joined_at", "service"), lambda entry: entry.service.title),
    }.get(model)
    if tell is None or not moves:
        return []
    (order, along), words = tell
    rows = model._base_manager.filter(pk__in=moves).order_by(order, "pk")
    return [words(row) for row in (rows.select_related(along) if along else rows)[:LINES]]


def _visit(visit, zone) -> str:
    return f"{wording.dated(visit.starts_at.astimezone(zone), 'j M Y')}, {visit.service.title}"
