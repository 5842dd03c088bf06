"""Forms sent by staff: into the portal of an account, or by a mailed link; and somebody reminded of one."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

import audit
import outbox
from clinic.models import Practitioner
from outbox.models import Message
from records.actions.alone import alone_with
from records.models.access import Relation
from smartforms.actions import assign
from smartforms.asking_again import is_asked
from smartforms.mailing import A_MINUTE, mail_forms, may_be_mailed, of_address
from smartforms.models import Assignment, FormLink, FormRule, Template


@dataclass(frozen=True)
class Sent:
    """What a sending did: forms that are new, and those that waited there already; `asked` are templates that were
    answered lately enough. `link`: the mail they went with."""

    new: list[Assignment] = field(default_factory=list)
    waited: list[Assignment] = field(default_factory=list)
    link: FormLink | None = None
    asked: list[Template] = field(default_factory=list)


@dataclass(frozen=True)
class Asking:
    """What is sent and how: the templates, the rule by which each is asked again, and what goes with them."""

    templates: list[Template]
    rule: FormRule = FormRule.EVERY_TIME
    months: int | None = None
    due_at: datetime | None = None
    practitioner: Practitioner | None = None
    message: str = ""
    confidential: bool = False

    def of(self, patient, *, at) -> tuple[list, list]:
        """The templates to be sent to this patient, and those the rule holds back."""
        kept = [
            one for one in self.templates if is_asked(patient, one, rule=self.rule, months=self.months, at=at)
        ]
        return kept, [one for one in self.templates if one not in kept]

    def assign(self, template, patient, *, account, by, at) -> Assignment:
        """One of the forms. Raises CannotSend."""
        return assign(
            template=template,
            patient=patient,
            account=account,
            by=by,
            at=at,
            due_at=self.due_at,
            practitioner=self.practitioner,
            message=self.message,
            confidential=self.confidential,
        )


@transaction.atomic
def send_to_account(patient, asking: Asking, *, account, by, at) -> Sent:
    """Send forms into an account's portal, with one mail that they wait. What waits there already is not sent twice.

    Raises CannotSend. That the account has access, and is the patient's own where the forms are confidential, is for
    the caller to know.
    """
    alone_with(patient)
    waiting = Assignment.objects.waiting(at=at).filter(patient=patient, account=account)
    sent = _send(waiting, asking, patient, account=account, by=by, at=at)
    if sent.new:
        outbox.post(
            "smartforms.assigned",
            clinic=patient.clinic_id,
            account=account,
            patient=patient,
            about={"forms": " ".join(str(form.pk) for form in sent.new)},
            dedupe_key=f"assigned:{sent.new[0].pk}",
            at=at,
        )
    return sent


@transaction.atomic
def send_by_link(patient, asking: Asking, *, email, relation, by, at) -> Sent:
    """Send forms to a mailbox: one link opens all that wait, these among them (see `mail_forms`).

    Pressed twice within a minute there is one mail. Raises CannotSend.
    """
    alone_with(patient)
    waiting = of_address(may_be_mailed(patient, at=at), email)
    if relation != Relation.SELF:  # what is the patient's alone travels to nobody else
        waiting = waiting.filter(confidential=False)
    sent = _send(waiting, asking, patient, account=None, by=by, at=at)
    if not (sent.new or sent.waited):
        return sent
    just_mailed = FormLink.objects.open().filter(
        patient=patient, email=email.lower(), issued_at__gt=at - A_MINUTE
    )
    link = None if sent.new else just_mailed.first()
    link = link or mail_forms(patient, email=email, relation=relation, by=by, at=at)
    return replace(sent, link=link)


def _send(waiting, asking, patient, *, account, by, at) -> Sent:
    """Make the forms that are missing: not among the `waiting`, and not held back by the rule."""
    waiting = waiting.filter(confidential=asking.confidential).select_related("version")
    there = {one.version.template_id: one for one in waiting}
    waited = [there[one.pk] for one in asking.templates if one.pk in there]
    missing = replace(asking, templates=[one for one in asking.templates if one.pk not in there])
    templates, asked = missing.of(patient, at=at)
    new = [asking.assign(one, patient, account=account, by=by, at=at) for one in templates]
    return Sent(new, waited, asked=asked)


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
