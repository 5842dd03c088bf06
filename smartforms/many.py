"""A form sent to many: whom it would reach and how, then line by line, in batches, until somebody stops it.

Where it goes is looked up when it is shown, and again when it leaves: what changed meanwhile counts.
"""

import logging
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

import audit
from accounts.models import User
from records.actions.bulk import A_BATCH, EVERY
from records.models import Contact, Grant, Lockdown, Patient
from records.models.access import Relation
from records.policies import may_find_forms, rules_of
from smartforms.actions import CannotSend
from smartforms.asking_again import in_the_way
from smartforms.mailing import relation_of_own_address
from smartforms.models import Dispatch, DispatchLine, Outcome
from smartforms.sending import Asking, send_by_link, send_to_account

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """One patient: what would happen, and to which account or mailbox."""

    patient: Patient
    outcome: Outcome
    account: User | None = None
    email: str = ""
    relation: Relation | None = None

    @property
    def is_sent(self) -> bool:
        """Whether anything leaves."""
        return self.outcome in (Outcome.PORTAL, Outcome.LINK)


def preview_of(clinic, patients, asking: Asking, *, at) -> list[Line]:
    """What sending one form to these patients would do, in their order. Four queries, however many they are."""
    (template,) = asking.templates
    ids = [patient.pk for patient in patients]
    rows = Patient.objects.filter(pk__in=ids)
    has_it = in_the_way(template, clinic, rule=asking.rule, months=asking.months, at=at)
    locked = Lockdown.objects.filter(patient=OuterRef("pk"), at__lte=at, lifted_at=None)
    rows = rows.annotate(has_it=Exists(has_it.filter(patient=OuterRef("pk"))), is_shut=Exists(locked))
    state = {pk: (shut, had) for pk, shut, had in rows.values_list("pk", "is_shut", "has_it")}
    grants, contacts = defaultdict(list), defaultdict(list)
    live = Grant.objects.live(at=at).filter(patient__in=ids, account__is_active=True)
    for grant in live.select_related("account").order_by("starts_at", "pk"):
        if may_find_forms(grant) and grant.account.is_verified:
            grants[grant.patient_id].append(grant)
    for contact in Contact.objects.filter(patient__in=ids, ended_at=None, may_have_access=True).order_by(
        "pk"
    ):
        contacts[contact.patient_id].append(contact)
    rules, lines = rules_of(clinic), []
    for patient in patients:
        patient.clinic, (shut, had) = clinic, state.get(patient.pk, (True, False))
        if shut or had:
            lines.append(Line(patient, Outcome.LOCKED if shut else Outcome.HAS_IT))
        else:
            lines.append(_to_whom(patient, grants[patient.pk], contacts[patient.pk], rules, at=at))
    return lines


def _to_whom(patient, grants, contacts, rules, *, at) -> Line:
    """The patient's own account, for a child a parent's; else their mailbox, else a contact's, else who has access."""
    own = [grant for grant in grants if grant.is_self]
    relation = relation_of_own_address(patient, at=at, rules=rules)
    near = own or (grants if relation != Relation.SELF else [])
    mailed = [(patient.email, relation)] + [(one.email, Relation(one.relation)) for one in contacts]
    mailed = [(email.lower(), relation) for email, relation in mailed if email]
    if near or (grants and not mailed):
        return Line(patient, Outcome.PORTAL, account=(near or grants)[0].account)
    if mailed:
        email, relation = mailed[0]
        return Line(patient, Outcome.LINK, email=email, relation=relation)
    return Line(patient, Outcome.NO_EMAIL)


@transaction.atomic
def dispatch(clinic, *, number: uuid.UUID, patients, asking: Asking, by, at) -> Dispatch | None:
    """Send one form to these patients, fifty now and fifty more every ten minutes. `number` names the press of the
    button, so that pressing twice sends once; None where another clinic has that number. Raises CannotSend.
    """
    (template,) = asking.templates
    if template.clinic_id != clinic.pk or template.archived_at or not template.live_version():
        raise CannotSend(template.slug)
    made, is_new = Dispatch.objects.get_or_create(
        pk=number,
        defaults={
            "clinic_id": clinic.pk,
            "template": template,
            "rule": asking.rule,
            "months": asking.months,
            "due_at": asking.due_at,
            "practitioner": asking.practitioner,
            "message": asking.message,
            "made_at": at,
            "made_by": by,
        },
    )
    if not is_new:
        return made if made.clinic_id == clinic.pk else None
    own = Patient.objects.of(clinic).filter(pk__in=[patient.pk for patient in patients])
    lines = [
        DispatchLine(dispatch=made, patient=patient, leaves_at=_leaves(place, at=at))
        for place, patient in enumerate(own.order_by("sort_name", "pk"))
    ]
    DispatchLine.objects.bulk_create(lines, batch_size=500)
    audit.record("forms.dispatched", by=by, target=made, clinic=clinic.pk)
    return made


def _leaves(place: int, *, at):
    return at + EVERY * (place // A_BATCH)


def send_lines(*, at) -> None:
    """Send what is due. Two workers at once share the lines; a line that was done is never done again."""
    while _send_one(at=at):
        pass


@transaction.atomic
def _send_one(*, at) -> bool:
    waiting = DispatchLine.objects.filter(done_at=None, leaves_at__lte=at, dispatch__stopped_at=None)
    rows = waiting.select_for_update(of=("self",), skip_locked=True).order_by("leaves_at", "pk")
    along = ("dispatch__template__clinic", "dispatch__practitioner", "dispatch__made_by", "patient")
    line = rows.select_related(*along).first()
    if line is None:
        return False
    try:
        with transaction.atomic():  # what a fault left half done is undone, its audit rows with it
            outcome = _leave(line.dispatch, line.patient, at=at)
    except Exception:  # whatever it is: the others must not wait for this one
        log.exception("line %s of a sending could not leave", line.pk)
        outcome = Outcome.FAILED
    DispatchLine.objects.filter(pk=line.pk).update(done_at=at, outcome=outcome)
    return True


def _leave(made, patient, *, at) -> Outcome:
    asking = Asking(
        [made.template],
        rule=made.rule,
        months=made.months,
        due_at=made.due_at if made.due_at and made.due_at > at else None,
        practitioner=made.practitioner,
        message=made.message,
    )
    (line,) = preview_of(made.template.clinic, [patient], asking, at=at)
    who = {"by": made.made_by, "at": at}
    try:
        if line.account:
            sent = send_to_account(patient, asking, account=line.account, **who)
        elif line.email:
            sent = send_by_link(patient, asking, email=line.email, relation=line.relation, **who)
        else:
            return line.outcome
    except CannotSend:
        return Outcome.ARCHIVED
    return line.outcome if sent.new else Outcome.HAS_IT


@transaction.atomic
def try_again(made, *, by, at) -> int:
    """What a fault kept from leaving leaves now, in batches, unless it was stopped. Returns how many."""
    failed = made.lines.select_for_update(of=("self",)).filter(
        outcome=Outcome.FAILED, dispatch__stopped_at=None
    )
    lines = list(failed.order_by("pk"))
    for place, line in enumerate(lines):
        line.done_at, line.outcome, line.leaves_at = None, "", _leaves(place, at=at)
    DispatchLine.objects.bulk_update(lines, ["done_at", "outcome", "leaves_at"])
    if lines:
        audit.record("forms.dispatch_tried_again", by=by, target=made, clinic=made.clinic_id)
    return len(lines)


@transaction.atomic
def stop(made, *, by, at) -> bool:
    """What has not left never leaves. Stopping twice changes nothing."""
    if not Dispatch.objects.filter(pk=made.pk, stopped_at=None).update(stopped_at=at):
        return False
    audit.record("forms.dispatch_stopped", by=by, target=made, clinic=made.clinic_id)
    return True
