"""The copy of all records in words: who asked, who releases it, how far it is."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.wording import file_size, moment, moment_with_year
from records.actions.exports import ALONE_WAITS, team_of, why_not_release
from records.models import Patient


def exports_page(last, earlier, account, *, at) -> dict:
    """Everything exports.html shows. `last` is the newest one, or None."""
    standing = last if last is not None and last.ended_at is None else None
    return {
        "ask_url": reverse("office:export_asking"),
        "standing": _standing(standing, account, at=at) if standing else None,
        "may_ask": standing is None or standing.ready_at is not None,
        "earlier": [_row(one) for one in earlier],
    }


def _standing(export, account, *, at) -> dict:
    zone, here = export.clinic.zone, [export.pk]
    reason = why_not_release(export, account, at=at)
    is_running = export.is_running and export.released_at is not None
    return {
        "who": str(export.asked_by),
        "when": moment_with_year(export.asked_at.astimezone(zone)),
        "why": export.reason,
        "waits": export.released_at is None,
        "waits_for": "" if export.released_at else _waits_for(export, reason),
        "release_url": reverse("office:export_release", args=here) if reason is None else "",
        "stop_url": reverse("office:export_stop", args=here),
        "running": is_running,
        "percent": export.percent,
        "steps": _("%(done)d of %(all)d records") % {"done": export.steps_done, "all": export.steps},
        "is_there": export.is_there(at=at),
        "size": file_size(export.size),
        "until": moment(export.expires_at.astimezone(zone)) if export.expires_at else "",
        "file_url": reverse("office:export_file", args=here),
    }


def _waits_for(export, reason) -> str:
    if reason == "own":
        return _("Another manager or owner has to release it: they got a mail.")
    if reason == "alone":
        when = moment((export.asked_at + ALONE_WAITS).astimezone(export.clinic.zone))
        return _("You are the only one who could release it. You can from %(when)s on.") % {"when": when}
    return _("You can release it.")


def what_now(export, account, *, at) -> str:
    """What is said to whoever asked just now."""
    if why_not_release(export, account, at=at) == "alone":
        return _("Asked. You can release it yourself a day from now.")
    return _("Asked. It is made as soon as a second person releases it.")


def why_not(reason: str) -> str:
    """Why it was not released just now."""
    return {
        "own": _("Another manager or owner has to release it."),
        "alone": _("Being the only one, you can release it a day after you asked."),
    }.get(reason, _("It is over."))


def _row(one) -> dict:
    zone = one.clinic.zone
    told = {
        "stopped": _("Stopped"),
        "expired": _("Deleted after a day"),
        "failed": _("It could not be made"),
        "replaced": _("Replaced by a newer one"),
        "left": _("Stopped: whoever asked for it or released it is no longer a manager or owner"),
    }
    state = told.get(one.ended_because) or (_("Ready") if one.ready_at else _("Asked"))
    return {
        "when": moment_with_year(one.asked_at.astimezone(zone)),
        "who": str(one.asked_by),
        "second": str(one.released_by or "–"),
        "why": one.reason,
        "state": state,
        "downloaded": moment_with_year(one.downloaded_at.astimezone(zone)) if one.downloaded_at else "–",
    }


def asking_page(form, account, clinic) -> dict:
    """The question before it is asked for."""
    number = Patient.objects.of(clinic).count()
    others = [str(member.user) for member in team_of(clinic.pk) if member.user_id != account.pk]
    second = (
        _("It is made when one of these releases it: %(names)s.") % {"names": ", ".join(others)}
        if others
        else _("You are the only manager or owner: you can release it yourself a day later.")
    )
    records = ngettext("%(n)d record", "%(n)d records", number) % {"n": number}
    return {
        "title": _("Ask for a copy of all records?"),
        "text": _("For another system, or before you leave this one: %(records)s, with notes and files.")
        % {"records": records},
        "facts": [
            second,
            _("All managers and owners get a mail now, and when it is downloaded."),
            _("Each patient can see that their record was in it."),
            _("The file is not locked with a password. It lies here for a day."),
        ],
        "button": _("Ask for it"),
        "form": form,
        "has_errors": bool(form.errors),
        "back_url": reverse("office:exports"),
    }


def release_page(export, *, at) -> dict:
    """The question before it is released."""
    when = moment_with_year(export.asked_at.astimezone(export.clinic.zone))
    return {
        "title": _("Release the copy of all records?"),
        "text": _("%(name)s asked for it, %(when)s: %(why)s")
        % {"name": export.asked_by, "when": when, "why": export.reason},
        "facts": [
            _("Speak with them first: whoever holds the file holds every record."),
            _("It is made at once, and lies here for a day."),
        ],
        "button": _("Release it"),
        "form": None,
        "back_url": reverse("office:exports"),
    }
