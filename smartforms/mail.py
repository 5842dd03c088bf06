"""The mails about forms. They say that forms wait, and neither which nor whose (product §12)."""

from django.urls import reverse

from accounts.mail import link_path
from common.wording import moment
from outbox import registry
from outbox.composing import written
from smartforms.models import Assignment, FormLink


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


def register():
    registry.register("smartforms.forms", forms)
