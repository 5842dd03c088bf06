"""A diary or repeated questionnaire: its entries for whoever fills it in, and one more where they add them freely."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import audit
from common import clock
from smartforms import policies
from smartforms.models import Assignment, Series
from smartforms.presenters.entries import series_page
from smartforms.presenters.places import home_of
from smartforms.series import add_entry
from smartforms.views.finding import is_at_home

SHOWN = 400


@require_safe
def series(request, patient, series):
    """Every entry in one list, and what was sent in one table."""
    at, found = clock.now(), _find(request, patient, series)
    entries = Assignment.objects.visible_to(request.user, at=at).filter(series=found, cancelled_at=None)
    entries = entries.select_related("version__template", "response", "patient", "clinic")
    entries = entries.defer("version__definition", "version__source", "version__report")
    rows = list(entries.order_by("-occurrence")[:SHOWN])
    readable = [one for one in rows if one.sent_in and not policies.why_not_read_back(request.user, one)]
    audit.opened(
        "series.opened", by=request.user, target=found, patient=found.patient, clinic=found.clinic,
        ids=[one.pk for one in rows], at=at,
    )  # fmt: skip
    may_add = found.is_free and not found.is_over
    page = series_page(found, rows, readable, at=at, zone=found.clinic.zone, may_add=may_add)
    page["back_url"] = home_of(found.patient_id)
    return render(request, "smartforms/series.html", page)


@require_POST
def entry(request, patient, series):
    """One more entry; somebody who has begun one goes on with that."""
    found = _find(request, patient, series)
    form = add_entry(found, by=request.user, at=clock.now())
    if form is None:
        messages.info(request, _("No more entries are wanted."))
        return redirect("smartforms:series", patient, found.pk)
    return redirect("smartforms:open", patient, form.pk)


def _find(request, patient, series) -> Series:
    rows = Series.objects.visible_to(request.user, at=clock.now()).filter(patient_id=patient)
    found = get_object_or_404(rows.select_related("patient", "clinic", "template"), pk=series)
    if not is_at_home(request, found.clinic):
        raise Http404
    return found
