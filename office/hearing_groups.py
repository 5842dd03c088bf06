"""By which choice a colleague hears of each kind of thing that waits."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from office.tray import (
    ALERT,
    DECIDED_BY,
    DUPLICATE,
    EMERGENCY,
    FAILED,
    FORM,
    LEFT_OPEN,
    OF_HEALTH,
    PROPOSED,
    REQUEST,
    SENT,
)
from tray.notices import FORMS, GIVEN


@dataclass(frozen=True)
class Group:
    """Things one chooses about together. `kinds` are beginnings of their names."""

    label: str
    kinds: tuple[str, ...]
    hint: str = ""

    def is_for(self, member) -> bool:
        """Whether this member decides anything of it."""
        return any(DECIDED_BY.get(kind, lambda _member: True)(member) for kind in self.kinds)


GROUPS = {
    GIVEN: Group(_("What a colleague gives me"), ()),
    FORMS: Group(
        _("Forms that were sent in"),
        (OF_HEALTH, FORM),
        _("Those that were sent for me, and those for nobody that I may read."),
    ),
    "files": Group(_("Files that were sent"), (SENT,)),
    "visits": Group(_("Visits that are asked for, and the waiting list"), (REQUEST, LEFT_OPEN)),
    "changes": Group(_("Changes to personal details"), (PROPOSED,)),
    "access": Group(
        _("Access to records"),
        ("access_request", "access_taken_back", "code_burned", "guessing", "age_"),
        _("Requests, wrong codes, and young people who come of age."),
    ),
    "records": Group(_("Records: duplicates, erasing, emergencies"), (DUPLICATE, "erasure_asked", EMERGENCY)),
    "mails": Group(_("Mails that did not get through"), (FAILED,)),
}
ALERTS = "alerts"  # whose mails cannot be switched off; the mail of a day counts them


def groups_for(member) -> dict[str, Group]:
    """The groups of which a member decides anything, or may be given something."""
    return {name: group for name, group in GROUPS.items() if not group.kinds or group.is_for(member)}


def group_of(item, account) -> str:
    """By which choice of whom it comes to a thing is told."""
    if item.kind == ALERT:
        return ALERTS
    if item.assigned_to_id == account and item.assigned_by_id not in (None, account):
        return GIVEN
    return next((name for name, group in GROUPS.items() if item.kind.startswith(group.kinds or ("\0",))), "")
