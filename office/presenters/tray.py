"""The tray in words: what waits, about whom, since when, and where it is decided."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.wording import day_month_year, file_size, short_moment
from office.policies import opens_document
from office.tray import SENT, is_told, key_of
from records.models.kinds import Kind

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
}
BIRTHDAY = re.compile(r"age_(\d+)_in_(\d+)_days")


def tray_page(tray, member, clinic) -> dict:
    """What tray.html shows."""
    total = sum(tray.kinds.values())
    return {
        "counts": ngettext("%(n)d thing waits", "%(n)d things wait", total) % {"n": total},
        "filters": _filters(tray, total),
        "rows": [_row(item, tray, member, clinic) for item in tray.page],
        "page": tray.page,
        "query": f"kind={tray.kind}&" if tray.kind else "",
    }


def _filters(tray, total) -> list[dict]:
    url = reverse("office:tray")
    named = sorted((str(_words(kind)[1]), kind) for kind in tray.kinds)
    options = [{"label": _("All (%(n)d)") % {"n": total}, "url": url, "current": not tray.kind}]
    for label, kind in named:
        words = _("%(what)s (%(n)d)") % {"what": label, "n": tray.kinds[kind]}
        options.append({"label": words, "url": f"{url}?kind={kind}", "current": kind == tray.kind})
    return options if len(named) > 1 else []


def _words(kind):
    if found := BIRTHDAY.fullmatch(kind):
        years = _("Turns %(years)s in %(days)s days") % {"years": found[1], "days": found[2]}
        return years, years, "cake", "access"
    return KINDS.get(kind, (_("Something to look at"), kind, "inbox", "patient"))


def _row(item, tray, member, clinic) -> dict:
    what, _label, icon, place = _words(item.kind)
    patient, sent = tray.patients.get(item.patient), tray.sent.get(key_of(item))
    row = {
        "what": what,
        "icon": icon,
        "detail": "",
        "who": patient.name if patient else "",
        "who_url": reverse("office:patient", args=[patient.pk]) if patient else "",
        "born": _("born %(day)s") % {"day": day_month_year(patient.date_of_birth)} if patient else "",
        "when": short_moment(item.put_at.astimezone(clinic.zone)),
        "url": _where(item.kind, place, patient),
        "done_url": reverse("office:tray_done", args=[item.pk]) if is_told(item.kind) else "",
    }
    if sent is not None and patient is not None:
        row["url"] = reverse("office:sent_file", args=[patient.pk, sent.pk])
        row |= file_words(sent, opens_document(member, sent.kind, cares=patient.pk in tray.cared))
    return row


def _where(kind, place, patient) -> str:
    """The page on which it is decided."""
    if kind == "visit_request":
        return reverse("office:visit_requests")
    if kind == "emergency":
        return reverse("office:emergencies")
    if kind == "guessing":
        return reverse("office:sign_in")
    return reverse(f"office:{place}", args=[patient.pk]) if patient and place else ""


def file_words(sent, may_open: bool) -> dict:
    """What a file is: its name and note only for those who may open it, for they may tell of an illness."""
    upload, kind = sent.upload, Kind(sent.kind).label
    about = [upload.name if may_open else "", file_size(upload.size), sent.note if may_open else ""]
    return {"what": kind, "detail": ", ".join(filter(None, about)), "by": sender(sent)}


def sender(sent) -> str:
    account = sent.upload.account
    return (account.name or account.email) if account else _("somebody without an account")
