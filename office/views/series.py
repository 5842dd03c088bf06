"""A patient's diary or repeated questionnaire: its entries, and ending it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

import audit
from office.doors import WRITES, in_workspace
from office.parts import FORMS, SENDING
from office.presenters import series as show
from office.series import entries_of, series_of
from smartforms.series import end


@in_workspace(FORMS)
def series(request, space, series):
    """Its entries for everybody who sees forms; the answers for those who may read them."""
    found = entries_of(space, _series(space, series))
    if found.readable:
        audit.opened(
            "answers.opened", by=request.user, target=found.series, at=space.at, patient=space.patient,
            clinic=request.clinic, ids=[one.pk for one in found.readable],
        )  # fmt: skip
    return render(request, "office/series.html", show.series_page(found, acts=space.sends_forms))


@in_workspace(SENDING, methods=WRITES)
def ending(request, space, series):
    """No entry comes any more."""
    found = _series(space, series)
    if found.is_over:
        return redirect("office:series", space.patient.pk, found.pk)
    if request.method == "POST":
        if end(found, by=request.user, at=space.at):
            messages.success(request, _("The series has ended."))
        return redirect("office:series", space.patient.pk, found.pk)
    return render(request, "office/confirm.html", show.ending_page(space, found))


def _series(space, pk):
    found = series_of(space.patient, pk)
    if found is None:
        raise Http404
    return found
