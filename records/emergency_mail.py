"""Mails to owners about a record that was opened in an emergency: who, when, where to look it over. Nothing else."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.mail import account_of
from clinic.models.clinic import Role
from clinic.policies import has_role, membership_of
from common.wording import long_date, moment
from outbox import registry
from outbox.composing import written
from records.models import BrokenGlass


def emergency(message, *, at):
    """It happened just now."""
    glass = _glass(message)
    words = {
        "name": glass.membership.user,
        "when": moment(glass.opened_at.astimezone(glass.membership.clinic.zone)),
    }
    sentence = _(
        "%(name)s opened a record that is not of their own patients, on %(when)s. It stays open for an hour."
    )
    return _written(message, _("A record was opened in an emergency"), sentence % words)


def overdue(message, *, at):
    """Nobody looked it over in time. Dropped when somebody has."""
    glass = _glass(message)
    if glass.reviewed_at:
        raise registry.ReasonGone("looked over")
    words = {
        "name": glass.membership.user,
        "day": long_date(glass.opened_at.astimezone(glass.membership.clinic.zone)),
    }
    sentence = _(
        "%(name)s opened a record in an emergency on %(day)s. Nobody has said yet whether that was right."
    )
    return _written(message, _("An emergency is still to be looked over"), sentence % words)


def _glass(message) -> BrokenGlass:
    """The opening, for whoever owns the clinic now."""
    glasses = BrokenGlass.objects.select_related("membership__user", "membership__clinic")
    glass = glasses.get(pk=message.about["glass"])
    if not has_role(membership_of(account_of(message), glass.membership.clinic), {Role.OWNER}):
        raise registry.ReasonGone("owns it no more")
    return glass


def _written(message, title, sentence):
    path = reverse("office:emergency_review", args=[message.about["glass"]])
    context = {"title": title, "sentence": sentence, "path": path}
    return written(message, "records/mail/emergency", to=account_of(message).email, context=context)


def register():
    """Tell the outbox how these mails are made."""
    registry.register("records.emergency", emergency)
    registry.register("records.emergency_overdue", overdue)
