"""Forms put right by staff: handed to the account that has access, opened again after they ran out."""

from django.db import transaction
from django.db.models import Q

import audit
from records.models import Grant
from records.models.access import Scope
from smartforms.lifetime import BEYOND_DUE, closes_unopened, not_before
from smartforms.models import Assignment


def may_be_handed_to(assignment, grant) -> bool:
    """Whether the holder of a live grant could see this form if it were sent to them."""
    if assignment.confidential and not grant.is_self:
        return False
    return grant.is_self or Scope.FORMS in grant.scopes


@transaction.atomic
def hand_to(assignment, *, account, by, at, with_draft=False) -> bool:
    """Send a form to another account, which must have access to the patient. Twice changes nothing.

    Once somebody has written in it, it stays theirs: a draft is nobody else's to read. `with_draft`: what was written
    by this mailbox's link, without an account, goes along.
    """
    grant = Grant.objects.live(at=at).filter(account=account, patient=assignment.patient_id).first()
    if grant is None or not may_be_handed_to(assignment, grant):
        return False
    untouched = Assignment.objects.not_over().filter(pk=assignment.pk)
    written = Q(response__saved_by__isnull=False) if with_draft else Q(response__saved_at__isnull=False)
    untouched = untouched.exclude(written)
    closes = not_before(closes_unopened(assignment.clinic, at=at))  # they have not opened it yet
    if not untouched.exclude(account=account).update(account=account, opened_at=None, expires_at=closes):
        return False
    audit.record("form.handed_over", by=by, **_what(assignment))
    return True


@transaction.atomic
def extend(assignment, *, by, at) -> bool:
    """Open a form that ran out for another thirty days. One that has not run out stays as it is."""
    ran_out = Assignment.objects.not_over().filter(pk=assignment.pk, expires_at__lte=at)
    if not ran_out.update(expires_at=at + BEYOND_DUE):
        return False
    audit.record("form.extended", by=by, **_what(assignment))
    return True


@transaction.atomic
def give_until(assignment, *, until, by, at) -> bool:
    """Give a form another due date; it stays open for at least thirty days beyond, also where it had run out.

    `until` is an instant. What is over stays as it is; the same date again changes nothing.
    """
    open_ones = Assignment.objects.not_over().filter(pk=assignment.pk)
    form = open_ones.select_for_update(of=("self",)).first()
    if form is None:
        return False
    closes = max(form.expires_at, until + BEYOND_DUE) if form.expires_at else None
    if (form.due_at, form.expires_at) == (until, closes):
        return False
    open_ones.update(due_at=until, expires_at=closes)
    audit.record("form.extended", by=by, **_what(assignment))
    return True


def _what(assignment) -> dict:
    return {"target": assignment, "patient": assignment.patient_id, "clinic": assignment.clinic_id}


def sees(assignment, grant) -> bool:
    """Whether the holder of a live grant sees this form now (as `Assignment.objects.visible_to` answers it)."""
    covers = grant.is_self or (Scope.FORMS in grant.scopes and not grant.under_review)
    if grant.is_full and covers:
        return not assignment.confidential or grant.is_self
    return assignment.account_id == grant.account_id and may_be_handed_to(assignment, grant)
