"""The mails about forms. They say that forms wait, and neither which nor whose (product §12)."""

from django.urls import reverse

from accounts.actions import live_link
from accounts.mail import account_of, claim_path, link_path
from accounts.models import User
from clinic.team import membership_of
from common.wording import moment
from outbox import registry
from outbox.composing import written
from outbox.sparing import spare
from smartforms.alerts import alert_of
from smartforms.models import Assignment, FormLink, Guest
from smartforms.policies import reads_answers
from smartforms.sending import waits_for
from tray.notices import wants_completed


def forms(message, *, at):
    """A link to the forms that wait, and four words in case it does not work. Dropped when either is over."""
    link = FormLink.objects.select_related("clinic").filter(pk=message.about["link"]).first()
    if link is None or not link.is_live(at=at):
        raise registry.ReasonGone("link over")
    waiting = Assignment.objects.waiting(at=at).filter(link=link).count()
    if not waiting:
        raise registry.ReasonGone("no form waits")
    context = {
        "how_many": waiting,
        "path": link_path(link),
        "words": " ".join(link.words),
        "code_path": reverse("records_code"),
        "until": moment(link.expires_at.astimezone(link.clinic.zone)),
    }
    return written(message, "smartforms/mail/forms", to=link.email, context=context)


def guest(message, *, at):
    """A personal link for somebody who followed a public one. Dropped when either opens nothing more."""
    found = Guest.objects.select_related("link", "clinic").filter(pk=message.about["guest"]).first()
    if found is None or not found.is_live(at=at):
        raise registry.ReasonGone("link over")
    spare(found.email, at=at)
    until = moment(found.expires_at.astimezone(found.clinic.zone))
    context = {"path": link_path(found), "until": until}
    return written(message, "smartforms/mail/guest", to=found.email, context=context)


def assigned(message, *, at):
    """The clinic has sent forms to an account. Dropped when none of them waits for it any more."""
    return _waiting(message, at=at, is_reminder=False)


def reminder(message, *, at):
    """A form still waits. Dropped when it was sent in, taken back or ran out meanwhile."""
    return _waiting(message, at=at, is_reminder=True)


def _waiting(message, *, at, is_reminder):
    account = account_of(message)
    waiting = waits_for(account, message.about["forms"].split(), at=at).count()
    if not waiting:
        raise registry.ReasonGone("no form waits")
    context = {
        "how_many": waiting,
        "is_reminder": is_reminder,
        "path": _door(account, message.patient_id, at=at),
    }
    text = "smartforms.reminder" if is_reminder else "smartforms.assigned"
    return written(message, "smartforms/mail/waiting", to=account.email, context=context, text=text)


def _door(account, patient_id, *, at) -> str:
    """To the forms in the portal; an address nobody proved yet is proved on the way (Settled 6)."""
    to_forms = reverse("portal:forms", args=[patient_id])
    if account.is_verified:
        return to_forms
    spare(account.email, at=at)
    if User.objects.owner_of(account.email):
        return claim_path(account, at=at)
    return f"{link_path(live_link(account, 'verify', email=account.email, at=at))}?next={to_forms}"


def alert(message, *, at):
    """Answers arrived that must not wait. Dropped when somebody took care of them meanwhile."""
    form = _arrived(message)
    if alert_of(form.response) is None or alert_of(form.response).done_at:
        raise registry.ReasonGone("taken care of")
    return _to_the_team(message, form, "smartforms/mail/alert", at=at)


def completed(message, *, at):
    """A form was sent in, for the practitioner it was sent for. Dropped for who switched these mails off."""
    form = _arrived(message)
    if not wants_completed(account_of(message), form.clinic):
        raise registry.ReasonGone("switched off")
    return _to_the_team(
        message, form, "smartforms/mail/completed", at=at, notices_path=reverse("office:notices")
    )


def corrected(message, *, at):
    """Somebody added a correction to what they had sent."""
    return _to_the_team(message, _arrived(message), "smartforms/mail/corrected", at=at)


def _arrived(message) -> Assignment:
    forms = Assignment.objects.filter(clinic=message.clinic_id, response__submitted_at__isnull=False)
    form = forms.select_related("patient", "version__template", "response").filter(pk=message.about["form"])
    if (found := form.first()) is None:
        raise registry.ReasonGone("no such form")
    return found


def _to_the_team(message, form, template, *, at, **more):
    """To the answers, for who may read them, else to where the form stands. Dropped for who works here no more."""
    account = account_of(message)
    member = membership_of(account, form.clinic)
    if member is None:
        raise registry.ReasonGone("works here no more")
    reads = reads_answers(member, form, at=at)
    names = [form.patient_id, form.pk] if reads else [form.patient_id]
    path = reverse("office:answers" if reads else "office:patient_forms", args=names)
    return written(message, template, to=account.email, context={"path": path, **more})


def register():
    registry.register("smartforms.alert", alert)
    registry.register("smartforms.completed", completed)
    registry.register("smartforms.corrected", corrected)
    registry.register("smartforms.forms", forms)
    registry.register("smartforms.guest", guest)
    registry.register("smartforms.assigned", assigned)
    registry.register("smartforms.reminder", reminder)
