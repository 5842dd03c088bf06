"""The forms behind a mailed link for whoever has no account: what waits, and that the rest was sent."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from records.views import knocking
from smartforms.by_link import forms_behind, is_done, link_in, needs_help
from smartforms.presenters.crisis import help_after_sending
from smartforms.presenters.listing import task
from smartforms.views import going_on


@login_not_required
@require_safe
def by_link(request):
    """What waits, one by one. No answers, no name, no way into the portal. To who signed in it is over."""
    if request.user.is_authenticated:
        return knocking.over(request)
    at = clock.now()
    link = link_in(request, at=at)
    page = {"crisis": _help(request, at=at)}
    if link is None or link.clinic_id != request.clinic.pk:
        if is_done(request):
            return render(request, "smartforms/by_link.html", page)
        return going_on.explain(request, at=at) or knocking.over(request)
    forms = forms_behind(link).waiting(at=at).select_related("version__template", "response")
    forms = forms.defer("version__definition", "version__source", "version__report", "response__answers")
    tasks = [task(form, at=at, zone=request.clinic.zone) for form in forms.order_by("due_at", "sent_at")]
    return render(request, "smartforms/by_link.html", page | {"tasks": tasks})


def _help(request, *, at):
    form = needs_help(request, at=at)
    if form is None or form.clinic_id != request.clinic.pk:
        return None
    form.response.assignment = form
    return help_after_sending(form.response)
