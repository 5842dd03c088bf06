"""What helps when a patient cannot see something: looking as their account, and the reports that say why."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.presenters.grants import has_ended
from records.policies import may_give_access


def help_links(space, *, at) -> list[dict]:
    """Buttons under the name of a patient, for those who may give access to the record."""
    if not may_give_access(space.member, cares=space.cares):
        return []
    live = [grant for grant in space.grants if not has_ended(grant, at)]
    return [
        {
            "url": reverse("see_as", args=[grant.account_id]),
            "label": _("See as %(name)s") % {"name": grant.account.given_name or grant.account.email},
            "icon": "eye",
        }
        for grant in sorted(live, key=lambda grant: not grant.is_self)
    ]
