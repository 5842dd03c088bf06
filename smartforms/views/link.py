"""The link of a mail with forms. Looking shows the clinic's name and changes nothing; pressing acts (mail scanners)."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import prove_by_mail
from common import clock
from common.http import posted
from records.actions.invitations import is_shared_by_adults
from records.forms import BirthDate
from records.redeeming import Refused, TooMany, try_once
from records.views import knocking
from smartforms import by_link, mailing


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request):
    """Sign in or create an account; then one press leads to the forms.

    The date of birth is asked where two adults share the mailbox: neither answers the other's questions by mistake.
    """
    at, token = clock.now(), knocking.token_of(request)
    found = mailing.link_of(token) if token else None
    if found is None and not request.user.is_authenticated and by_link.link_in(request, at=at):
        return redirect("smartforms:by_link")  # the way back, after coming in
    if found is None or found.clinic_id != request.clinic.pk:
        return knocking.over(request)
    if request.user.is_authenticated and found.used_by_id == request.user.pk:
        knocking.forget_token(request)
        return redirect(mailing.opened_forms(found).leads_to)
    # Whoever used it before may sign in again and go on.
    if not found.is_live(at=at) and (found.used_at is None or request.user.is_authenticated):
        return knocking.over(request)
    here = reverse("smartforms:link")
    if not request.user.is_authenticated:
        is_offered = by_link.is_offered(found, at=at)
        if request.method == "POST" and is_offered:
            by_link.come_in(request, found, at=at)
            knocking.forget_token(request)  # or whoever sits here after a rest could come in again
            return redirect("smartforms:by_link")
        page = {"here": here, "kind": "forms", "without_account": is_offered}
        return render(request, "records/come_in.html", page)
    if not prove_by_mail(request.user, found.email, at=at, really=request.method == "POST"):
        return render(request, "records/prove_first.html", {"here": here}, status=403)
    is_shared = is_shared_by_adults(found.patient, found.email, at=at)
    form = BirthDate(posted(request)) if is_shared else None
    page = {"form": form, "here": here, "is_elsewhere": request.user.email != found.email}
    if request.method != "POST":
        return render(request, "smartforms/link.html", page)
    if form is None or form.is_valid():
        try:
            outcome = try_once(
                lambda: _redeem(found, form, account=request.user, at=at),
                account=request.user,
                clinic=request.clinic,
                network=knocking.network_of(request),
                at=at,
            )
        except TooMany as error:
            return knocking.too_many(request, error)
        except Refused:
            if form is None:
                return knocking.over(request)
            knocking.refuse(form)
        else:
            knocking.forget_token(request)
            return knocking.opened(request, outcome)
    return render(request, "smartforms/link.html", {**page, "has_errors": True}, status=422)


def _redeem(found, form, *, account, at):
    if form is None:
        return mailing.redeem(found, account=account, at=at)
    return mailing.redeem_words(found, account=account, born=form.cleaned_data["date_of_birth"], at=at)
