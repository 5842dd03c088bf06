"""Saving while someone types, and telling which questions are asked now."""

from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from common import clock
from smartforms import actions, policies
from smartforms.definition import is_worked_out
from smartforms.engine import progress, reading
from smartforms.presenters import filling, telling, words
from smartforms.views.coming_in import author_of, for_whoever_fills
from smartforms.views.filling import revision_of
from smartforms.views.finding import find


@for_whoever_fills
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request, patient, assignment, number):
    """POST keeps the answers of one page. GET tells how it stands, with a fresh form token for a session begun again.

    A save works no formula out (performance P9): a page of a form with formulas asks for its state afterwards.
    """
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    outline = assignment.version.outline
    if not 1 <= number <= len(outline.pages):
        raise Http404
    response = getattr(assignment, "response", None)
    if policies.why_not_fill(request.user, assignment, at=at) or response is None:
        return JsonResponse({"closed": True}, status=409)
    if request.method != "POST":
        response.assignment = assignment
        return JsonResponse({"token": get_token(request)} | state_of(response, number, at=at))
    response.assignment = assignment
    posted = reading.read_page(outline, outline.pages[number - 1]["keys"], request.POST)
    saved = actions.save_answers(
        response=response, posted=posted, revision=revision_of(request.POST), by=author_of(request), at=at
    )
    if saved is None:
        return JsonResponse({"closed": True}, status=409)
    kept = {
        "revision": saved.response.revision,
        "saved": telling.saved_words(saved.response, unkept=len(saved.unkept)),
        "time": filling.saved_time(saved.response),
        "conflicts": sorted(saved.conflicts),
        "told": telling.while_typing(outline, posted, saved.unkept),
        "unkept": sorted(saved.unkept),
    }
    return JsonResponse(kept if outline.has_formulas else kept | state_of(saved.response, number, at=at))


def state_of(response, number, *, at) -> dict:
    """How a page stands: which of its questions are asked, what is worked out on it, how far the form is."""
    outline = response.assignment.version.outline
    here = outline.under(outline.pages[number - 1]["keys"])
    now = response.standing(at=at, keys=tuple(item["key"] for item in here))
    state = progress.of(outline, response.answers, now.on)
    return {
        "answered": filling.answered_words(state),
        "progress": [state.answered, state.asked],
        "enabled": [item["key"] for item in here if item["key"] in now.on],
        "worked_out": {
            item["key"]: words.answer(item, now.worked_out.get(item["key"], []))
            for item in here
            if is_worked_out(item) and item["key"] not in outline.unseen
        },
    }
