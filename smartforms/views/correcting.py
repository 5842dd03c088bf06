"""A note under what was sent: the answers stay, a correction stands beside them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from common.http import posted
from smartforms import addenda, policies
from smartforms.forms import Correction
from smartforms.presenters.filling import correction_context
from smartforms.views.finding import explain, find, note_opening


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request, patient, assignment):
    """For whoever may read the answers back."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    if not assignment.sent_in:
        return redirect("smartforms:open", patient, assignment.pk)
    if reason := policies.why_not_read_back(request.user, assignment):
        return explain(request, assignment, reason)
    form = Correction(posted(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            addenda.add(assignment, words=words, from_clinic=False, by=request.user, at=at)
        except addenda.TooMany:
            form.add_error("words", _("You have added many corrections today. Please call the clinic"))
        else:
            messages.success(request, _("Your correction is with the clinic."))
            return redirect("smartforms:sent", patient, assignment.pk)
    note_opening(request, assignment, at=at)
    assignment.response.assignment = assignment
    page = correction_context(assignment.response, form)
    return render(request, "smartforms/addendum.html", page, status=422 if form.is_bound else 200)
