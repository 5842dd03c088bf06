"""Saving while someone types, and telling which questions are asked now."""

from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from common import clock
from smartforms import actions, policies
from smartforms.engine import progress, reading
from smartforms.engine.enabling import enabled
from smartforms.presenters import filling, telling
from smartforms.views.filling import revision_of
from smartforms.views.finding import find


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request, patient, assignment, number):
    """POST keeps the answers of one page. GET gives a fresh form token to a page whose session began again."""
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    outline = assignment.version.outline
    if not 1 <= number <= len(outline.pages):
        raise Http404
    response = getattr(assignment, "response", None)
    if policies.why_not_fill(request.user, assignment, at=at) or response is None:
        return JsonResponse({"closed": True}, status=409)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "revision": response.revision})
    response.assignment = assignment
    posted = reading.read_page(outline, outline.pages[number - 1]["keys"], request.POST)
    saved = actions.save_answers(
        response=response, posted=posted, revision=revision_of(request.POST), by=request.user, at=at
    )
    if saved is None:
        return JsonResponse({"closed": True}, status=409)
    on = enabled(outline, saved.response.answers)
    state = progress.of(outline, saved.response.answers, on)
    return JsonResponse(
        {
            "revision": saved.response.revision,
            "saved": telling.saved_words(saved.response, unkept=len(saved.unkept)),
            "time": filling.saved_time(saved.response),
            "answered": filling.answered_words(state),
            "progress": [state.answered, state.asked],
            "enabled": [
                item["key"] for item in outline.under(outline.pages[number - 1]["keys"]) if item["key"] in on
            ],
            "conflicts": sorted(saved.conflicts),
            "told": telling.while_typing(outline, posted, saved.unkept),
            "unkept": sorted(saved.unkept),
        }
    )
