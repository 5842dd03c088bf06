"""A take-out in words: what is in it for this access, how far it is, until when it is there."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common.wording import file_size, moment
from portal.presenters.record_tabs import record_tabs
from records.models.access import Scope
from records.policies import has_scope, knows_all


def takeout_page(own, last, *, at) -> dict:
    """`last` is the last take-out, or None."""
    zone = own.patient.clinic.zone
    is_there = last is not None and last.is_there(at=at)
    return {
        **_common(own),
        "running": last is not None and last.is_running,
        "waits": last is not None and last.is_running and not last.tries,
        "percent": last.percent if last else 0,
        "is_there": is_there,
        "until": moment(last.expires_at.astimezone(zone)) if is_there else "",
        "size": file_size(last.size) if is_there else "",
        "by_clinic": last is not None and last.asked_by_id != last.account_id,
        "over": _over(last, zone) if last and last.ended_at else None,
        "ask_url": reverse("portal:takeout_asking", args=[own.patient_id]),
        "file_url": reverse("portal:takeout_file", args=[own.patient_id]),
        "erasure_url": reverse("portal:erasure", args=[own.patient_id]) if knows_all(own) else "",
    }


def asking_page(own) -> dict:
    """The page with the button."""
    return _common(own) | {"back_url": reverse("portal:takeout", args=[own.patient_id])}


def _common(own) -> dict:
    return {
        "patient": own.patient,
        "grant": own,
        "record_tabs": record_tabs(own, "access"),
        "title": _("Take your data with you")
        if own.is_self
        else _("Take %(name)s’s data with you") % {"name": own.patient.given_name},
        "contents": [{"icon": "check", "text": text} for text in _contents(own)],
        "scope": _scope(own),
    }


def _contents(own):
    full = own.is_full
    if full and has_scope(own, Scope.RECORDS):
        yield _("Personal details, treatment plans and the documents the clinic shared")
    if full and has_scope(own, Scope.APPOINTMENTS):
        yield _("All visits, also as a calendar file")
    elif not full:
        yield _("The visits you booked yourself, also as a calendar file")
    if has_scope(own, Scope.FORMS):
        yield (
            _("Forms and answers, and the files that were sent")
            if full
            else _("The forms that were sent to you, your answers, and the files you sent")
        )
    if has_scope(own, Scope.BILLING):
        yield _("What was charged and paid") if full else _("What you paid yourself")
    if knows_all(own):
        yield _("Who can see your record")
    yield _("Everything once more for another clinic’s system (HL7 FHIR R4) and for programs (JSON)")


def _scope(own) -> str:
    """Why it is not everything, where it is not."""
    if knows_all(own):
        return _("Notes that practitioners write for their own work are not in it. Ask the clinic for them.")
    if not own.is_full:
        return _("With an access code from the clinic you could take out the whole record.")
    return _("It holds what your access covers, and nothing that is meant for the patient alone.")


def _over(last, zone) -> dict:
    words = {
        "gone": _("Your access to the record ended, so the file is gone."),
        "changed": _("What you may see has changed since. Take it out again to get what you see now."),
        "expired": _("The day is over, and the file was deleted. You can take it out again."),
        "failed": _("It could not be made. That is our fault: please call the clinic, or try again."),
        "erased": _("The file was deleted together with other data."),
    }
    return {
        "kind": "bad" if last.ended_because == "failed" else "info",
        "text": words.get(last.ended_because, ""),
    }


def file_name(taken) -> str:
    """'harbour-street-2026-11-28.zip': neither a name nor a word about health."""
    day = taken.ready_at.astimezone(taken.patient.clinic.zone)
    return f"{taken.patient.clinic.slug}-{day:%Y-%m-%d}.zip"
