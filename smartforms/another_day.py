"""One more day for a form, which patients give themselves: once, when its date is over or nearly (product §7)."""

from django.db import transaction

import audit
from smartforms.lifetime import A_DAY
from smartforms.models import Assignment
from smartforms.policies import is_running_out, why_not_add_day


@transaction.atomic
def add_day(assignment, *, by, at) -> bool:
    """Move the due date and the end of a form to a day later, or from now where they are over. The second press does
    nothing."""
    rows = Assignment.objects.not_over().filter(pk=assignment.pk, added_day_at=None)
    form = rows.select_for_update(of=("self",)).first()
    if form is None or why_not_add_day(by, assignment, at=at) or not is_running_out(form, at=at):
        return False
    due_at = max(form.due_at, at) + A_DAY if form.due_at else None
    closes = max(form.expires_at or at, at) + A_DAY
    rows.update(due_at=due_at, expires_at=max(closes, due_at or closes), added_day_at=at, added_day_by=by)
    audit.record("form.day_added", by=by, target=form, patient=form.patient_id, clinic=form.clinic_id)
    return True
