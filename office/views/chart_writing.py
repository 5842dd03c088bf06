"""Writing a chart: beginning it, going on with it, keeping what is typed, signing it."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from booking.actions.charting import begin_note, discard_note
from common.http import posted
from office import charts as finding
from office.doors import ACTS, WRITES, in_workspace, note
from office.forms.charts import Beginning, Draft, revision_of
from office.overview import visit_of
from office.parts import WRITING
from office.presenters import chart_editor as show
from office.presenters.chart_signing import beginning_page, signing_page, visit_choices
from office.views.chart_amending import show_amendment
from office.views.charts import found_chart, not_yours
from records.actions import charts
from records.policies import may_change_chart
from records.writing import filled, plan_filled

NONE = "none"


@in_workspace(WRITING, methods=WRITES)
def beginning(request, space):
    """A new note: about one of one's own visits, or about none."""
    practitioner = finding.own_practitioner(space)
    if practitioner is None:
        return not_yours(request, space)
    visits = finding.visits_to_note(space, practitioner)
    form = Beginning(posted(request), choices=[*visit_choices(visits, space), (NONE, _("None of these"))])
    if form.is_valid():
        chosen = form.cleaned_data["visit"]
        visit = next((one for one in visits if str(one.pk) == chosen), None)
        if visit:
            begun = begin_note(visit, by=request.user, at=space.at)
        else:
            today = space.at.astimezone(space.zone).date()
            begun = charts.begin(
                patient=space.patient, practitioner=practitioner, day=today, by=request.user, at=space.at
            )
        return redirect("office:chart_writing", space.patient.pk, begun.pk)
    page = beginning_page(space, form)
    return render(request, "office/chart_beginning.html", page, status=422 if form.is_bound else 200)


@in_workspace(WRITING, methods=ACTS)
def visit_note(request, space, appointment):
    """The note of one's own visit: begun now, or gone on with."""
    visit = visit_of(space, appointment)
    if visit is None:
        raise Http404
    if visit.is_off and not visit.chart_id:
        messages.info(request, _("No note was begun: this visit does not take place."))
        return redirect("office:patient", space.patient.pk)
    if visit.chart_id:
        return redirect("office:chart", space.patient.pk, visit.chart_id)
    if visit.practitioner.user_id != request.user.pk:
        return not_yours(request, space)
    begun = begin_note(visit, by=request.user, at=space.at)
    return redirect("office:chart_writing", space.patient.pk, begun.pk)


@in_workspace(WRITING, methods=WRITES)
def writing(request, space, chart):
    """The editor. What can be kept is kept; what was typed meanwhile elsewhere is shown beside it (409)."""
    found = found_chart(space, chart)
    if not may_change_chart(request.user, found):
        return not_yours(request, space)
    if request.method != "POST":
        if found.is_locked:
            return redirect("office:chart", space.patient.pk, found.pk)
        form = Draft(chart=found)
        return _show(request, space, found, form, adding=request.GET.get("add", ""))
    form = Draft(posted(request), chart=found)
    is_whole, said = form.is_whole, form.said
    try:
        saved = charts.save(found, said, version=revision_of(request.POST), by=request.user, at=space.at)
    except charts.Signed:
        return show_amendment(request, space, found, posted(request), signed_meanwhile=True)
    except charts.Changed as meanwhile:
        return _show(
            request, space, meanwhile.chart, form, conflicts=show.met(meanwhile.chart, said), status=409
        )
    if not is_whole:
        return _show(request, space, saved, form, status=422)
    return _go_on(request, space, saved)


def _go_on(request, space, saved):
    """What the pressed button asks for, now that everything is kept."""
    then, _space, what = request.POST.get("then", "save").partition(" ")
    here = reverse("office:chart_writing", args=[space.patient.pk, saved.pk])
    if then == "sign":
        return redirect("office:chart_signing", space.patient.pk, saved.pk)
    if then == "add" and what in ("supplements", "prescriptions"):
        return redirect(f"{here}?add={what}")  # a fragment would keep browsers from autofocus
    if then == "fill":
        _fill(request, space, saved)
    elif then == "copy":
        _copy(request, space, saved)
    else:
        messages.success(request, _("Saved."))
    return redirect(here)


def _fill(request, space, saved):
    """A template of one's own, into what is still empty."""
    own = finding.templates_of(saved.practitioner)
    template = next((one for one in own if str(one.pk) == request.POST.get("template")), None)
    if template is None:
        return messages.info(request, _("Choose a template first."))
    said, parts = filled(saved, template)
    _tell_filled(request, space, saved, said, parts)


def _copy(request, space, saved):
    """The plan of the last visit, section by section, into what is still empty."""
    source = finding.last_plan(saved)
    plan, parts = plan_filled(saved.plan, source.plan) if source else ({}, [])
    _tell_filled(request, space, saved, {"plan": plan}, parts)


def _tell_filled(request, space, saved, said, parts):
    if not parts:
        return messages.info(request, _("Nothing was filled in: what is there stays as you wrote it."))
    charts.save(saved, said, version=saved.version, by=request.user, at=space.at)
    names = show.part_names(parts)
    messages.success(request, _("Filled in: %(parts)s. What you had written stays.") % {"parts": names})


@in_workspace(WRITING, methods=WRITES)
def keeping(request, space, chart):
    """What is typed, kept by the page itself. GET: a fresh form token, for a session begun again."""
    found = found_chart(space, chart)
    if not may_change_chart(request.user, found):
        note(request, space, "chart.refused")
        return JsonResponse({}, status=403)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "revision": found.version})
    form = Draft(posted(request), chart=found)
    wrong = dict(form.things_to_fix)
    try:
        saved = charts.save(found, form.said, version=revision_of(request.POST), by=request.user, at=space.at)
    except (charts.Signed, charts.Changed):
        return JsonResponse({"closed": True}, status=409)
    kept = {
        "revision": saved.version,
        "saved": show.saved_words(saved, at=space.at, zone=space.zone, is_whole=not wrong),
        "time": show.saved_time(saved, zone=space.zone),
        "told": show.told(wrong),
        "unkept": sorted(wrong),
        "conflicts": [],
        "enabled": show.questions(),
    }
    return JsonResponse(kept, status=422 if wrong else 200)


@in_workspace(WRITING, methods=WRITES)
def signing(request, space, chart):
    """The last look before a note is signed."""
    found = found_chart(space, chart)
    if not may_change_chart(request.user, found):
        return not_yours(request, space)
    if found.is_locked:
        return redirect("office:chart", space.patient.pk, found.pk)
    if request.method != "POST":
        return render(request, "office/chart_signing.html", signing_page(space, found))
    try:
        charts.sign(found, version=revision_of(request.POST), by=request.user, at=space.at)
    except charts.Changed as meanwhile:
        meanwhile.chart.patient = space.patient
        page = signing_page(space, finding.chart_of(space, found.pk), has_changed=True)
        return render(request, "office/chart_signing.html", page, status=409)
    except charts.Hollow:
        messages.info(request, _("There is nothing to sign yet."))
        return redirect("office:chart_writing", space.patient.pk, found.pk)
    messages.success(request, _("Signed. From now on it changes only with a reason, and its history stays."))
    return redirect("office:chart", space.patient.pk, found.pk)


@in_workspace(WRITING, methods=ACTS)
def discarding(request, space, chart):
    """A draft in which nothing was written goes away; anything else stays."""
    found = found_chart(space, chart)
    if not may_change_chart(request.user, found):
        return not_yours(request, space)
    if discard_note(found, by=request.user):
        messages.success(request, _("The empty note is gone."))
        return redirect("office:charts", space.patient.pk)
    messages.info(request, _("Nothing was removed: something is written in this note."))
    return redirect("office:chart", space.patient.pk, found.pk)


def _show(request, space, chart, form, *, adding="", conflicts=None, status=200):
    chart.patient = space.patient
    page = show.editor_page(
        space,
        chart,
        form,
        templates=finding.templates_of(chart.practitioner_id),
        has_last_plan=finding.last_plan(chart) is not None,
        adding=adding,
        conflicts=conflicts,
    )
    return render(request, "office/chart_writing.html", page, status=status)
