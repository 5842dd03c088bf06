"""Treatment plans: by visit, one of them, what changed in it, what counts now; on the page and on paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import pdf
from common.paging import a_page, around, page_number
from portal.activities import SHOWN, activities_of, current_of
from portal.documents import of_plan
from portal.plans import next_visit, one_plan, plans_of
from portal.presenters import plan as show
from portal.presenters.activities import cards
from portal.presenters.documents import in_plan
from portal.presenters.plan_paper import plan_values
from portal.presenters.record_tabs import record_tabs
from portal.views.opening import note, open_record, refuse
from records.current_plan import current_parts
from records.models.access import Scope
from records.policies import sees_all
from records.reading_plans import OPENED, changes_of, for_reader

A_PAGE = 20


@require_safe
def plans(request, patient):
    """The plans of a record, a visit each, the newest first."""
    household, grant = open_record(request, patient)
    if not sees_all(grant, Scope.RECORDS):
        return refuse(request, household, grant, "records")
    number = page_number(request.GET.get("page", ""))
    rows = for_reader(plans_of(request.user, grant.patient, at=household.at), request.user)
    found, more = a_page(rows, number, A_PAGE)
    note(request, household, grant, "plans.opened")
    page = {
        "patient": grant.patient,
        "grant": grant,
        "record_tabs": record_tabs(grant, "plans"),
        "rows": show.plan_rows(found),
        "current_url": reverse("portal:current_plan", args=[grant.patient_id]) if found else "",
        **around(number, more, "?page={}"),
    }
    return render(request, "portal/plans.html", page)


@require_safe
def plan(request, patient, chart):
    """One plan, as it was written in a visit."""
    household, grant = open_record(request, patient)
    found = _found(request, household, grant, chart)
    page = _one(request, household, grant, found)
    note(request, household, grant, OPENED, found)
    return render(request, "portal/plan.html", page)


@require_safe
def plan_paper(request, patient, chart):
    """The same as a PDF."""
    household, grant = open_record(request, patient)
    found = _found(request, household, grant, chart)
    page = _one(request, household, grant, found)
    return _handed_over(request, household, grant, page, "plan.printed", found)


@require_safe
def plan_changes(request, patient, chart):
    """What changed in a plan since it was signed."""
    household, grant = open_record(request, patient)
    found = _found(request, household, grant, chart)
    changes = changes_of(found)
    if not changes:
        raise Http404
    note(request, household, grant, OPENED, found)
    page = {
        "patient": grant.patient,
        "grant": grant,
        "title": show.title_of(grant),
        "lede": f"{show.who_words(found.practitioner)}. {show.visit_words(found)}",
        "changes": show.change_rows(changes, zone=request.clinic.zone),
        "back_url": reverse("portal:plan", args=[grant.patient_id, found.pk]),
    }
    return render(request, "portal/plan_changes.html", page)


@require_safe
def current_plan(request, patient):
    """What counts now out of all plans."""
    household, grant = open_record(request, patient)
    if not sees_all(grant, Scope.RECORDS):
        return refuse(request, household, grant, "records")
    page = _now(request, household, grant)
    note(request, household, grant, "current_plan.opened")
    return render(request, "portal/plan.html", page)


@require_safe
def current_plan_paper(request, patient):
    """The same as a PDF."""
    household, grant = open_record(request, patient)
    if not sees_all(grant, Scope.RECORDS):
        return refuse(request, household, grant, "records")
    page = _now(request, household, grant)
    return _handed_over(request, household, grant, page, "current_plan.printed", grant.patient)


def _found(request, household, grant, pk):
    found = one_plan(request.user, grant.patient, pk, at=household.at)
    if found is None:
        raise Http404
    return found


def _one(request, household, grant, plan) -> dict:
    zone = request.clinic.zone
    given = activities_of(request.user, grant.patient, at=household.at).filter(chart=plan)
    activities = _cards(request, household, given)
    papers = in_plan(plan, *of_plan(household, grant, plan))
    changes = changes_of(plan)
    names = [grant.patient_id, plan.pk]
    return {
        "patient": grant.patient,
        "grant": grant,
        "title": show.title_of(grant),
        "practitioner": plan.practitioner,
        "who": show.who_words(plan.practitioner),
        "visit": show.visit_words(plan),
        "notice": show.draft_notice([plan]),
        "parts": show.parts_of(
            plan, activities=activities, documents=papers, visit=plan.next_visit, zone=zone
        ),
        "signed": show.signed_words(plan, changes, zone=zone),
        "changes_url": reverse("portal:plan_changes", args=names) if changes else "",
        "here_url": reverse("portal:plan", args=names),
        "paper_url": reverse("portal:plan_paper", args=names),
        "back_url": reverse("portal:plans", args=[grant.patient_id]),
    }


def _now(request, household, grant) -> dict:
    zone, patient = request.clinic.zone, grant.patient
    plans = plans_of(request.user, patient, at=household.at)
    counts = current_parts(plans.iterator(chunk_size=500), on=household.today)
    activities = _cards(request, household, activities_of(request.user, patient, at=household.at))
    visit = next_visit(request.user, patient, at=household.at)
    return {
        "patient": patient,
        "grant": grant,
        "title": show.current_title(grant),
        "who": _("From all visits: what each practitioner said last."),
        "visit": "",
        "notice": show.draft_notice([part.plan for parts in counts.values() for part in parts]),
        "parts": show.parts_now(counts, activities=activities, visit=visit, zone=zone),
        "signed": "",
        "here_url": reverse("portal:current_plan", args=[patient.pk]),
        "paper_url": reverse("portal:current_plan_paper", args=[patient.pk]),
        "back_url": reverse("portal:plans", args=[patient.pk]),
    }


def _cards(request, household, activities) -> list[dict]:
    """The activities that count, with their buttons; whoever only looks presses nothing."""
    today = household.today
    found = list(current_of(activities, today=today)[:SHOWN])
    presses = getattr(request, "looking", None) is None
    return cards(found, today=today, zone=request.clinic.zone, presses=presses)


def _handed_over(request, household, grant, page, verb, target):
    lede = ". ".join(filter(None, (page["who"], page["visit"])))
    values = plan_values(
        request.clinic, grant.patient, page["parts"],
        title=page["title"], lede=lede, notice=page["notice"], signed=page["signed"],
    )  # fmt: skip
    try:
        paper = pdf.render("plan", values, language=get_language(), at=household.at)
    except pdf.Unprintable:
        words = _("This plan is too long for one file. Print the page from your browser instead.")
        messages.warning(request, words)
        return redirect(page["here_url"])
    note(request, household, grant, verb, target)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{_("treatment-plan")}.pdf"'
    return answer
