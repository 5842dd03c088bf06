"""One more day for a form, which patients give themselves."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock
from smartforms.another_day import add_day
from smartforms.views.finding import find


@require_POST
def another_day(request, patient, assignment):
    """Pressed once it gives a day; pressed again nothing more. Leads to the form either way."""
    at = clock.now()
    found = find(request, patient, assignment, at=at)
    if add_day(found, by=request.user, at=at):
        messages.success(request, _("You have one more day."))
    return redirect("smartforms:open", patient, found.pk)
