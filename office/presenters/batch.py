"""How far a bulk invitation has come, in words."""

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
        "batch": batch,
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
        "last": _last(progress, zone),
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


def _last(progress, zone) -> str:
    """When the last mail leaves."""
    waiting = [row.at for row in progress.rows if row.state == State.WAITING]
    if not waiting:
        return ""
    said = ngettext(
        "%(n)d mail has not left yet. It leaves %(moment)s.",
        "%(n)d have not left yet. The last leaves %(moment)s.",
        len(waiting),
    )
    return said % {"n": len(waiting), "moment": wording.short_moment(max(waiting).astimezone(zone))}
