"""The forms behind a mailed link for whoever has no account: what waits, and that the rest was sent."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from records.views import knocking
from smartforms.by_link import forms_behind, is_done, just_sent, link_in
from smartforms.presenters.crisis import help_after_sending
from smartforms.presenters.listing import task


@login_not_required
@require_safe
def by_link(request):
    """What waits, one by one, and whom to call after an answer that must not wait. No answers, no name, no way into
    the portal."""
    at = clock.now()
    link = link_in(request, at=at)
    is_here = link is not None and link.clinic_id == request.clinic.pk
    if not is_here and not is_done(request):
        return knocking.over(request)
    page = {"crisis": next(filter(None, map(help_after_sending, just_sent(request, at=at))), None)}
    if not is_here:
        return render(request, "smartforms/by_link.html", page)
    forms = forms_behind(link).waiting(at=at).select_related("version__template", "response")
    forms = forms.defer("version__definition", "version__source", "version__report", "response__answers")
    tasks = [task(form, at=at, zone=request.clinic.zone) for form in forms.order_by("due_at", "sent_at")]
    return render(request, "smartforms/by_link.html", page | {"tasks": tasks})
