"""Finding a patient: by what was typed, while typing, and in the list of all of them."""

from django.shortcuts import render

import audit
from clinic.team import member_behind
from common import clock
from common.paging import a_page_of, page_number
from common.tokens import keyed_digest
from office import patient_list
from office.doors import for_the_team
from office.finding import found_for, how_many
from office.policies import sees_reports
from office.presenters import finding as show
from office.reports.asking import Asked
from office.reports.paging import page_of_many
from records.policies import may_keep_contacts

PER_PAGE, WHILE_TYPING = 50, 8
MOST = 1000  # counted no further: nobody reads on so far, and everything else is still found


@for_the_team
def patients(request):
    """Those of this clinic's patients who fit what was typed; without that the list, for who sees all, or their own.

    `?then=visit`: to book a visit for one of them.
    """
    asked, then = asked_of(request), then_of(request)
    if not asked and not then:
        return _list(request)
    at, member = clock.now(), member_behind(request)
    rows = found_for(member, request.clinic, asked, at=at)
    count = how_many(rows, most=MOST)
    page = a_page_of(rows, request.GET.get("page"), PER_PAGE, count=min(count, MOST))
    _note(request, asked, page, at=at)
    may_make = may_keep_contacts(member)
    shown = show.list_page(page, count, asked, request.clinic, at=at, then=then, may_make=may_make)
    return render(request, "office/patients.html", shown)


@for_the_team
def found(request):
    """The first who fit what is being typed: a part of a page, for the script beside the search."""
    at, asked = clock.now(), asked_of(request)
    fitting = found_for(member_behind(request), request.clinic, asked, at=at)
    rows = list(fitting[: WHILE_TYPING + 1]) if asked else []
    if asked:
        _note(request, asked, rows[:WHILE_TYPING], at=at)
    return render(
        request, "office/_found.html", show.found(rows, asked, request.clinic, most=WHILE_TYPING, at=at)
    )


def _list(request):
    at, member = clock.now(), member_behind(request)
    declared = patient_list.list_of(member)
    asked = Asked(declared, request.GET, clinic=request.clinic, at=at)
    knows = {"sees_all": sees_reports(member), "may_make": may_keep_contacts(member)}
    if not asked.is_right:
        page = show.whole_page(asked, None, **knows)
        return render(request, "office/patients_all.html", page, status=422)
    page = page_of_many(asked.in_order(asked.chosen()), page_number(request.GET.get("page", "")))
    _note(request, asked.address(), page, at=at)
    return render(request, "office/patients_all.html", show.whole_page(asked, page, **knows))


def _note(request, asked, page, *, at) -> None:
    # What was typed may be a name, and the audit holds ids only (Settled 7): its fingerprint stands for it.
    target = f"{keyed_digest('patients listed', asked)}:{getattr(page, 'number', 1)}"
    seen = [patient.pk for patient in page]
    audit.opened("patients.listed", by=request.user, target=target, at=at, clinic=request.clinic, ids=seen)


def asked_of(request) -> str:
    """What was typed, without stray spaces."""
    return " ".join(request.GET.get("q", "").split())


def then_of(request) -> str:
    """What somebody looks for a patient for: a visit, or nothing in particular."""
    return "visit" if request.GET.get("then") == "visit" else ""
