"""Saving while someone types, and telling which questions are asked now."""

from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from common import clock
from smartforms import actions, policies, prefilling, receiving
from smartforms.definition import is_worked_out
from smartforms.engine import offering, progress
from smartforms.engine.meaning import raised
from smartforms.presenters import filling, telling, words
from smartforms.views.coming_in import author_of, for_whoever_fills
from smartforms.views.finding import find
from smartforms.views.growing import revision_of


@for_whoever_fills
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request, patient, assignment, number):
    """POST keeps the answers of one page. GET tells how it stands, with a fresh form token for a session begun again.

    A save works no formula out (performance P9): a page of a form with formulas asks for its state afterwards.
    """
    at = clock.now()
    assignment = find(request, patient, assignment, at=at)
    outline = assignment.version.outline  # the number of pages is the same however far the form has grown
    if not 1 <= number <= len(outline.pages):
        raise Http404
    response = getattr(assignment, "response", None)
    if policies.why_not_fill(request.user, assignment, at=at) or response is None:
        return JsonResponse({"closed": True}, status=409)
    if request.method != "POST":
        response.assignment = assignment
        return JsonResponse(
            {"token": get_token(request)} | state_of(response, number, by=request.user, at=at)
        )
    response.assignment = assignment
    outline = response.outline_with(request.POST.getlist("asked"))
    keys = outline.pages[number - 1]["keys"]
    posted = receiving.read_page(response, outline, keys, request.POST, at=at)
    prefilling.settle(posted, request.POST, response)
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
    if outline.signatures:
        given = saved.response.answers
        kept["signed"] = {key: given[key][0]["at"] for key in outline.signatures if given.get(key)}
    if outline.has_formulas:
        return JsonResponse(kept)
    return JsonResponse(kept | state_of(saved.response, number, by=request.user, at=at))


def _listed(outline, here, now) -> dict[str, str]:
    """Which answers the lists of a page offer now, where they follow from other answers."""
    offered = offering.narrowed(outline, now, [item["key"] for item in here])
    found = (offered[item["key"]] for item in here)
    return {item["key"]: offering.mark_of(item) for item in found if offering.is_following(item)}


def state_of(response, number, *, by, at) -> dict:
    """How a page stands for whoever fills it in: which questions are asked, also of entries that are only offered,
    what is worked out on it, how far the form is."""
    known = prefilling.Known(response, by, at=at)
    outline = response.outline_with(known.entries)
    here = outline.under(outline.pages[number - 1]["keys"])
    now = known.standing(outline, tuple(item["key"] for item in here))
    state = progress.of(outline, response.answers, now.on)
    return {
        "help": bool(raised(outline, response.answers | now.worked_out, now.on)),
        "answered": filling.answered_words(state),
        "progress": [state.answered, state.asked],
        "enabled": [item["key"] for item in here if item["key"] in now.on],
        "worked_out": {
            item["key"]: words.answer(item, now.worked_out.get(item["key"], []))
            for item in here
            if is_worked_out(item) and item["key"] not in outline.unseen
        },
    } | ({"listed": _listed(outline, here, now)} if outline.has_offering else {})
