"""The charts of a patient: the list, one chart, its history, and its paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import pdf
from common.paging import page_number
from office.charts import chart_of, charts_of, own_practitioner, revisions_of
from office.doors import ACTS, in_workspace, note, refused
from office.parts import CHART, CHART_PAPER, CHARTS, WRITING
from office.presenters.chart_history import history_page
from office.presenters.chart_paper import chart_values
from office.presenters.charts import chart_page, charts_page
from records.actions.charts import keep_from_proxies
from records.policies import may_change_chart


def found_chart(space, pk):
    """The chart, and the ledger is told which one. Raises Http404."""
    found = chart_of(space, pk)
    if found is None:
        raise Http404
    space.about = found
    return found


@in_workspace(CHARTS)
def charts(request, space):
    """Every chart of the patient, the newest first."""
    page = charts_of(space, page_number(request.GET.get("page", "")))
    begins = space.writes_charts and own_practitioner(space) is not None
    return render(request, "office/charts.html", charts_page(space, page, begins=begins))


@in_workspace(CHART)
def chart(request, space, chart):
    """One chart as it stands: note, plan, who signed it, how often it changed."""
    found = found_chart(space, chart)
    page = chart_page(space, found, revisions_of(found), account=request.user)
    return render(request, "office/chart.html", page)


@in_workspace(CHART)
def history(request, space, chart):
    """What every amendment changed, and why. A draft has no history."""
    found = found_chart(space, chart)
    if not found.is_locked:
        raise Http404
    return render(request, "office/chart_history.html", history_page(space, found, revisions_of(found)))


@in_workspace(CHART_PAPER)
def paper(request, space, chart):
    """The same as a PDF, without private notes."""
    found = found_chart(space, chart)
    values = chart_values(space, found, revisions_of(found))
    try:
        printed = pdf.render("chart", values, language=get_language(), at=space.at)
    except pdf.Unprintable:
        messages.warning(
            request, _("This note is too long for one file. Print the page from your browser instead.")
        )
        return redirect("office:chart", space.patient.pk, found.pk)
    note(request, space, "chart.printed", found)
    answer = HttpResponse(printed, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="note-{found.day.isoformat()}.pdf"'
    return answer


@in_workspace(WRITING, methods=ACTS)
def hiding(request, space, chart):
    """Keep a signed chart from proxies, or show it to them again: its author decides."""
    found = found_chart(space, chart)
    if not may_change_chart(request.user, found):
        return not_yours(request, space)
    hides = request.POST.get("hide") == "yes"
    if keep_from_proxies(found, confidential=hides, by=request.user):
        kept, shown = (
            _("Proxies don’t see this note’s plan any more."),
            _("Proxies see this note’s plan again."),
        )
        messages.success(request, kept if hides else shown)
    return redirect("office:chart", space.patient.pk, found.pk)


def not_yours(request, space):
    """A note is its author's: a colleague hears what to do instead (403)."""
    says = _("Only the practitioner who began this note writes on it. Write a note of your own beside it.")
    return refused(request, space, "chart.refused", says)
