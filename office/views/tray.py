"""The tray: everything that waits for the clinic; giving it to a colleague, putting it off, ticking it off."""

from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from clinic.team import member_behind, team_behind
from common import clock
from common.http import posted
from common.paging import page_number
from office import tray_acts
from office.forms.tray import Giving, PuttingOff
from office.only_for import ACTS, only_for
from office.policies import sees_tray
from office.presenters import tray_acts as words
from office.presenters.tray import address, tray_page
from office.tray import DONE, Asked, counts_behind, tray_of

WHO = gettext_lazy(
    "The tray is for the front desk, managers and owners, and for practitioners with their own patients."
)


def _with_team(view):
    """The page shows colleagues: they are looked up together with whoever asks."""

    @wraps(view)
    def with_team(request, *args, **kwargs):
        team_behind(request)
        return view(request, *args, **kwargs)

    return with_team


@_with_team
@only_for(sees_tray, says=WHO)
def tray(request):
    """What waits, what must not wait first, then files, the oldest at the top; one part of it where that is asked."""
    return _page(request, at=clock.now())


def _page(request, *, at, giving=None, putting=None, untold=""):
    """The page, with what was ticked and chosen already where something is missing (422)."""
    member, clinic = member_behind(request), request.clinic
    asked, number = Asked.of(request.GET), page_number(request.GET.get("page", ""))
    found = tray_of(member, clinic, counts_behind(request), asked, number=number, at=at)
    audit.opened(
        "tray.listed",
        by=request.user,
        target=":".join([str(clinic.pk), asked.whose, found.asked.kind, str(found.page.number)]),
        at=at,
        clinic=clinic,
        ids=list(found.patients),
    )
    page = tray_page(found, member, team_behind(request), clinic, at=at) | {
        "giving": giving or _giving(request),
        "putting": putting or PuttingOff(None, clinic=clinic, at=at),
        "ticked": {int(one) for one in _ids(request)},
        "untold": untold,
    }
    return render(request, "office/tray.html", page, status=422 if request.method == "POST" else 200)


def _giving(request, data=None) -> Giving:
    team = [one for one in team_behind(request) if sees_tray(one) and one.user.is_active]
    return Giving(data, team=team, member=member_behind(request))


def _ids(request) -> list[str]:
    """The things that were ticked, or the one whose own button was pressed."""
    sent = request.POST.getlist("only") or request.POST.getlist("mine") or request.POST.getlist("items")
    return [one for one in sent if one.isascii() and one.isdecimal() and len(one) < 16]


def _holder(request, item):
    """Who had it when the page was drawn; None for nobody. What is no id of anybody: 404."""
    sent = request.POST.get(f"holder-{item.pk}", "")
    try:
        return UUID(sent) if sent else None
    except ValueError:
        raise Http404 from None


def _chosen(request, *, at) -> list:
    """What was chosen, as far as this member sees it. What is not there for them, or foreign: 404."""
    ids = _ids(request)
    found = tray_acts.chosen_of(member_behind(request), request.clinic, ids, at=at)
    if ids and not found:
        raise Http404
    return found


def _nothing_ticked(request, *, at, **forms):
    return _page(request, at=at, untold=_("Tick at least one line."), **forms)


@_with_team
@only_for(sees_tray, says=WHO, answers=ACTS)
def tray_assignment(request):
    """Give what is ticked to a colleague, to oneself or to nobody. Whoever is second hears who has it."""
    at, member = clock.now(), member_behind(request)
    items = _chosen(request, at=at)
    to = member
    if "mine" not in request.POST:
        form = _giving(request, posted(request))
        if not form.is_valid() or not items:
            return (
                _page(request, at=at, giving=form) if items else _nothing_ticked(request, at=at, giving=form)
            )
        to = form.chosen
    seen = {one.pk: _holder(request, one) for one in items}
    outcome = tray_acts.give(items, to, clinic=request.clinic, seen=seen, by=request.user, at=at)
    names = {one.user_id: one.user.name or one.user.email for one in team_behind(request)}
    return _answer(request, words.given(outcome, to, by=request.user, names=names))


@_with_team
@only_for(sees_tray, says=WHO, answers=ACTS)
def tray_snooze(request):
    """Put what is ticked off until a moment, or bring one back."""
    at = clock.now()
    items, until = _chosen(request, at=at), None
    if "only" not in request.POST:
        form = PuttingOff(posted(request), clinic=request.clinic, at=at)
        if not form.is_valid() or not items:
            return (
                _page(request, at=at, putting=form)
                if items
                else _nothing_ticked(request, at=at, putting=form)
            )
        until = form.chosen
    outcome = tray_acts.put_off(items, until, by=request.user, at=at)
    return _answer(request, words.put_off(outcome, until, zone=request.clinic.zone))


@_with_team
@only_for(sees_tray, says=WHO, answers=ACTS)
def tray_done(request):
    """Somebody has taken note. What has to be decided is not ticked off but decided."""
    at = clock.now()
    items = _chosen(request, at=at)
    if not items:
        return _nothing_ticked(request, at=at)
    outcome = tray_acts.tick_off(items, by=request.user, at=at)
    undo = f"undo:{reverse('office:tray')}?whose={DONE}" if outcome.done else ""
    return _answer(request, words.ticked_off(outcome), tags=undo)


@_with_team
@only_for(sees_tray, says=WHO, answers=ACTS)
def tray_undone(request):
    """What was ticked off waits again."""
    at = clock.now()
    items = _chosen(request, at=at)
    if not items:
        return _nothing_ticked(request, at=at)
    return _answer(request, words.put_back(tray_acts.put_back(items, by=request.user, at=at)))


@only_for(sees_tray, says=WHO)
def tray_news(request):
    """Whether anything changed since a page was drawn: 304 where nothing did."""
    stamp = f'"{tray_acts.stamp_of(request.clinic, at=clock.now())}"'
    if request.headers.get("If-None-Match") == stamp:
        return HttpResponseNotModified()
    return HttpResponse(status=204, headers={"ETag": stamp})


def _answer(request, said, *, tags=""):
    """Back to the part of the tray one came from, with what became of it."""
    for sentence, is_good in said:
        say = messages.success if is_good else messages.warning
        say(request, sentence, extra_tags=tags if is_good else "")
    return redirect(address(Asked.of(request.GET)))
