"""Answering: the cover, and one page of questions after another."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from smartforms import actions, policies
from smartforms.definition import is_asked, wording
from smartforms.engine import checking, reading
from smartforms.engine.progress import open_pages
from smartforms.policies import Reason
from smartforms.presenters import telling
from smartforms.presenters.filling import cover_context, page_context
from smartforms.presenters.places import home_of
from smartforms.presenters.questions import Page
from smartforms.views import growing
from smartforms.views.finding import explain, find, note_opening


@require_safe
def cover(request, patient, assignment):
    """What the form is about; someone who has begun goes on where they stopped."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    reason = policies.why_not_fill(request.user, assignment, at=at)
    if reason == Reason.SENT:
        return redirect("smartforms:sent", patient, assignment.pk)
    if reason:
        return explain(request, assignment, reason)
    note_opening(request, assignment, at=at)
    response = actions.open_form(assignment=assignment, by=request.user, at=at)
    if response.revision:
        return redirect(_next_unanswered(response, at=at))
    return render(request, "smartforms/cover.html", cover_context(response, at=at))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, patient, assignment, number):
    """One page of questions. Continue checks and goes on; Save and come back later only keeps."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    if number > len(assignment.version.outline.pages) or number < 1:
        raise Http404
    reason = policies.why_not_fill(request.user, assignment, at=at)
    if reason == Reason.SENT:
        return redirect("smartforms:sent", patient, assignment.pk)
    if reason:
        return explain(request, assignment, reason)
    response = actions.open_form(assignment=assignment, by=request.user, at=at)
    if request.method == "POST":
        return _go_on(request, response, number, at=at)
    note_opening(request, assignment, at=at)
    return _show(
        request, response, number, at=at, more=request.GET.get("more", ""), room=request.GET.get("room", "")
    )


def _go_on(request, response, number, *, at):
    """Keep what was typed, then show what is wrong, what is new, or what comes next."""
    assignment, outline = response.assignment, response.outline_with(request.POST.getlist("asked"))
    keys = outline.pages[number - 1]["keys"]
    posted = reading.read_page(outline, keys, request.POST)
    saved = actions.save_answers(
        response=response, posted=posted, revision=growing.revision_of(request.POST), by=request.user, at=at
    )
    if saved is None:
        return redirect("smartforms:sent", assignment.patient_id, assignment.pk)
    response = saved.response
    posted.problems = telling.problems(posted, saved.unkept)
    again = {"at": at, "posted": posted, "unkept": len(saved.unkept)}
    if saved.conflicts:
        return _show(request, response, number, **again, conflicts=saved.conflicts, status=409)
    then = request.POST.get("then", "")
    if not saved.unkept and (place := growing.grow(response, then, request, at=at)):
        here = reverse("smartforms:page", args=[assignment.patient_id, assignment.pk, number])
        return redirect(f"{here}{place}")
    if then == "later" and not saved.unkept:
        messages.success(request, _("Your answers are saved. You can go on at any time."))
        return redirect(home_of(assignment.patient_id))
    if "clear" in request.POST:
        return redirect(f"{_here(assignment, number)}#{request.POST['clear']}-question")
    if elsewhere := saved.lapsed - posted.asked:
        names = {"question": wording(outline[min(elsewhere)])}
        messages.info(request, _("You changed an answer, so “%(question)s” has to be given again.") % names)
    now = response.standing(at=at, keys=None if outline.has_rules else ())
    on = now.on
    posted.problems.update(checking.missing(outline, response.answers, on, _without_problem(posted)))
    broken = now.broken()
    posted.problems.update({key: broken[key] for key in _without_problem(posted) if key in broken})
    if posted.problems:
        return _show(request, response, number, **again, status=422)
    new = [
        item["key"]
        for item in outline.under(keys)
        if item["key"] in on - posted.asked and is_asked(item, outline)
    ]
    if new:
        return redirect(f"{_here(assignment, number)}?more={len(new)}#{new[0]}-question")
    return redirect(_after(assignment, outline, on, number))


def _here(assignment, number: int) -> str:
    return reverse("smartforms:page", args=[assignment.patient_id, assignment.pk, number])


def _without_problem(posted) -> list[str]:
    return sorted(posted.asked - posted.problems.keys())


def _show(
    request, response, number, *, at, posted=None, conflicts=(), unkept=0, more="", room="", status=200
):
    outline = response.outline_with(posted.asked if posted else ())
    here = tuple(item["key"] for item in outline.under(outline.pages[number - 1]["keys"]))
    on = response.standing(at=at, keys=here).on | (outline.items.keys() - response.outline.items.keys())
    answers, unfinished, problems = response.told(at=at, keys=here), response.unfinished, {}
    if posted:
        answers = answers | {key: posted.answers[key] for key in conflicts}
        unfinished = {key: raw for key, raw in unfinished.items() if key not in conflicts} | posted.unfinished
        problems = posted.problems
    signed = posted.signed if posted and status == 422 else ()
    shown = Page(outline, number, answers, unfinished, problems, on, room, request.user.name, signed)
    context = page_context(response, shown, conflicts=conflicts, unkept=unkept, more=more)
    return render(request, "smartforms/page.html", context, status=status)


def _after(assignment, outline, on, number) -> str:
    """The next page with something to answer, else the check page."""
    following = [each for each in open_pages(outline, on) if each > number]
    if following:
        return reverse("smartforms:page", args=[assignment.patient_id, assignment.pk, following[0]])
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
            return reverse("smartforms:page", args=[assignment.patient_id, assignment.pk, number])
    return reverse("smartforms:check", args=[assignment.patient_id, assignment.pk])
