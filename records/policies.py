"""Who may see what of a patient. Pure questions; every upper room asks here, nobody else decides."""

from datetime import date, timedelta

from clinic.models.clinic import Role
from clinic.policies import has_role
from records.models import AccessRules, BrokenGlass, CareRelation, Denial, Grant, Lockdown
from records.models.access import AT_REVIEW, Relation, Scope
from records.models.red_flags import FOR_THE_TEAM

# Nowhere does majority come later; only above it a clinic that chose no ages may open a record to a proxy.
CERTAINLY_OF_AGE = 21
A_MOMENT = timedelta(minutes=1)
UNASKED = object()


def grants_of(account, *, at, clinic=None):
    """The live grants of an account, the account holder first, then by age, the youngest first; patients along."""
    if not account.is_authenticated:
        return []
    mine = Grant.objects.live(at=at).filter(account=account).select_related("patient")
    if clinic is not None:
        mine = mine.filter(patient__clinic_id=clinic.pk)
    return in_order(mine)


def in_order(grants) -> list:
    """The account holder first, then by age, the youngest first."""
    return sorted(grants, key=lambda grant: (not grant.is_self, -grant.patient.date_of_birth.toordinal()))


def has_scope(grant, scope: Scope) -> bool:
    """Whether a live grant covers a part of the record: oneself all, others what their scopes name.

    From the review age on, who looks after a minor keeps appointments and bills until the young person agrees (D3).
    """
    if grant.is_self:
        return True
    return scope in grant.scopes and (scope in AT_REVIEW or not grant.under_review)


def may_find_visits(grant) -> bool:
    """Whether there may be visits to see: all of them, or, limited, those one booked oneself."""
    return not grant.is_full or has_scope(grant, Scope.APPOINTMENTS)


def may_find_forms(grant) -> bool:
    """Whether there may be forms to see: all of them, or those that were sent to oneself."""
    return grant.is_self or Scope.FORMS in grant.scopes


def may_send_files(grant) -> bool:
    """Whether somebody may send files for a patient: limited access too; in full, with the part *records* (D2)."""
    return not grant.is_full or has_scope(grant, Scope.RECORDS)


def sees_all(grant, scope: Scope) -> bool:
    """Full access to a part of the record. Limited grants see only what their account did itself."""
    return grant.is_full and has_scope(grant, scope)


def age(born: date, on: date) -> int:
    """Whole years. Someone born on 29 February turns a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def birthday(born: date, years: int) -> date:
    """The day somebody turns so old. Born on 29 February: 1 March, in a year without that day."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def rules_of(clinic) -> AccessRules:
    """What the clinic decided about access; without a row nothing is decided."""
    return AccessRules.objects.filter(clinic_id=clinic.pk).first() or AccessRules(clinic_id=clinic.pk)


def age_of(patient, *, at) -> int:
    """Whole years on the clinic's calendar at this moment."""
    return age(patient.date_of_birth, at.astimezone(patient.clinic.zone).date())


def is_minor(patient, *, at) -> bool | None:
    """Whether the patient is under the clinic's age of majority; None while the clinic has not chosen one."""
    majority = rules_of(patient.clinic).majority_age
    return None if majority is None else age_of(patient, at=at) < majority


def is_of_age(patient, *, at, majority_age=UNASKED) -> bool:
    """Whether the patient decides alone: over the clinic's age of majority, or old enough to be so anywhere.

    `majority_age` is the clinic's, where it was asked for already.
    """
    if majority_age is UNASKED:
        majority_age = rules_of(patient.clinic).majority_age
    return age_of(patient, at=at) >= (CERTAINLY_OF_AGE if majority_age is None else majority_age)


def is_locked_down(patient_id, *, at, issued_at=None) -> bool:
    """Whether something issued then may not open now. Asked by every link, code, feed, file and mail."""
    facts = Lockdown.objects.filter(patient_id=patient_id, at__lte=at)
    if facts.filter(lifted_at=None).exists():
        return True
    return issued_at is not None and facts.filter(at__gte=issued_at).exists()


def is_denied(patient, account) -> bool:
    """Whether the clinic said that this person must not see this record, whatever they are granted (D3)."""
    return Denial.objects.filter(patient=patient, account=account, lifted_at=None).exists()


def cares_for(membership, patient, *, at) -> bool:
    """Whether a practitioner of the team has this patient among their own (Settled 11)."""
    return care_of(membership, at=at).filter(patient=patient).exists()


def care_of(membership, *, at):
    """The rows that say who is among a practitioner's own patients; none for the other roles."""
    if not has_role(membership, {Role.PRACTITIONER}):
        return CareRelation.objects.none()
    return CareRelation.objects.filter(practitioner__user_id=membership.user_id, since__lte=at, until=None)


def cared_for(membership, patients, *, at) -> set:
    """Which of these patients (ids) a practitioner of the team has among their own."""
    return set(care_of(membership, at=at).filter(patient__in=patients).values_list("patient_id", flat=True))


# Charts, plans, documents, answers: whoever cares, and for an hour whoever opened them in an emergency (D4) ----------

REVIEW_EMERGENCIES = {Role.MANAGER, Role.OWNER}


def reads_record(membership, patient, *, at) -> bool:
    """Whether a member of the team may read what is clinical of this patient; it says nothing of writing."""
    return cares_for(membership, patient, at=at) or is_open_in_emergency(membership, patient, at=at)


def is_open_in_emergency(membership, patient, *, at) -> bool:
    """Whether this member opened the record in an emergency, and the hour still runs."""
    if not has_role(membership, {Role.PRACTITIONER}):
        return False
    return BrokenGlass.objects.live(at=at).filter(membership=membership, patient=patient).exists()


def may_break_glass(membership, *, cares: bool) -> bool:
    """Who may open a record in an emergency: practitioners, where they do not have the patient among their own."""
    return has_role(membership, {Role.PRACTITIONER}) and not cares


def reviews_emergencies(membership) -> bool:
    """Who looks over what was opened in an emergency: managers and owners."""
    return has_role(membership, REVIEW_EMERGENCIES)


def may_review(membership, glass) -> bool:
    """Whether this member may say whether an opening was fine: nobody about their own."""
    return reviews_emergencies(membership) and glass.membership.user_id != membership.user_id


def may_write_charts(membership, *, cares: bool) -> bool:
    """Who begins a note about a patient: practitioners, for their own patients, or while an emergency lasts (D4)."""
    return cares and has_role(membership, {Role.PRACTITIONER})


def may_change_chart(account, chart) -> bool:
    """Whose note it is: nobody else writes on it, signs it, amends it, or reads its private notes."""
    return chart.practitioner.user_id is not None and chart.practitioner.user_id == account.pk


def sees_flag(kind, *, cares: bool) -> bool:
    """Who of the team reads a flag of this kind: all of them a note; the others who cares for the patient."""
    return cares or kind in FOR_THE_TEAM


def may_raise_flag(membership, kind, *, cares: bool) -> bool:
    """Who raises and ends it: practitioners for their own patients; notes also those who keep demographics (D4)."""
    if cares and has_role(membership, {Role.PRACTITIONER}):
        return True
    return kind in FOR_THE_TEAM and has_role(membership, KEEP_CONTACTS)


# Who may open a record to whom (D4, column "access") ------------------------------------------------

GIVE_ACCESS = {Role.FRONT_DESK, Role.MANAGER, Role.OWNER}
INVITE_IN_BULK = {Role.MANAGER, Role.OWNER}
MERGE = {Role.MANAGER, Role.OWNER}
KEEP_CONTACTS = {Role.FRONT_DESK, Role.MANAGER, Role.OWNER}


def may_give_access(membership, *, cares: bool) -> bool:
    """Who issues codes, links and invitations, revokes and locks down: the desk, and practitioners for their own."""
    return has_role(membership, GIVE_ACCESS) or (cares and has_role(membership, {Role.PRACTITIONER}))


def may_invite_in_bulk(membership) -> bool:
    """Who invites many at once: managers and owners (D4)."""
    return has_role(membership, INVITE_IN_BULK)


def may_keep_contacts(membership) -> bool:
    """Who writes demographics: contacts, addresses. Practitioners propose (D4)."""
    return has_role(membership, KEEP_CONTACTS)


def may_suggest_details(membership) -> bool:
    """Who of those who do not write demographics may suggest a change of them: practitioners (D4)."""
    return has_role(membership, {Role.PRACTITIONER})


def may_merge(membership) -> bool:
    """Who joins two records and undoes it: managers and owners. Who keeps demographics compares and asks them."""
    return has_role(membership, MERGE)


def may_share(grant, *, at) -> bool:
    """Whether the patient may open their own record to somebody else: of age, in full, themself (product §6)."""
    return knows_all(grant) and is_of_age(grant.patient, at=at, majority_age=_majority_age(grant))


def last_day_to_share(grant, *, at) -> date:
    """Until when a patient may open their record at most: twelve months, and not longer than they see it (D3)."""
    zone = grant.patient.clinic.zone
    a_year_on = birthday(at.astimezone(zone).date(), 1)
    return min(a_year_on, grant.expires_at.astimezone(zone).date()) if grant.expires_at else a_year_on


def knows_all(grant) -> bool:
    """Whether somebody may know who else sees a record, and who looked: the patient in full, nobody else (D2)."""
    return grant.is_self and grant.is_full


def why_not_end(own, grant, *, at) -> str | None:
    """Why somebody may not end a grant on a record they hold the grant `own` on; None when they may (D3).

    One's own way to oneself is not closed by accident (`own_record`); a minor's parents stay the clinic's to
    decide on (`minor`); somebody else's grant is the patient's to end (`not_yours`).
    """
    if grant.account_id == own.account_id:
        return "own_record" if grant.is_self else None
    if not knows_all(own):
        return "not_yours"
    return None if is_of_age(own.patient, at=at, majority_age=_majority_age(own)) else "minor"


def _majority_age(grant):
    """The clinic's, where the grant came along with it (`Grant.objects.live_or_resting`)."""
    return getattr(grant, "majority_age", UNASKED)


def was_just_ended_by(account, *, grant_id, patient_id, at) -> bool:
    """Whether this account itself ended that access within the last minute: the same button, pressed twice."""
    ended = Grant.objects.filter(pk=grant_id, patient=patient_id, revoked_by=account)
    return ended.filter(revoked_at__gt=at - A_MOMENT).exists()


def why_not_full(patient, relation, *, at) -> str | None:
    """Why nobody can be given this record in full now.

    `ages_unknown`: a proxy, while the clinic chose no ages. `too_young`: as the patient, below the review age. Whoever
    uses such a code is a parent, whom neither age nor the confidential mark would ever stop.
    """
    rules = rules_of(patient.clinic)
    if relation == Relation.SELF:
        return "too_young" if age_of(patient, at=at) < (rules.review_age or 0) else None
    return "ages_unknown" if not rules.has_ages and age_of(patient, at=at) < CERTAINLY_OF_AGE else None


# Home activities (product §8) -----------------------------------------------------------------------

KEEP_ACTIVITIES = {Role.PRACTITIONER, Role.MANAGER, Role.OWNER}


def may_keep_activities(membership) -> bool:
    """Who makes and changes the activities of the clinic's library; it holds nothing about anybody."""
    return has_role(membership, KEEP_ACTIVITIES)
