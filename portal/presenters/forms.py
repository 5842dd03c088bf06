"""The list of forms: what waits, what was sent, what is over."""

from django.utils.translation import gettext as _

from portal.presenters.locked import unlock
from smartforms.models import Status
from smartforms.presenters.listing import day_address, task

WAITING = {Status.OVERDUE, Status.IN_PROGRESS, Status.NOT_STARTED}


def forms_page(forms, grant, *, account, at, zone) -> dict:
    """Rows in three lists, each with its state in words."""
    waiting, sent, over = [], [], []
    for form in forms:
        row, status = task(form, at=at, zone=zone), form.status(at=at)
        row["day_url"] = day_address(account, form, at=at) if account else ""
        if status in WAITING:
            waiting.append((form.due_at is None, form.due_at or form.sent_at, row))
        elif status == Status.COMPLETED:
            if form.sent_in:
                row["text"] = _("%(sent)s. Read what you sent.") % {"sent": row["text"]}
            sent.append(row)
        else:
            over.append(row)
    name = grant.patient.given_name
    return {
        "patient": grant.patient,
        "unlock": unlock(grant),
        "title": _("Forms") if grant.is_self else _("Forms for %(name)s") % {"name": name},
        "waiting": [row for *_order, row in sorted(waiting, key=lambda each: each[:2])],
        "sent": sent,
        "over": over,
    }
