"""What the pages of codes, links and invitations have in common: who knocks, and what they hear."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views import LINK
from common import clock
from records.forms import refusal
from records.models import AccessRequest
from records.redeeming import Opened, TooMany

PAGE_OVER = "accounts/link_over.html"


def network_of(request) -> str:
    """The network address of whoever asks, as far as trusted proxies say it (never what anybody may write)."""
    return get_adapter(request).get_client_ip(request) or ""


def token_of(request) -> str:
    """The secret that a followed link left in the session."""
    return request.session.get(LINK, "")


def forget_token(request) -> None:
    """The link has done its work: its secret leaves the session."""
    request.session.pop(LINK, None)


def over(request):
    """One answer for every link that opens nothing: used, old, taken back, for somebody else, or none of ours."""
    return render(request, PAGE_OVER, status=410)


def too_many(request, error: TooMany):
    """No more tries for now: how long, and whom to call."""
    minutes = max(1, clock.minutes_in(error.wait))
    return render(request, "records/too_many.html", {"minutes": minutes}, status=429)


def refuse(form) -> None:
    """The one refusal, above the form."""
    form.add_error(None, refusal())


def opened(request, outcome):
    """Where somebody goes after a right secret: to the record, or to the page that says staff look first."""
    if isinstance(outcome, AccessRequest):
        return redirect("records_asked")
    if isinstance(outcome, Opened):
        messages.success(request, outcome.said)
        return redirect(outcome.leads_to)
    said = _("%(name)s’s record is in your account now.") % {"name": outcome.patient.given_name}
    messages.success(request, _("Your record is in your account now.") if outcome.is_self else said)
    return redirect("portal:patient", outcome.patient_id)
