"""What is ahead is said in time: ages, and the end of access that was given for a while (security D3).

A birthday on which parents see less is told 90 and 30 days before: to staff, to the young person, and in neutral
words to whoever looks after them. An end that was set is told 30 days before, to both sides.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import outbox
from accounts.models import User
from records.models import AccessRules, Grant
from records.models.access import Level, Relation
from records.policies import birthday
from tray.actions import put_once

MARKS = (90, 30)  # days before
END_MARK = 30
LATE = timedelta(days=7)  # a worker may have been off: a mark is still told within a week


@dataclass(frozen=True)
class Ahead:
    """A grant on which a birthday will tell: which age, and the day on the clinic's calendar."""

    grant: Grant
    years: int
    day: date


def tell_what_is_ahead(*, at) -> None:
    """Post whatever has come near enough; asked again it posts nothing twice."""
    for rules in AccessRules.objects.select_related("clinic"):
        today = at.astimezone(rules.clinic.zone).date()
        for years in (rules.review_age, rules.majority_age):
            for mark in MARKS if years else ():
                for ahead in _turning(rules, years, today + timedelta(days=mark), at=at):
                    _tell_of_age(ahead, mark, at=at)
    for grant in _ending(at=at):
        _tell_of_end(grant, at=at)


def _turning(rules, years, last: date, *, at) -> list[Ahead]:
    """Grants for minors whose patient turns so old on this day or in the week before it.

    Somebody whom the young person has agreed to keep sees no less from the review age on: nothing to tell.
    """
    first = last - LATE
    # A day more at each end: born on 29 February one turns older on 1 March.
    a_day = timedelta(days=1)
    born = (birthday(first, -years) - a_day, birthday(last, -years) + a_day)
    grants = Grant.objects.live(at=at).filter(is_for_minor=True, patient__clinic=rules.clinic)
    near = grants.filter(patient__date_of_birth__range=born)
    found = []
    for grant in near.select_related("patient", "account").order_by("starts_at", "pk"):
        day = birthday(grant.patient.date_of_birth, years)
        keeps = grant.consent_at is not None and years == rules.review_age
        if first < day <= last and not keeps:
            grant.patient.clinic = rules.clinic
            found.append(Ahead(grant, years, day))
    return found


def _tell_of_age(ahead: Ahead, mark: int, *, at) -> None:
    grant, patient = ahead.grant, ahead.grant.patient
    kind = f"age_{ahead.years}_in_{mark}_days"
    put_once(kind, clinic=patient.clinic_id, target=patient, patient=patient, at=at)
    about = {"years": ahead.years, "day": ahead.day}
    _post(
        "looks_after",
        grant.account.email,
        patient,
        {**about, "grant": grant.pk},
        f"{ahead.day}:{mark}",
        at=at,
    )
    for address in _own_addresses(patient, at=at) - {grant.account.email}:
        _post("young_person", address, patient, about, f"{ahead.day}:{mark}", at=at)


def _own_addresses(patient, *, at) -> set[str]:
    """Where the young person reads: their own account, or the address on file unless somebody else reads there."""
    live = Grant.objects.live(at=at).filter(patient=patient).select_related("account")
    own = {grant.account.email for grant in live if grant.is_self}
    others = {grant.account.email for grant in live if not grant.is_self}
    return own or ({patient.email.lower()} - others - {""})


def _ending(*, at):
    """Full access to somebody else's record with an end that is less than thirty days away."""
    soon = at + timedelta(days=END_MARK)
    grants = Grant.objects.live(at=at).filter(
        level=Level.FULL, expires_at__gt=soon - LATE, expires_at__lte=soon
    )
    return grants.exclude(relation=Relation.SELF).select_related("patient__clinic", "account")


def _tell_of_end(grant, *, at) -> None:
    about = {"grant": grant.pk, "day": grant.expires_at.astimezone(grant.patient.clinic.zone).date()}
    _post("end_for_holder", grant.account.email, grant.patient, about, "30", at=at)
    for address in _own_addresses(grant.patient, at=at) - {grant.account.email}:
        _post("end_for_patient", address, grant.patient, about, "30", at=at)


def _post(what, address, patient, about, mark, *, at) -> None:
    owner = User.objects.owner_of(address)
    outbox.post(
        "records.ahead",
        clinic=patient.clinic_id,
        account=owner,
        patient=patient,
        about={**about, "what": what, "email": address},
        dedupe_key=f"ahead:{what}:{about.get('grant', patient.pk)}:{address}:{mark}",
        at=at,
    )


def still_ahead(message, *, at: datetime) -> date | None:
    """The day a mail speaks of, as the facts are when it leaves; None when nothing is to be told any more."""
    grants = Grant.objects.live(at=at).filter(patient=message.patient_id).select_related("patient__clinic")
    if named := message.about.get("grant"):
        grants = grants.filter(pk=named)
    day = date.fromisoformat(message.about["day"])
    for grant in grants:
        if years := message.about.get("years"):
            if grant.is_for_minor and birthday(grant.patient.date_of_birth, int(years)) == day:
                return day
        elif grant.expires_at and grant.expires_at.astimezone(grant.patient.clinic.zone).date() == day:
            return day
    return None
