"""Forms for guests: the public page that mails a personal link, and the door that link leads to."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import prove_by_mail
from common import clock
from common.http import posted
from records.views import knocking
from smartforms import guests
from smartforms.forms import WhoIsThere
from smartforms.presenters import titles


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request, token):
    """Who is the form about, and where does the link go? The answer is the same for everybody."""
    at, link = clock.now(), guests.public_link(token)
    if link is None or link.clinic_id != request.clinic.pk:
        return knocking.over(request)
    form = WhoIsThere(posted(request))
    if form.is_valid():
        try:
            guests.ask(link, network=knocking.network_of(request), at=at, **form.cleaned_data)
        except guests.TooMany as error:
            return knocking.too_many(request, error)
        return redirect("guest_sent")
    page = {"form": form, "title": titles.of_template(link.template), "has_errors": form.is_bound}
    return render(request, "smartforms/guest.html", page, status=422 if form.is_bound else 200)


@login_not_required
@require_safe
def guest_sent(request):
    """Look in your mailbox: whoever it was, whatever was typed."""
    return render(request, "smartforms/guest_sent.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def guest_in(request):
    """The personal link: sign in or create an account; then one press makes the form theirs."""
    at, token = clock.now(), knocking.token_of(request)
    found = guests.guest_of(token) if token else None
    if found is None or found.clinic_id != request.clinic.pk:
        return knocking.over(request)
    if request.user.is_authenticated and found.used_by_id == request.user.pk:
        knocking.forget_token(request)
        return redirect("smartforms:open", found.assignment.patient_id, found.assignment_id)
    # Whoever used it before may sign in again and go on.
    if not found.is_live(at=at) and (found.used_at is None or request.user.is_authenticated):
        return knocking.over(request)
    here = reverse("smartforms:guest_in")
    if not request.user.is_authenticated:
        return render(request, "records/come_in.html", {"here": here, "kind": "forms"})
    if not prove_by_mail(request.user, found.email, at=at, really=request.method == "POST"):
        return render(request, "records/prove_first.html", {"here": here}, status=403)
    if request.method != "POST":
        return render(request, "smartforms/link.html", {"form": None, "here": here, "is_elsewhere": False})
    form = guests.let_in(found, account=request.user, at=at)
    if form is None:
        return knocking.over(request)
    knocking.forget_token(request)
    return redirect("smartforms:open", form.patient_id, form.pk)
