"""What helps when a patient cannot see something: looking as their account, and the reports that say why."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from office.policies import sees_reports
from office.presenters.emergencies import emergency_url
from office.presenters.grants import has_ended
from records.policies import may_give_access


def help_links(space) -> list[dict]:
    """Buttons under the name of a patient: for those who may give access to the record; for practitioners who do not
    have the patient among their own, the way in in an emergency."""
    emergency = []
    if space.breaks_glass and not space.glass_until:
        label = _("Open in an emergency")
        emergency = [{"url": emergency_url(space.patient), "label": label, "icon": "triangle-alert"}]
    return _looking(space) + emergency


def _looking(space) -> list[dict]:
    if not may_give_access(space.member, cares=space.cares):
        return []
    query = urlencode({"patient": space.patient.pk})
    why = [(_("Why don’t they see the form?"), "office:forms_report", "clipboard-x")]
    if sees_reports(space.member):
        why.insert(0, (_("Why can’t they get in?"), "office:sign_in", "key"))
    live = [grant for grant in space.grants if not has_ended(grant, space.at)]
    return [
        {
            "url": reverse("see_as", args=[grant.account_id]),
            "label": _("See as %(name)s") % {"name": grant.account.given_name or grant.account.email},
            "icon": "eye",
        }
        for grant in sorted(live, key=lambda grant: not grant.is_self)
    ] + [{"url": f"{reverse(name)}?{query}", "label": label, "icon": icon} for label, name, icon in why]
