"""What to say while a clinic has not chosen its ages (D3: no silent default)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.models import Membership
from clinic.policies import CONFIGURE, may_configure
from common.wording import one_of
from records.models.access import Relation
from records.policies import rules_of, why_not_full

SETTINGS = "office:settings_access"


def ages_missing(clinic, *, chosen: bool | None = None) -> dict | None:
    """For those who can choose the ages, until they have. `chosen`: whether they have, where that is known already."""
    if rules_of(clinic).has_ages if chosen is None else chosen:
        return None
    return {
        "text": _("Choose from which age young people decide themselves, and when they are of age."),
        "link_url": reverse(SETTINGS),
        "link_label": _("Choose the ages"),
    }


def ages_notice(space) -> dict | None:
    """Why nobody but the patient can be given this record in full now, and who can change that; else nothing."""
    if not why_not_full(space.patient, Relation.PARENT, at=space.at):
        return None
    words = _(
        "The clinic has not chosen its ages yet. Until then nobody but the patient can be given this record in full."
    )
    if may_configure(space.member):
        return {"text": words, "link_url": reverse(SETTINGS), "link_label": _("Choose the ages")}
    names = one_of(sorted(str(one.user) for one in _who_configure(space.patient.clinic)))
    return {"text": f"{words} {_('Ask %(names)s.') % {'names': names}}" if names else words}


def _who_configure(clinic):
    live = Membership.objects.filter(clinic=clinic, ended_at=None, roles__overlap=sorted(CONFIGURE))
    return live.select_related("user")
