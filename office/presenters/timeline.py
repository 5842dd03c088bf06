"""What happened with a patient, in words: by day, each with its sign, who did it, and the way to it."""

from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.presenters.booked import KINDS as VISIT_TAGS
from common import wording
from office.presenters.mails import kinds as mail_kinds
from office.presenters.moments import day_of
from office.presenters.person import workspace_page
from records.details import DETAILS
from records.models import FlagKind
from records.models.access import Level
from records.models.kinds import Kind

KINDS = {
    "visits": gettext_lazy("Visits"),
    "forms": gettext_lazy("Forms"),
    "documents": gettext_lazy("Documents"),
    "care": gettext_lazy("Notes and activities"),
    "flags": gettext_lazy("Flags"),
    "access": gettext_lazy("Access"),
    "details": gettext_lazy("Details"),
    "mails": gettext_lazy("Mails"),
}
STANDS = {
    "requested": gettext_lazy("Requested"),
    "booked": gettext_lazy("Booked"),
    "arrived": gettext_lazy("Here"),
    "completed": gettext_lazy("Completed"),
    "no_show": gettext_lazy("No-show"),
    "cancelled": gettext_lazy("Cancelled"),
    "declined": gettext_lazy("Declined"),
}
# What it was → its sign, its words.
WORDS = {
    "visit": ("calendar", "%(title)s"),
    "form_sent": ("clipboard-pen", gettext_lazy("Form sent: %(title)s")),
    "form_in": ("clipboard-check", gettext_lazy("Form sent in: %(title)s")),
    "form_paper": ("clipboard-check", gettext_lazy("Form handed in on paper: %(title)s")),
    "form_back": ("clipboard-x", gettext_lazy("Form taken back: %(title)s")),
    "document": ("file-text", gettext_lazy("Document: %(title)s")),
    "shared": ("eye", gettext_lazy("Document shared: %(title)s")),
    "sent_file": ("inbox", gettext_lazy("File sent to the clinic: %(title)s")),
    "note": ("notebook", gettext_lazy("Note begun")),
    "signed": ("signature", gettext_lazy("Note signed")),
    "activity": ("list-checks", gettext_lazy("Activity at home: %(title)s")),
    "flag": ("triangle-alert", gettext_lazy("Flag: %(title)s")),
    "flag_over": ("check", gettext_lazy("Flag ended: %(title)s")),
    "access": ("lock-open", gettext_lazy("Access for %(title)s: %(more)s")),
    "access_over": ("lock", gettext_lazy("Access of %(title)s ended")),
    "code": ("key", gettext_lazy("Access code for %(title)s")),
    "invited": ("send", gettext_lazy("Invited: %(title)s")),
    "locked": ("lock", gettext_lazy("Portal locked down")),
    "unlocked": ("lock-open", gettext_lazy("Portal opened again")),
    "emergency": ("octagon-alert", gettext_lazy("Opened in an emergency")),
    "made": ("user-plus", gettext_lazy("Record made")),
    "changed": ("user-pen", gettext_lazy("Changed: %(title)s")),
    "contact": ("users", gettext_lazy("Contact added: %(title)s")),
    "mail": ("mail", gettext_lazy("Mail: %(title)s")),
}
# Where it is read: the name of a page, and what of its address the row itself is.
LEADS = {
    "visit": ("visit", True),
    "document": ("document", True),
    "note": ("chart", True),
    "signed": ("chart", True),
    "sent_file": ("sent_file", True),
    "form_sent": ("patient_forms", False),
    "form_back": ("patient_forms", False),
    "activity": ("activities", False),
    "flag": ("red_flags", False),
    "flag_over": ("red_flags", False),
    "changed": ("detail_history", False),
    "contact": ("contacts", False),
}


def timeline_page(space, rows, *, kinds, kind, older, is_first) -> dict:
    """Everything timeline.html shows."""
    days = groupby(rows, lambda row: row.at.astimezone(space.zone).date())
    return {
        **workspace_page(space, "timeline"),
        "tab": _("Timeline"),
        "days": [_day(list(found), space) for _date, found in days],
        "kinds": [_choice("", _("All"), kind), *(_choice(one, KINDS[one], kind) for one in kinds)],
        "is_chosen": bool(kind),
        "newest_url": "" if is_first else _address(kind),
        "older_url": _address(kind, before=older) if older else "",
    }


def _address(kind, **more) -> str:
    said = {name: value for name, value in {"kind": kind, **more}.items() if value}
    return f"?{urlencode(said)}"


def _choice(value, label, chosen) -> dict:
    return {"label": label, "url": _address(value), "current": value == chosen}


def _day(rows, space) -> dict:
    local = rows[0].at.astimezone(space.zone)
    near = day_of(rows[0].at, at=space.at, zone=space.zone)
    whole = wording.long_date_year(local)
    return {
        "day": whole if near[:1].isdigit() else f"{near}, {whole}",
        "rows": [_row(row, space) for row in rows],
    }


def _row(row, space) -> dict:
    icon, words = WORDS[row.what]
    said = {"title": _title(row), "more": _more(row)}
    tag = {"label": STANDS[row.more], "kind": VISIT_TAGS[row.more]} if row.what == "visit" else None
    return {
        "time": wording.clock_time(row.at.astimezone(space.zone)),
        "icon": icon,
        "words": words % said,
        "who": row.who,
        "url": _url(row, space),
        "tag": tag,
    }


def _title(row) -> str:
    """What it is about; of what the reader does not open, its kind."""
    match row.what:
        case "document" | "shared" | "sent_file":
            return row.title or str(Kind(row.more).label)
        case "flag" | "flag_over":
            return _("%(kind)s: %(text)s") % {"kind": FlagKind(row.more).label, "text": row.title}
        case "changed":
            return str(DETAILS[row.title].label) if row.title in DETAILS else row.title
        case "mail":
            return str(mail_kinds().get(row.title, _("Another mail")))
        case "code":
            return row.title or _("the patient")
    return row.title


def _more(row) -> str:
    return str(Level(row.more).label) if row.what == "access" else ""


def _url(row, space) -> str:
    name, takes_row = LEADS.get(row.what, ("", False))
    if not name or (row.what == "document" and not row.title):
        return ""
    return reverse(f"office:{name}", args=[space.patient.pk, *([row.ref] if takes_row else [])])
