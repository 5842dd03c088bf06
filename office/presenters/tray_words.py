"""What the tray calls each kind of thing, and where it is decided."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.tray import FAILED, FORM, LEFT_OPEN, OF_HEALTH, SENT, key_of

# What it is called as a row, how in the filter, its icon, and the page of the patient where it is decided.
KINDS = {
    SENT: (gettext_lazy("File sent"), gettext_lazy("Files"), "upload", ""),
    "profile.proposed": (gettext_lazy("Changes to check"), gettext_lazy("Changes"), "user-pen", "personal"),
    "possible_duplicate": (
        gettext_lazy("Looks like another record"),
        gettext_lazy("Duplicates"),
        "users",
        "patient",
    ),
    "access_request": (gettext_lazy("Asks for access"), gettext_lazy("Access"), "key", "access"),
    "access_taken_back": (
        gettext_lazy("Access was taken back"),
        gettext_lazy("Taken back"),
        "user-x",
        "access",
    ),
    "code_burned": (
        gettext_lazy("Five wrong dates of birth"),
        gettext_lazy("Wrong dates"),
        "octagon-alert",
        "access",
    ),
    "guessing": (
        gettext_lazy("Somebody guesses access codes"),
        gettext_lazy("Guessing"),
        "octagon-alert",
        "",
    ),
    "emergency": (
        gettext_lazy("Opened in an emergency"),
        gettext_lazy("Emergencies"),
        "octagon-alert",
        "",
    ),
    "erasure_asked": (
        gettext_lazy("Asks for the record to be erased"),
        gettext_lazy("Erasing"),
        "file-text",
        "retention",
    ),
    "visit_request": (gettext_lazy("Asks for a visit"), gettext_lazy("Visits"), "calendar-plus", ""),
    "form.alert": (
        gettext_lazy("Answers that must not wait"),
        gettext_lazy("Alerts"),
        "triangle-alert",
        "patient",
    ),
    FAILED: (gettext_lazy("Mail did not get through"), gettext_lazy("Mails"), "mail", ""),
    OF_HEALTH: (
        gettext_lazy("Form about health sent in"),
        gettext_lazy("Forms about health"),
        "clipboard-pen",
        "patient_forms",
    ),
    FORM: (gettext_lazy("Form sent in"), gettext_lazy("Forms"), "clipboard-pen", "patient_forms"),
    LEFT_OPEN: (
        gettext_lazy("Left three offers of the waiting list unanswered"),
        gettext_lazy("Waiting list"),
        "hourglass",
        "patient",
    ),
}
SERIES = "smartforms.series:"  # a diary: one line for all its entries
BIRTHDAY = re.compile(r"age_(\d+)_in_(\d+)_days")


def words_of(kind: str) -> tuple:
    """What it is called as a row and in the filter, its icon, and the page of the patient where it is decided."""
    if found := BIRTHDAY.fullmatch(kind):
        years = _("Turns %(years)s in %(days)s days") % {"years": found[1], "days": found[2]}
        return years, years, "cake", "access"
    return KINDS.get(kind, (_("Something to look at"), kind, "inbox", "patient"))


def where(item, place, patient, *, cares: bool) -> str:
    """The page on which it is decided, or read."""
    if item.kind == "visit_request":
        return reverse("office:visit_requests")
    if item.kind == "emergency":
        return reverse("office:emergencies")
    if item.kind == "guessing":
        return reverse("office:sign_in")
    if item.kind == FAILED:
        return reverse("office:report", args=["mails"]) + "?state=failed"
    if item.target.startswith(SERIES) and patient:
        return reverse("office:series", args=[patient.pk, key_of(item)])
    if patient and (item.kind == FORM or (item.kind == OF_HEALTH and cares)):
        return reverse("office:answers", args=[patient.pk, key_of(item)])
    return reverse(f"office:{place}", args=[patient.pk]) if patient and place else ""
