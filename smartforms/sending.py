"""Forms sent by staff: into the portal of an account, or by a mailed link; and somebody reminded of one."""

from dataclasses import dataclass, field

from django.db import transaction

import audit
import outbox
from outbox.models import Message
from records.actions.alone import alone_with
from records.models.access import Relation
from smartforms.actions import assign
from smartforms.mailing import A_MINUTE, mail_forms, may_be_mailed, of_address
from smartforms.models import Assignment, FormLink


@dataclass(frozen=True)
class Sent:
    """What a sending did: forms that are new, and those that waited there already. `link`: the mail they went with."""

    new: list[Assignment] = field(default_factory=list)
    waited: list[Assignment] = field(default_factory=list)
    link: FormLink | None = None


@transaction.atomic
def send_to_account(patient, *, account, templates, by, at, due_at=None, practitioner=None) -> Sent:
    """Send forms into an account's portal, with one mail that they wait. What waits there already is not sent twice.

    Raises CannotSend. That the account has access is for the caller to know.
    """
    alone_with(patient)
    waiting = Assignment.objects.waiting(at=at).filter(patient=patient, account=account)
    new, waited = _missing(
        waiting, templates, patient, account=account, by=by, at=at, due_at=due_at, practitioner=practitioner
    )
    if new:
        outbox.post(
            "smartforms.assigned",
            clinic=patient.clinic_id,
            account=account,
            patient=patient,
            about={"forms": " ".join(str(form.pk) for form in new)},
            dedupe_key=f"assigned:{new[0].pk}",
            at=at,
        )
    return Sent(new, waited)


@transaction.atomic
def send_by_link(patient, *, email, relation, templates, by, at, due_at=None, practitioner=None) -> Sent:
    """Send forms to a mailbox: one link opens all that wait, these among them (see `mail_forms`).

    Pressed twice within a minute there is one mail. Raises CannotSend.
    """
    alone_with(patient)
    waiting = of_address(may_be_mailed(patient, at=at), email)
    if relation != Relation.SELF:  # what is the patient's alone travels to nobody else
        waiting = waiting.filter(confidential=False)
    new, waited = _missing(
        waiting, templates, patient,
        account=None, by=by, at=at, due_at=due_at, practitioner=practitioner,
    )  # fmt: skip
    just_mailed = FormLink.objects.open().filter(
        patient=patient, email=email.lower(), issued_at__gt=at - A_MINUTE
    )
    link = None if new else just_mailed.first()
    link = link or mail_forms(patient, email=email, relation=relation, by=by, at=at)
    return Sent(new, waited, link)


def _missing(waiting, templates, patient, **how) -> tuple[list, list]:
    """The forms that had to be made, and those that were among the `waiting` already."""
    there = {one.version.template_id: one for one in waiting.select_related("version")}
    new, waited = [], []
    for template in templates:
        if one := there.get(template.pk):
            waited.append(one)
        else:
            new.append(assign(template=template, patient=patient, **how))
    return new, waited


@transaction.atomic
def remind(assignment, *, by, at) -> bool:
    """Mail the account a form was sent to that it still waits; at most once a minute.

    False, and nothing happens, where it does not wait, where its account does not see it, or just after a reminder.
    """
    form = Assignment.objects.select_for_update(of=("self",)).select_related("account").get(pk=assignment.pk)
    if form.account is None or not waits_for(form.account, [form.pk], at=at).exists():
        return False
    minute = int(at.timestamp() // 60)
    key, last = (f"reminder:{form.pk}:{one}" for one in (minute, minute - 1))
    if Message.objects.filter(dedupe_key__in=[key, last], posted_at__gt=at - A_MINUTE).exists():
        return False
    outbox.post(
        "smartforms.reminder",
        clinic=form.clinic_id,
        account=form.account,
        patient=form.patient_id,
        about={"forms": form.pk},
        dedupe_key=key,
        at=at,
    )
    audit.record("form.reminded", by=by, target=form, patient=form.patient_id, clinic=form.clinic_id)
    return True


def waits_for(account, forms, *, at):
    """Which of these forms (ids) wait for this account and were sent to it, as it may see them now."""
    visible = Assignment.objects.visible_to(account, at=at).waiting(at=at)
    return visible.filter(pk__in=forms, account=account)
