"""Corrections of what was sent: notes of their own, beside answers that stay as they are."""

from datetime import timedelta

from django.db import transaction

import audit
from smartforms.arriving import wait_to_be_read
from smartforms.models import Addendum, Response
from smartforms.team import readers_of, tell

A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
MOST = 20  # corrections of one form that one account adds within a day: each writes to the practitioner


class NotSent(Exception):
    """This form was not sent in yet: its answers can still be changed."""


class TooMany(Exception):
    """This account has added so many corrections to this form today that it had better call."""


@transaction.atomic
def add(assignment, *, words: str, from_clinic: bool, by, at) -> Addendum:
    """Put a note under a sent form. Pressed twice within a minute there is one. Raises NotSent, and
    TooMany on the patient's side.

    What the patient's side adds is told to the practitioner, in a mail that says nothing of it.
    """
    response = Response.objects.select_for_update().filter(assignment=assignment).first()
    if response is None or not response.submitted_at:
        raise NotSent(assignment.pk)
    words = words.strip()
    if twin := response.addenda.filter(by=by, words=words, at__gt=at - A_MINUTE).first():
        return twin
    if not from_clinic and response.addenda.filter(by=by, at__gt=at - A_DAY).count() >= MOST:
        raise TooMany
    made = Addendum.objects.create(response=response, words=words, from_clinic=from_clinic, by=by, at=at)
    audit.record(
        "form.corrected", by=by, target=assignment, patient=assignment.patient_id, clinic=assignment.clinic_id
    )
    if not from_clinic:
        wait_to_be_read(assignment, by=by, at=at, is_told=True)
        tell(readers_of(assignment), "corrected", assignment, made, at=at)
    return made


def of(response) -> list[Addendum]:
    """The notes under a sent form, the earliest first."""
    return list(response.addenda.select_related("by").order_by("at", "pk"))
