"""The mails to the team about what waits: how much of what, and where. No name, nothing of anybody (product §12)."""

from datetime import datetime

from django.urls import reverse

from accounts.mail import account_of
from clinic.letterhead import site_of
from clinic.models import Clinic
from clinic.policies import membership_of
from office.hearing import counted
from office.hearing_groups import ALERTS, GROUPS
from office.policies import sees_tray
from office.presenters.hearing import group_label
from outbox import registry
from outbox.composing import written
from tray.models import Way
from tray.notices import notices_of


def news(message, *, at):
    """What came since, for who hears of it at once. Dropped when a colleague took care of all of it meanwhile."""
    since = datetime.fromisoformat(message.about["since"])
    return _about(message, "office/mail/news", Way.AT_ONCE, at=at, since=since)


def digest(message, *, at):
    """The one mail of a day: what waits. Dropped when nothing does any more."""
    return _about(message, "office/mail/digest", Way.DAILY, at=at)


def _about(message, template, way, *, at, **which):
    account = account_of(message)
    clinic = Clinic.objects.get(pk=message.clinic_id)
    member = membership_of(account, clinic)
    if member is None or not sees_tray(member):
        raise registry.ReasonGone("works here no more")
    found = counted(member, clinic, way, notices_of(account, clinic), at=at, **which)
    if not found:
        raise registry.ReasonGone("nothing waits")
    context = {
        "how_many": found.total(),
        "lines": [(group_label(name), found[name]) for name in (ALERTS, *GROUPS) if name in found],
        "path": reverse("office:tray"),
        "notices_path": reverse("office:notices"),
    }
    mail = written(message, template, to=account.email, context=context)
    mail.extra_headers["List-Unsubscribe"] = f"<{site_of(clinic)}{context['notices_path']}>"
    return mail


def register():
    registry.register("office.news", news)
    registry.register("office.digest", digest)
