"""Changing a signed chart, with a reason; what it said before stays in its history."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.doors import WRITES, in_workspace
from office.forms.charts import Amendment, revision_of
from office.parts import WRITING
from office.presenters import chart_editor as show
from office.views.charts import found_chart, not_yours
from records.actions import charts
from records.policies import may_change_chart


@in_workspace(WRITING, methods=WRITES)
def amendment(request, space, chart):
    """Saved in one go, with its reason: half an amendment is none."""
    found = found_chart(space, chart)
    if not may_change_chart(request.user, found):
        return not_yours(request, space)
    if not found.is_locked:
        return redirect("office:chart_writing", space.patient.pk, found.pk)
    if request.method != "POST":
        return show_amendment(request, space, found, None)
    form = Amendment(posted(request), chart=found)
    if not form.is_whole:
        return show_amendment(request, space, found, posted(request), status=422)
    reason, said = form.cleaned_data["reason"], form.said
    how = {"reason": reason, "version": revision_of(request.POST), "by": request.user, "at": space.at}
    try:
        charts.amend(found, said, **how)
    except charts.Unchanged:
        messages.info(request, _("Nothing was changed: it says the same as before."))
    except charts.Changed as meanwhile:
        met = show.met(meanwhile.chart, said)
        return show_amendment(request, space, meanwhile.chart, posted(request), conflicts=met, status=409)
    else:
        messages.success(request, _("Changed. What it said before stands in its history."))
    return redirect("office:chart", space.patient.pk, found.pk)


def show_amendment(request, space, chart, data, *, conflicts=None, signed_meanwhile=False, status=200):
    """The page; with `signed_meanwhile` for somebody who was still writing when the note was signed elsewhere (409)."""
    chart.patient = space.patient
    if signed_meanwhile:
        chart.refresh_from_db()
        form, status = Amendment(data, chart=chart), 409
        conflicts = show.met(chart, form.said)
    else:
        form = Amendment(data, chart=chart)
    page = show.amendment_page(space, chart, form, conflicts=conflicts, signed_meanwhile=signed_meanwhile)
    return render(request, "office/chart_amendment.html", page, status=status)
