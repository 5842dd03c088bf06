"""What moves from one record to another, kind by kind, in words and with a few lines."""

from django.utils.translation import gettext_lazy as _

from booking.models import Appointment
from common import wording

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
    "records.detailchange": _("Earlier details"),
    "records.profileproposal": _("Changes of details"),
    "records.redflag": _("Flags"),
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
    "payments.entry": _("Charges and payments"),
    "tray.item": _("Things in the tray, done ones too"),
    "outbox.message": _("Mails that have not left yet"),
}


def held_rows(shares) -> list[dict]:
    """A row for each kind of which either record has something: how many each has."""
    return [
        {"label": kind_words(share.model), "one": share.kept, "other": share.gone} for share in _shown(shares)
    ]


def moving_rows(preview) -> list[dict]:
    """The same with what becomes of them."""
    return [_row(share, preview) for share in _shown(preview.look.shares)]


def _shown(shares) -> list:
    order = {label: place for place, label in enumerate(KINDS)}
    shown = [one for one in shares if one.kept or one.gone]
    return sorted(shown, key=lambda one: order.get(one.model._meta.label_lower, len(order)))


def kind_words(model) -> str:
    """What a kind of row is called; one that has no words here yet goes by its own name."""
    return str(KINDS.get(model._meta.label_lower, model._meta.verbose_name_plural))


def _row(share, preview) -> dict:
    zone = preview.look.kept.clinic.zone
    lines = [_line(one, zone) for one in preview.of_kind(share.model._meta.label_lower)]
    return {
        "label": kind_words(share.model),
        "kept": share.kept,
        "moves": share.moves,
        "stays": share.stays,
        "lines": lines,
        "more": share.moves - len(lines) if lines else 0,
    }


def _line(line, zone) -> str:
    if line.kind != Appointment._meta.label_lower:
        return line.words
    return f"{wording.dated(line.moment.astimezone(zone), 'j M Y')}, {line.words}"
