"""Accepting an invitation: one person's, or a family's that shares an address, one date of birth after another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import prove_by_mail
from common import clock
from common.http import posted
from records.actions.invitations import accept_one_of
from records.doors import invitation_of
from records.forms import BirthDate
from records.models import Invitation
from records.redeeming import Refused, TooMany, try_once
from records.views import knocking


def _waiting(request, *, at) -> list[Invitation]:
    """What the followed mail still offers; empty for a spent, old or foreign link."""
    token = knocking.token_of(request)
    first = invitation_of(token) if token else None
    if first is None or first.clinic_id != request.clinic.pk:
        return []
    live = Invitation.objects.live(at=at).filter(mailing=first.mailing, clinic_id=first.clinic_id)
    return list(live.exclude(sent_at=None).select_related("patient__clinic").order_by("pk"))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request):
    """Sign in or create an account; then each date of birth opens the record of whoever was born that day."""
    at = clock.now()
    waiting = _waiting(request, at=at)
    if not waiting:
        return knocking.over(request)
    here = reverse("records_invitation")
    if not request.user.is_authenticated:
        return render(request, "records/come_in.html", {"here": here, "kind": "invitation"})
    if not prove_by_mail(request.user, waiting[0].email, at=at, really=request.method == "POST"):
        return render(request, "records/prove_first.html", {"here": here}, status=403)
    form = BirthDate(posted(request))
    if form.is_valid():
        born = form.cleaned_data["date_of_birth"]
        try:
            outcome = try_once(
                lambda: accept_one_of(waiting, account=request.user, born=born, at=at),
                account=request.user,
                clinic=request.clinic,
                network=knocking.network_of(request),
                at=at,
            )
        except TooMany as error:
            return knocking.too_many(request, error)
        except Refused:
            knocking.refuse(form)
        else:
            if len(waiting) > 1:
                messages.success(request, _("Done. Here is another record you were invited to."))
                return redirect(here)
            knocking.forget_token(request)
            return knocking.opened(request, outcome)
    page = {
        "form": form,
        "here": here,
        "kind": "invitation",
        "how_many": len(waiting),
        "has_errors": form.is_bound,
    }
    return render(request, "records/birth_date.html", page, status=422 if form.is_bound else 200)
