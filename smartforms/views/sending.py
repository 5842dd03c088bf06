"""Looking everything over, sending it, and reading it back, on the screen and on paper."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock, pdf
from smartforms import actions, papers, policies
from smartforms.by_link import keep_help, note_sent
from smartforms.policies import Reason
from smartforms.presenters.crisis import help_after_sending
from smartforms.presenters.filling import check_context, sent_context
from smartforms.presenters.telling import sender_name
from smartforms.views.coming_in import author_of, for_whoever_fills, link_of
from smartforms.views.files import let_go_of_dropped
from smartforms.views.finding import explain, find, note_opening, sent_place


@for_whoever_fills
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, patient, assignment):
    """All answers in one list; POST sends them."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    reason = policies.why_not_fill(request.user, assignment, at=at)
    if reason == Reason.SENT:
        return redirect(sent_place(request, assignment))
    if reason:
        return explain(request, assignment, reason)
    if getattr(assignment, "response", None) is None:
        return redirect("smartforms:open", patient, assignment.pk)
    if request.method != "POST":
        note_opening(request, assignment, at=at)
        return render(request, "smartforms/check.html", check_context(assignment.response, at=at))
    link, before = link_of(request), assignment.response.answers
    try:
        stops = actions.submit(assignment=assignment, by=author_of(request), link=link, at=at)
    except actions.Closed as closed:
        return explain(request, assignment, Reason(closed.args[0]))
    if stops:
        context = check_context(assignment.response, stops, at=at)
        return render(request, "smartforms/check.html", context, status=422)
    response = actions.afresh(assignment.response)
    if response.submitted_at != at and not link:
        messages.info(
            request, _("This form was sent already, on another page or device. Here is what was sent.")
        )
    let_go_of_dropped(assignment, before, response.answers, by=author_of(request), at=at)
    if link:
        if help_after_sending(response):
            keep_help(request, assignment, at=at)
        note_sent(request, link, assignment, at=at)
    return redirect(sent_place(request, assignment))


@require_safe
def sent(request, patient, assignment):
    """The copy of what was sent, in the words that were asked."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    if not assignment.sent_in:
        return redirect("smartforms:open", patient, assignment.pk)
    if reason := policies.why_not_read_back(request.user, assignment):
        is_sender = assignment.sent_in.submitted_by_id == request.user.pk
        crisis = help_after_sending(assignment.sent_in) if is_sender else None
        return explain(request, assignment, reason, crisis=crisis)
    note_opening(request, assignment, at=at)
    return render(request, "smartforms/sent.html", sent_context(assignment.sent_in))


@require_safe
def paper(request, patient, assignment):
    """The same copy as a PDF to keep; for whoever may read it on the screen."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    if not assignment.sent_in:
        return redirect("smartforms:open", patient, assignment.pk)
    if reason := policies.why_not_read_back(request.user, assignment):
        return explain(request, assignment, reason)
    response = assignment.sent_in
    try:
        printed = papers.sent_paper(response, sender=sender_name(response), at=at)
    except pdf.Unprintable:
        messages.warning(request, papers.too_long())
        return redirect("smartforms:sent", patient, assignment.pk)
    note_opening(request, assignment, at=at, verb="form.printed")
    return printed
