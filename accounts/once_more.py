"""Why somebody who is signed in is asked once more who they are: the rooms above say it for pages of their own."""

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _

PAGES = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
_reasons: dict[str, Promise] = {}


def register(reasons: dict[str, Promise]) -> None:
    """{name of a page: a sentence}, for pages that ask first."""
    _reasons.update(reasons)


def leads_to(request) -> str:
    """The page of ours that opens after one of those that ask; empty where there is none, or the page is no such."""
    match = request.resolver_match
    if match is None or match.view_name not in PAGES:
        return ""
    asked = request.POST.get("next") or request.GET.get("next", "")
    return asked if asked.startswith("/") else ""


def reason_for(path: str) -> str:
    """The sentence for whoever is on the way to a page."""
    try:
        name = resolve(path.partition("?")[0]).view_name
    except Resolver404:
        name = ""
    usual = _("What you are about to do concerns the safety of your account, so we ask once more.")
    return str(_reasons.get(name, usual))
