"""A record taken out: asked for with the password, made by a worker, downloaded within a day."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from accounts.again import password_again
from common.serving import served
from portal.presenters.takeout import asking_page, file_name, takeout_page
from portal.views.opening import note, open_record, refuse
from records.actions import takeouts
from records.models import TakeOut


def _last(request, own, *, at):
    """The last take-out of this record by this account; one that is over by now is ended on the spot."""
    mine = (
        TakeOut.objects.of(request.clinic)
        .filter(account=request.user, patient=own.patient_id)
        .order_by("-asked_at")
    )
    last = mine.select_related("account", "patient__clinic").first()
    if last is not None and last.ended_at is None:
        over = last.ready_at and last.expires_at <= at
        if because := "expired" if over else takeouts.why_not_hand_out(last, at=at):
            takeouts.end(last, because=because, at=at)
            last.refresh_from_db()
    return last


@require_safe
def takeout(request, patient):
    """What a take-out holds, how far the last one is, and where to download it."""
    household, own = open_record(request, patient)
    if not request.user.is_verified:
        return refuse(request, household, own, "takeout")
    note(request, household, own, "takeout.opened")
    page = takeout_page(own, _last(request, own, at=household.at), at=household.at)
    return render(request, "portal/takeout.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def takeout_asking(request, patient):
    """Once more what it is, then the button; the password is asked again first."""
    household, own = open_record(request, patient)
    if not request.user.is_verified:
        return refuse(request, household, own, "takeout")
    return _asking(request, household, own)


@password_again
def _asking(request, household, own):
    if request.method == "POST":
        own.account = request.user
        takeouts.ask(own, by=request.user, at=household.at, language=get_language() or "")
        return redirect("portal:takeout", own.patient_id)
    note(request, household, own, "takeout.opened")
    return render(request, "portal/takeout_asking.html", asking_page(own))


@require_safe
def takeout_file(request, patient):
    """The file, to whoever may have it at this very moment."""
    household, own = open_record(request, patient)
    last = _last(request, own, at=household.at)
    visible = TakeOut.objects.visible_to(request.user, at=household.at)
    if last is None or not last.is_there(at=household.at) or not visible.filter(pk=last.pk).exists():
        raise Http404
    return _file(request, household, own, last)


@password_again
def _file(request, household, own, taken):
    answer = served(taken.stored_as, name=file_name(taken), content_type="application/zip")
    if answer.status_code < 400:
        takeouts.note_download(taken, by=request.user, at=household.at)
    return answer
