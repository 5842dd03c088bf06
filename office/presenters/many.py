"""A form for many in words: what would happen to whom, and how far it is."""

import uuid
from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from office.presenters.batch import KINDS, labels, last_words
from records.batches import State
from smartforms.models import Outcome
from smartforms.presenters import titles

TILES = {
    Outcome.PORTAL: ("laptop", "ok"),
    Outcome.LINK: ("mail", "info"),
    Outcome.HAS_IT: ("circle-check", "neutral"),
    Outcome.NO_EMAIL: ("mail", "neutral"),
    Outcome.LOCKED: ("lock", "warn"),
}
EARLIER = 5


def sending_page(whom, how, lines, dispatches, *, more: bool, clinic, errors=()) -> dict:
    """Everything forms_sending.html shows; `lines` None: nothing was looked for yet."""
    counts, dispatches = Counter(line.outcome for line in lines or ()), list(dispatches)
    called = titles.of_templates(one.template for one in dispatches)
    return {
        "whom": whom,
        "how": how,
        "number": uuid.uuid4(),
        "errors": errors,
        "has_errors": bool(errors or whom.errors or how and how.errors),
        "is_looked": lines is not None,
        "tiles": [
            {"count": counts[outcome], "label": outcome.label, "icon": icon, "kind": kind}
            for outcome, (icon, kind) in TILES.items()
        ],
        "rows": [_line(line) for line in lines or () if line.is_sent],
        "others": [_line(line) for line in lines or () if not line.is_sent],
        "more": more,
        "dispatches": [
            {
                "url": reverse("office:dispatch", args=[one.pk]),
                "label": called[one.template_id],
                "text": wording.short_moment(one.made_at.astimezone(clinic.zone)),
                "stopped": one.stopped_at is not None,
            }
            for one in dispatches
        ],
    }


def _line(line) -> dict:
    return {
        "key": str(line.patient.pk),
        "name": line.patient.name,
        "url": reverse("office:patient", args=[line.patient.pk]),
        "to": line.account.email if line.account else line.email,
        "label": line.outcome.label,
        "kind": TILES[line.outcome][1],
    }


def dispatch_page(made, rows, page, clinic, *, at) -> dict:
    """Everything batch.html shows of a form sent to many."""
    zone, words = clinic.zone, labels()
    counts = Counter(row.state for row in rows)
    failed = sum(row.line.outcome == Outcome.FAILED for row in rows)
    return {
        "title": _("“%(form)s”, %(moment)s")
        % {
            "form": titles.of_template(made.template),
            "moment": wording.short_moment(made.made_at.astimezone(zone)),
        },
        "made_by": str(made.made_by),
        "back": _("Send a form to many"),
        "back_url": reverse("office:forms_sending"),
        "stop_url": reverse("office:dispatch_stop", args=[made.pk]),
        "failed": _failed_words(failed) if failed and not made.stopped_at else "",
        "again_url": reverse("office:dispatch_another_try", args=[made.pk]),
        "people": _("Who gets the form"),
        "column": _("How"),
        "over": _("All forms have left."),
        "left": _("To go on, choose the patients again: whoever has the form waiting does not get it twice."),
        "counts": [
            {"label": words[state], "count": counts[state], "kind": KINDS[state]}
            for state in (State.WAITING, State.SENT, State.DROPPED, State.STOPPED)
        ],
        "is_over": not counts[State.WAITING],
        "stopped": wording.short_moment(made.stopped_at.astimezone(zone)) if made.stopped_at else "",
        "seen_at": wording.clock_time(at.astimezone(zone)),
        "page": page,
        "rows": [_row(row, words, zone) for row in page],
        "last": last_words([row.at for row in rows if row.state == State.WAITING], zone),
    }


def _failed_words(failed: int) -> str:
    said = ngettext(
        "The form could not be sent to %(n)d patient: a fault of ours, noted for whoever runs this site. "
        "Nothing went to them.",
        "The form could not be sent to %(n)d patients: a fault of ours, noted for whoever runs this site. "
        "Nothing went to them.",
        failed,
    )
    return said % {"n": failed}


def _row(row, words, zone) -> dict:
    at = wording.short_moment(row.at.astimezone(zone)) if row.at else ""
    return {
        "patient": row.line.patient_id,
        "name": row.line.patient.name,
        "email": Outcome(row.line.outcome).label if row.line.outcome else "–",
        "tag_label": words[row.state],
        "tag_kind": KINDS[row.state],
        "when": _("Leaves %(moment)s") % {"moment": at} if row.state == State.WAITING else at,
    }
