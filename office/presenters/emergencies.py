"""Records opened in an emergency, in words: asking for it, the strip while it lasts, looking it over."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from office.presenters.ledger import what
from office.presenters.moments import day_of, time_of


def emergency_url(patient, *, then="") -> str:
    """The page that asks for the reason; `then` is where it leads afterwards."""
    query = f"?{urlencode({'then': then})}" if then else ""
    return reverse("office:emergency", args=[patient.pk]) + query


def strip(patient_id, until, *, at, zone) -> dict:
    """What stands on every page of the patient while the hour runs."""
    left = -(-(until - at).total_seconds() // 60)  # the minute that has begun counts
    words = ngettext("%(n)d minute left", "%(n)d minutes left", int(left)) % {"n": left}
    return {
        "left": words,
        "until": wording.clock_time(until.astimezone(zone)),
        "end_url": reverse("office:emergency_ending", args=[patient_id]),
    }


def emergencies_page(page, *, at, zone) -> dict:
    """Everything emergencies.html shows."""
    return {"page": page, "rows": [_row(glass, at=at, zone=zone) for glass in page]}


def _row(glass, *, at, zone) -> dict:
    return {
        "url": reverse("office:emergency_review", args=[glass.pk]),
        "who": glass.membership.user,
        "patient": glass.patient.name,
        "when": time_of(glass.opened_at, at=at, zone=zone),
        **_lasted(glass, at=at),
        **_state(glass, at=at, zone=zone),
    }


def _lasted(glass, *, at) -> dict:
    if glass.ended_at is None and glass.until > at:
        return {"lasted": _("Open now")}
    minutes = -(-int((glass.over_at - glass.opened_at).total_seconds()) // 60)
    return {"lasted": ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}}


def _state(glass, *, at, zone) -> dict:
    if glass.reviewed_at:
        label = _("Was right") if glass.was_fine else _("Was not right")
        return {"tag_label": label, "tag_kind": "ok" if glass.was_fine else "bad"}
    if glass.review_by <= at:
        return {"tag_label": _("Overdue"), "tag_kind": "bad"}
    day = day_of(glass.review_by, at=at, zone=zone)
    return {"tag_label": _("Look it over by %(day)s") % {"day": day}, "tag_kind": "warn"}


def review_page(glass, events, form, *, at, zone) -> dict:
    """Everything emergency_review.html shows; without `form` there is nothing to say (any more)."""
    return {
        **_row(glass, at=at, zone=zone),
        "patient_url": reverse("office:patient", args=[glass.patient_id]),
        "list_url": reverse("office:emergencies"),
        "reason": glass.reason,
        "opened": [
            {"when": time_of(event.at, at=at, zone=zone), "what": what(event, zone)} for event in events
        ],
        "form": form,
        "has_errors": bool(form and form.errors),
        "review": glass.review,
        "reviewed": _("%(name)s, %(when)s")
        % {"name": glass.reviewed_by, "when": time_of(glass.reviewed_at, at=at, zone=zone)}
        if glass.reviewed_at
        else "",
    }


def waiting_notice(count: int) -> dict:
    """The line above a day's pages while something is to be looked over."""
    words = ngettext(
        "%(n)d record was opened in an emergency and is to be looked over.",
        "%(n)d records were opened in an emergency and are to be looked over.",
        count,
    )
    return {
        "text": words % {"n": count},
        "link_url": reverse("office:emergencies"),
        "link_label": _("Look them over"),
    }
