"""How far a bulk invitation has come, in words."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from records.batches import State

KINDS = {
    State.WAITING: "info",
    State.SENT: "neutral",
    State.ACCEPTED: "ok",
    State.DROPPED: "warn",
    State.STOPPED: "outline",
}


def batch_page(progress, page, clinic, *, at) -> dict:
    """Everything batch.html shows."""
    batch, zone, counts, words = progress.batch, clinic.zone, progress.counts, labels()
    stopped_at = batch.stopped_at
    return {
        "back": _("Invites"),
        "back_url": reverse("office:invitations"),
        "stop_url": reverse("office:batch_stop", args=[batch.pk]),
        "people": _("Who was invited"),
        "column": _("Email"),
        "over": _("All mails have left. People accept when it suits them; this page counts along."),
        "left": _("To go on, look at who would be invited now: whoever got a mail is not in it again."),
        "title": _("Invitations of %(moment)s")
        % {"moment": wording.short_moment(batch.made_at.astimezone(zone))},
        "made_by": str(batch.made_by),
        "counts": [
            {"label": words[state], "count": number, "kind": KINDS[state]} for state, number in counts.items()
        ],
        "waiting": counts[State.WAITING],
        "is_over": progress.is_over,
        "stopped": wording.short_moment(stopped_at.astimezone(zone)) if stopped_at else "",
        "seen_at": wording.clock_time(at.astimezone(zone)),
        "page": page,
        "rows": [_row(one, words, zone) for one in page],
        "last": last_words([row.at for row in progress.rows if row.state == State.WAITING], zone),
    }


def labels() -> dict:
    """The states, as counts and rows call them."""
    return {
        State.WAITING: _("Waiting"),
        State.SENT: _("Sent"),
        State.ACCEPTED: _("Accepted"),
        State.DROPPED: _("Not sent"),
        State.STOPPED: _("Stopped"),
    }


def _row(one, words, zone) -> dict:
    at = wording.short_moment(one.at.astimezone(zone)) if one.at else ""
    if at and one.state == State.WAITING:
        at = _("Leaves %(moment)s") % {"moment": at}
    return {
        "patient": one.invitation.patient_id,
        "name": one.invitation.patient.name,
        "email": one.invitation.email,
        "tag_label": words[one.state],
        "tag_kind": KINDS[one.state],
        "when": at,
    }


def last_words(waiting, zone) -> str:
    """When the last mail leaves, of those that wait."""
    if not waiting:
        return ""
    said = ngettext(
        "%(n)d mail has not left yet. It leaves %(moment)s.",
        "%(n)d have not left yet. The last leaves %(moment)s.",
        len(waiting),
    )
    return said % {"n": len(waiting), "moment": wording.short_moment(max(waiting).astimezone(zone))}
