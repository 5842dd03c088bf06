"""The choice of mails in words."""

from datetime import time

from django.utils.translation import gettext as _

from common.wording import clock_time
from office.hearing_groups import ALERTS, GROUPS


def group_label(name: str) -> str:
    """What a group of things is called in a mail, before its number."""
    return _("Answers that must not wait") if name == ALERTS else str(GROUPS[name].label)


def hours() -> list[tuple[int, str]]:
    """The hours of a day, for choosing one."""
    return [(hour, clock_time(time(hour))) for hour in range(24)]
