"""Who gets into the office, and into which part of a patient's workspace."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

import audit
from clinic.team import member_behind
from common import clock
from office.presenters.emergencies import emergency_url
from office.presenters.person import refused_page
from office.workspace import Workspace, workspace_of
from records.joining.trail import kept_of
from records.models import Patient

LOOKS, WRITES, ACTS = ("GET", "HEAD"), ("GET", "HEAD", "POST"), ("POST",)


def for_the_team(view):
    """A page for people who work at this clinic. To everybody else the office does not exist (404)."""

    @require_safe
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if member_behind(request) is None:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _to_kept(request, patient_id, member):
    """A record that was joined into another leads there; to anybody else, and for any other id, there is nothing."""
    kept = kept_of(patient_id) if member else None
    if kept is None or not Patient.objects.of(request.clinic).filter(pk=kept).exists():
        raise Http404
    messages.info(
        request, _("That record was joined with another of the same person. This is the one that was kept.")
    )
    return redirect("office:patient", kept)


@dataclass(frozen=True)
class Part:
    """A part of a patient's workspace: what a look at it is called in the ledger, and who may enter.

    `who_may` says to a member of the team who may not, whom to ask.
    """

    noun: str
    may_enter: Callable[[Workspace], bool] = lambda space: True
    who_may: str = ""


def note(request, space: Workspace, verb, target=None) -> None:
    """A look, or that it was refused: at this, or at what the page is about."""
    seen = {
        "target": target or space.about or space.patient,
        "patient": space.patient,
        "clinic": request.clinic,
    }
    audit.opened(verb, by=request.user, at=space.at, **seen)


def refused(request, space: Workspace, verb, says, *, target=None, emergency_url=""):
    """Who of the team may hears whom to ask (403), and that is written down."""
    note(request, space, verb, target)
    page = refused_page(space, says, emergency_url=emergency_url)
    return render(request, "office/refused.html", page, status=403)


def in_workspace(part: Part, *, methods=LOOKS):
    """A page about one patient; the view gets the workspace in place of the id.

    A patient of another clinic, a missing one, and anybody outside the team: 404. A member of the team without the
    right hears who has it (403). Both are written down: the look, and that it was refused.
    """

    def dressed(view):
        @require_http_methods(methods)
        @wraps(view)
        def guarded(request, patient, **names):
            member, at = member_behind(request), clock.now()
            space = workspace_of(member, request.clinic, patient, at=at) if member else None
            if space is None:
                return _to_kept(request, patient, member)
            # For the frame around the page.
            request.glass_until, request.in_tray = space.glass_until, space.in_tray
            if not part.may_enter(space):
                way_in = _emergency(request, space, part)
                return refused(request, space, f"{part.noun}.refused", part.who_may, emergency_url=way_in)
            answer = view(request, space, **names)
            if request.method in LOOKS and answer.status_code == 200:
                note(request, space, f"{part.noun}.opened")
            return answer

        return guarded

    return dressed


def _emergency(request, space: Workspace, part: Part) -> str:
    """Where a practitioner may open what was refused, where an emergency would open it; empty elsewhere."""
    if request.method not in LOOKS or not space.breaks_glass or not part.may_enter(space.in_an_emergency()):
        return ""
    return emergency_url(space.patient, then=request.path)
