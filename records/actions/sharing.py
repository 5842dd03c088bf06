"""A patient of age opens their own record to somebody else (product §6): an invitation, within their own access."""

from datetime import datetime, time

from django.db import transaction

from records.actions.alone import alone_with
from records.actions.invitations import invite, send
from records.models import Grant, Invitation
from records.models.access import Level, Relation
from records.policies import has_scope, last_day_to_share, may_share


class NotYoursToShare(Exception):
    """Asked for more than the giver may give: not of age, not in full, a part or a time beyond their own."""


def end_of(day, zone) -> datetime:
    """The last second of a day at the clinic."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


@transaction.atomic
def share(own, *, email, name, relation, scopes, last_day, by, at) -> Invitation:
    """Invite somebody to one's own record until the end of a day. Pressing twice sends one mail.

    `own` is the giver's grant on themself. Raises NotYoursToShare.
    """
    patient = own.patient
    alone_with(patient)
    if not _is_within(own, relation, scopes, last_day, at=at):
        raise NotYoursToShare
    until = end_of(last_day, patient.clinic.zone)
    wanted = {"relation": relation, "level": Level.FULL, "scopes": list(scopes), "access_until": until}
    waiting = Invitation.objects.live(at=at).filter(patient=patient, email=email.lower(), by_patient=True)
    if same := waiting.filter(issued_by=by, **wanted).first():
        return same
    invitation = invite(
        patient, email=email, name=name, by=by, at=at, relation=relation, level=Level.FULL, scopes=scopes,
        access_until=until, by_patient=True,
    )  # fmt: skip
    send(invitation, at=at)
    return invitation


def _is_within(own, relation, scopes, last_day, *, at) -> bool:
    """Whether all that is asked lies within what the giver has now, looked up afresh."""
    still_theirs = Grant.objects.live(at=at).filter(pk=own.pk).exists()
    today = at.astimezone(own.patient.clinic.zone).date()
    return (
        still_theirs
        and may_share(own, at=at)
        and relation != Relation.SELF
        and bool(scopes)
        and all(has_scope(own, scope) for scope in scopes)
        and today <= last_day <= last_day_to_share(own, at=at)
    )
