"""All records of the clinic as one file: asked for, released by a second person, downloaded within a day."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from accounts.again import password_again
from common import clock
from common.http import posted
from common.serving import served
from office.forms.reasons import MustSay
from office.only_for import ACTS, BOTH, only_for
from office.presenters import exports as show
from records.actions import exports as actions
from records.models import ClinicExport

WHO = gettext_lazy("All records are taken out by managers and owners, two of them together.")


def _ended_if_over(export, *, at):
    if export and export.ended_at is None and export.ready_at and export.expires_at <= at:
        actions.end(export, because="expired", at=at)
        export.refresh_from_db()
    return export


@only_for(actions.may_export, says=WHO)
def exports(request):
    """How the last one stands, and what is asked for."""
    at, rows = clock.now(), ClinicExport.objects.of(request.clinic)
    last = _ended_if_over(rows.order_by("-asked_at").first(), at=at)
    audit.opened("exports.opened", by=request.user, target=request.clinic, clinic=request.clinic, at=at)
    earlier = rows.select_related("asked_by", "released_by", "ended_by").order_by("-asked_at")[:20]
    return render(request, "office/exports.html", show.exports_page(last, earlier, request.user, at=at))


@only_for(actions.may_export, says=WHO, answers=BOTH)
@password_again
def asking(request):
    """Why, and what it means; the password is asked again first."""
    form, at = MustSay(posted(request)), clock.now()
    if request.method == "POST" and form.is_valid():
        asked = actions.ask(request.clinic, by=request.user, at=at, reason=form.cleaned_data["reason"])
        messages.success(request, show.what_now(asked, request.user, at=at))
        return redirect("office:exports")
    page = show.asking_page(form, request.user, request.clinic)
    return render(request, "office/export_confirm.html", page, status=422 if form.is_bound else 200)


@only_for(actions.may_export, says=WHO, answers=BOTH)
@password_again
def release(request, export):
    """The second person says yes."""
    at = clock.now()
    found = get_object_or_404(ClinicExport.objects.of(request.clinic).select_related("asked_by"), pk=export)
    if request.method == "POST":
        try:
            if actions.release(found, by=request.user, at=at):
                messages.success(request, _("Released. It is being made now."))
        except actions.NotYet as fault:
            messages.error(request, show.why_not(str(fault)))
        return redirect("office:exports")
    if actions.why_not_release(found, request.user, at=at):
        return redirect("office:exports")
    return render(request, "office/export_confirm.html", show.release_page(found, at=at))


@only_for(actions.may_export, says=WHO, answers=ACTS)
def stop(request, export):
    """Nothing is made, or what was made is gone."""
    found = get_object_or_404(ClinicExport.objects.of(request.clinic), pk=export)
    if actions.end(found, because="stopped", at=clock.now(), by=request.user):
        messages.success(request, _("Stopped. There is no file any more."))
    return redirect("office:exports")


@only_for(actions.may_export, says=WHO)
def file(request, export):
    """The file, to a manager or an owner, while it is there."""
    at = clock.now()
    found = _ended_if_over(ClinicExport.objects.of(request.clinic).filter(pk=export).first(), at=at)
    if found is None or not found.is_there(at=at):
        raise Http404
    return _file(request, found, at=at)


@password_again
def _file(request, export, *, at):
    day = export.ready_at.astimezone(request.clinic.zone)
    name = f"{request.clinic.slug}-{day:%Y-%m-%d}-all.zip"
    answer = served(export.stored_as, name=name, content_type="application/zip")
    if answer.status_code < 400:
        actions.note_download(export, by=request.user, at=at)
    return answer
