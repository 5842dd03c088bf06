"""Answering: the cover, and one page of questions after another."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from smartforms import actions, policies, prefilling, receiving
from smartforms.definition import is_asked, wording
from smartforms.engine import checking, offering
from smartforms.engine.progress import open_pages
from smartforms.policies import Reason
from smartforms.presenters import telling
from smartforms.presenters.filling import cover_context, page_context
from smartforms.presenters.questions import Page
from smartforms.views import files, growing
from smartforms.views.coming_in import author_of, for_whoever_fills
from smartforms.views.finding import day_of, explain, find, home_for, note_opening, sent_place


@for_whoever_fills
@require_safe
def cover(request, patient, assignment):
    """What the form is about; someone who has begun goes on where they stopped."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    reason = policies.why_not_fill(request.user, assignment, at=at)
    if reason == Reason.SENT:
        return redirect(sent_place(request, assignment))
    if reason:
        return explain(request, assignment, reason)
    note_opening(request, assignment, at=at)
    response = actions.open_form(assignment=assignment, by=author_of(request), at=at)
    if response.revision:
        return redirect(_next_unanswered(response, at=at))
    home = home_for(request, assignment.patient_id)
    context = cover_context(response, home, at=at) | {"day_url": day_of(request, assignment)}
    return render(request, "smartforms/cover.html", context)


@for_whoever_fills
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, patient, assignment, number):
    """One page of questions. Continue checks and goes on; Save and come back later only keeps."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    if number > len(assignment.version.outline.pages) or number < 1:
        raise Http404
    reason = policies.why_not_fill(request.user, assignment, at=at)
    if reason == Reason.SENT:
        return redirect(sent_place(request, assignment))
    if reason:
        return explain(request, assignment, reason)
    response = actions.open_form(assignment=assignment, by=author_of(request), at=at)
    if request.method == "POST":
        return _go_on(request, response, number, at=at)
    note_opening(request, assignment, at=at)
    asked = {name: request.GET.get(name, "") for name in ("more", "room", "renewed")}
    return _show(request, response, number, at=at, **asked)


def _go_on(request, response, number, *, at):
    """Keep what was typed, then show what is wrong, what is new, or what comes next."""
    assignment, outline = response.assignment, response.outline_with(request.POST.getlist("asked"))
    keys = outline.pages[number - 1]["keys"]
    here = [item["key"] for item in outline.under(keys)]
    posted = receiving.read_page(response, outline, keys, request.POST, at=at)
    then = request.POST.get("then", "continue")
    prefilling.settle(posted, request.POST, response, pressed=then)
    files.take(request, response, outline, keys, posted, at=at)
    saved = actions.save_answers(
        response=response,
        posted=posted,
        revision=growing.revision_of(request.POST),
        by=author_of(request),
        at=at,
    )
    # Where it was sent meanwhile, what was sent still names its files.
    answers = (saved.response if saved else actions.afresh(response)).answers
    files.let_go(assignment, answers, posted, by=author_of(request), at=at)
    if saved is None:
        return redirect(sent_place(request, assignment))
    response = saved.response
    posted.problems = telling.problems(posted, saved.unkept)
    again = {"at": at, "posted": posted, "unkept": len(saved.unkept)}
    if saved.conflicts:
        return _show(request, response, number, **again, conflicts=saved.conflicts, status=409)
    if not saved.unkept and (place := growing.grow(response, then, request, at=at)):
        return redirect(f"{_here(assignment, number)}{place}")
    if then == "later" and not saved.unkept:
        messages.success(request, _("Your answers are saved. You can go on at any time."))
        return redirect(home_for(request, assignment.patient_id))
    if pressed := (request.POST.get("clear") or request.POST.get("remove") or request.POST.get("add")):
        if not posted.problems.keys() & posted.handed.keys():
            return redirect(f"{_here(assignment, number)}#{pressed.split()[0]}-question")
    if elsewhere := saved.lapsed - posted.asked:
        names = {"question": wording(outline[min(elsewhere)])}
        messages.info(request, _("You changed an answer, so “%(question)s” has to be given again.") % names)
    now = response.standing(at=at, keys=None if outline.has_rules or outline.has_offering else ())
    on, offered = now.on, offering.narrowed(outline, now, here)
    posted.problems.update(checking.missing(offered, response.answers, on, _without_problem(posted)))
    broken = now.broken()
    posted.problems.update({key: broken[key] for key in _without_problem(posted) if key in broken})
    if posted.problems:
        return _show(request, response, number, **again, status=422)
    new = [
        item["key"]
        for item in outline.under(keys)
        if item["key"] in on - posted.asked and is_asked(item, outline)
    ]
    if renewed := receiving.renewed(offered, response.answers, on, request.POST):
        return redirect(f"{_here(assignment, number)}?renewed=1#{renewed[0]}-question")
    if new:
        return redirect(f"{_here(assignment, number)}?more={len(new)}#{new[0]}-question")
    return redirect(_after(assignment, outline, on, number))


def _here(assignment, number: int) -> str:
    return reverse("smartforms:page", args=[assignment.patient_id, assignment.pk, number])


def _without_problem(posted) -> list[str]:
    return sorted(posted.asked - posted.problems.keys())


def _show(
    request,
    response,
    number,
    *,
    at,
    posted=None,
    conflicts=(),
    unkept=0,
    more="",
    room="",
    renewed="",
    status=200,
):
    known, asked = prefilling.Known(response, request.user, at=at), posted.asked if posted else ()
    outline = response.outline_with([*asked, *known.entries])
    here = tuple(item["key"] for item in outline.under(outline.pages[number - 1]["keys"]))
    now = known.standing(outline, here)
    on = now.on if known.entries else now.on | (outline.items.keys() - response.outline.items.keys())
    answers, unfinished, problems = response.answers | now.worked_out, response.unfinished, {}
    if posted:
        answers = answers | {key: posted.answers[key] for key in conflicts}
        unfinished = {key: raw for key, raw in unfinished.items() if key not in conflicts} | posted.unfinished
        problems = posted.problems
    signed = posted.signed if posted and status == 422 else ()
    offered = known.offers(outline, here) if outline.offers else {}
    signer = getattr(request.user, "name", "")
    outline = offering.narrowed(outline, now, here)
    shown = Page(outline, number, answers, unfinished, problems, on, room, signer, signed, offered)
    home = home_for(request, response.assignment.patient_id)
    context = page_context(
        response, shown, home, conflicts=conflicts, unkept=unkept, more=more, renewed=renewed
    )
    context["day_url"] = day_of(request, response.assignment)
    return render(request, "smartforms/page.html", context, status=status)


def _after(assignment, outline, on, number) -> str:
    """The next page with something to answer, else the check page."""
    following = [each for each in open_pages(outline, on) if each > number]
    if following:
        return _here(assignment, following[0])
    return reverse("smartforms:check", args=[assignment.patient_id, assignment.pk])


def _next_unanswered(response, *, at) -> str:
    """The first page on which something asked is still open, else the check page."""
    assignment, outline = response.assignment, response.outline
    on = response.standing(at=at, keys=()).on
    for number in open_pages(outline, on):
        asked = [
            i
            for i in outline.under(outline.pages[number - 1]["keys"])
            if i["key"] in on and is_asked(i, outline)
        ]
        if any(not response.answers.get(item["key"]) for item in asked):
            return _here(assignment, number)
    return reverse("smartforms:check", args=[assignment.patient_id, assignment.pk])
