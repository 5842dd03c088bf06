"""The account step: sign in, make an account there and then, or go on as a guest where the clinic allows it."""

from allauth.core import ratelimit
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import create_account
from accounts.forms import SignIn
from accounts.views import BACKEND
from booking import steps
from booking.actions.holding import keep_answers
from booking.forms import BookingAccount
from booking.presenters.held import held_page
from booking.rules import forms_of, needs_account
from booking.visitors import own_hold
from common import clock
from common.http import posted


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def account(request, hold):
    """Sign in or create an account; afterwards the very next step. Known and unknown addresses look the same."""
    held = own_hold(request, hold)
    if request.user.is_authenticated:
        return redirect(steps.next_step(held, request.user).url(held))
    may_skip = not needs_account(request.clinic, held.service)
    if may_skip and request.POST.get("how") == "guest":
        typed = {name: answer for name, answer in held.answers.items() if name != "patient"}
        keep_answers(held, {**typed, "as_guest": True}, by=None)
        return redirect("booking:patient", held.pk)
    is_new = request.POST.get("how") == "new" or "new" in request.GET
    form = (BookingAccount if is_new else SignIn)(posted(request), **({} if is_new else {"request": request}))
    status = 200
    if request.method == "POST":
        if is_new and form.is_valid():
            if not ratelimit.consume(request, action="signup"):
                return render(request, "429.html", status=429)
            made = create_account(**form.cleaned_data, at=clock.now(), language=request.LANGUAGE_CODE)
            login(request, made, backend=BACKEND)
            return redirect("booking:patient", held.pk)
        if not is_new and form.is_valid():
            return form.login(request, redirect_url=reverse("booking:hold", args=[held.pk]))
        status = 422
    page = {
        **held_page(request, held),
        "form": form,
        "is_new": is_new,
        "may_skip": may_skip,
        "brings_forms": bool(forms_of(request.clinic, held.service)),
        "has_errors": status == 422,
        "back_url": steps.change_url(held) if not is_new else reverse("booking:account", args=[held.pk]),
    }
    return render(request, "booking/account.html", page, status=status)
