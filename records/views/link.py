"""The link of an access code. Looking shows the clinic's name and changes nothing; pressing acts (mail scanners)."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import prove_by_mail
from common import clock
from common.http import posted
from records.actions import codes
from records.doors import code_of
from records.forms import BirthDate
from records.models.access import Basis
from records.redeeming import Refused, TooMany, try_once
from records.views import knocking


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request):
    """Sign in or create an account; then the patient's date of birth opens the record."""
    at, token = clock.now(), knocking.token_of(request)
    code = code_of(token) if token else None
    if code is None or code.clinic_id != request.clinic.pk or not _is_live(code, at):
        return knocking.over(request)
    here = reverse("records_link")
    if not request.user.is_authenticated:
        return render(request, "records/come_in.html", {"here": here, "kind": "link"})
    if not prove_by_mail(request.user, code.email, at=at, really=request.method == "POST"):
        return render(request, "records/prove_first.html", {"here": here}, status=403)
    form = BirthDate(posted(request))
    if form.is_valid():
        born = form.cleaned_data["date_of_birth"]
        try:
            outcome = try_once(
                lambda: codes.redeem(code, account=request.user, born=born, basis=Basis.LINK, at=at),
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
            knocking.forget_token(request)
            return knocking.opened(request, outcome)
    page = {"form": form, "here": here, "kind": "link", "has_errors": form.is_bound}
    return render(request, "records/birth_date.html", page, status=422 if form.is_bound else 200)


def _is_live(code, at) -> bool:
    return bool(code.email) and code.is_live(at=at)
