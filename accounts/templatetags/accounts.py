"""Words for what the sign-in library shows as it comes."""

from django import template
from django.utils.translation import gettext as _

from accounts.once_more import leads_to, reason_for

register = template.Library()

# The first that fits counts: most browsers also claim to be others.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome"} | {
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
} | {
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


@register.filter
def device(user_agent: str) -> str:
    """'Firefox on Windows' for what a browser says of itself."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), _("A browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser


@register.simple_tag(takes_context=True)
def why_once_more(context) -> str:
    """Why somebody is asked once more who they are: what the page does that they are on their way to."""
    return reason_for(leads_to(context["request"]))
