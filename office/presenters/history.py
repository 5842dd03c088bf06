"""Who changed what of the official record, and when."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.presenters.moments import time_of
from office.presenters.person import workspace_page
from office.presenters.proposals import how
from office.proposals import when_of
from records.details import DETAILS
from records.models import DetailChange
from records.reviewing import told_words


def history_page(space, changes) -> dict:
    """Everything history.html shows; `changes` are of `office.proposals.changes_of`."""
    return {
        **workspace_page(space, "personal"),
        "tab": _("History"),
        "rows": [_row(one, space) for one in changes],
        "back_url": reverse("office:personal", args=[space.patient.pk]),
    }


def _row(one, space) -> dict:
    words = DETAILS[one.field].words
    row = {"when": time_of(when_of(one), at=space.at, zone=space.zone), "term": DETAILS[one.field].label}
    if isinstance(one, DetailChange):
        return row | {
            "who": one.changed_by or "",
            "before": words(one.before),
            "after": words(one.after),
            "how": _how(one, space),
        }
    why = [_("Told: %(words)s") % {"words": told_words(one.told)}] if one.told else []
    why += [_("For the team: %(words)s") % {"words": one.reason}] if one.reason else []
    return row | {
        "who": one.decided_by or "",
        "kept": words(one.value) or _("Nothing"),
        "how": how(one, zone=space.zone),
        "why": why,
    }


def _how(change, space) -> str:
    """Where it came from, unless staff wrote it themselves."""
    if change.proposal is None:
        return ""
    if change.after != change.proposal.value:
        return _("A decision was taken back")
    return how(change.proposal, zone=space.zone)
