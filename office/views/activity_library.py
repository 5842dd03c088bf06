"""The clinic's library of home activities: made, changed, retired. It holds nothing about anybody."""

import logging

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, files
from common.http import posted
from office.activities import activity_of, library_of
from office.forms.activities import LibraryForm, What, taken
from office.only_for import ACTS, BOTH, only_for
from office.presenters import activities as show
from records.actions.activities import (
    TitleTaken,
    keep_activity,
    keep_picture,
    retire_activity,
    take_up_again,
)
from records.handing_out import handed_out
from records.policies import may_keep_activities

log = logging.getLogger(__name__)
WHO = gettext_lazy("The library of home activities is kept by practitioners, managers and owners.")


@only_for(may_keep_activities, says=WHO)
def library(request):
    """Every activity of the clinic; `?show=retired` those that are given no more."""
    retired = request.GET.get("show") == "retired"
    page = show.library_page(library_of(request.clinic, retired=retired), retired=retired)
    return render(request, "office/activity_library.html", page)


@only_for(may_keep_activities, says=WHO, answers=BOTH)
def make(request):
    """A new one."""
    return _kept(request, None)


@only_for(may_keep_activities, says=WHO, answers=BOTH)
def edit(request, activity):
    """Change one; whoever was given it keeps the words they were given."""
    return _kept(request, _activity(request, activity))


@only_for(may_keep_activities, says=WHO, answers=ACTS)
def retiring(request, activity):
    """It is given no more."""
    found = _activity(request, activity)
    if retire_activity(found, by=request.user, at=clock.now()):
        messages.success(request, _("%(title)s is retired.") % {"title": found.title})
    return redirect("office:activity_library")


@only_for(may_keep_activities, says=WHO, answers=ACTS)
def taking_up(request, activity):
    """It can be given again."""
    found = _activity(request, activity)
    try:
        if take_up_again(found, by=request.user, at=clock.now()):
            messages.success(request, _("%(title)s can be given again.") % {"title": found.title})
    except TitleTaken:
        messages.warning(request, _("The library has another activity of this title."))
        return redirect("office:activity_edit", found.pk)
    return redirect("office:activity_library")


@only_for(may_keep_activities, says=WHO)
def picture(request, activity):
    """The picture of one."""
    found = _activity(request, activity)
    if found.picture is None:
        raise Http404
    return handed_out(found.picture, inline=True)


def _activity(request, pk):
    found = activity_of(request.clinic, pk)
    if found is None:
        raise Http404
    return found


def _kept(request, activity):
    said = posted(request), request.FILES or None  # once it is read, what was too large is known
    form = LibraryForm(
        *said, initial=_initial(activity), taken=_taken(request, activity),
        has_picture=bool(activity and activity.picture), too_large=getattr(request, "too_large", ()),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_activity(
                request.clinic, by=request.user, at=clock.now(), activity=activity,
                **form.words, **_picture(request, form, activity),
            )  # fmt: skip
        except files.Refused as refused:
            form.add_error("picture", str(refused))
        except TitleTaken:
            form.add_error("title", taken())
        except OSError:
            log.exception("a picture could not be kept")
            form.add_error("picture", _("We could not keep the file. Try again in a few minutes"))
        else:
            messages.success(request, _("%(title)s is saved.") % {"title": kept.title})
            return redirect("office:activity_library")
    return render(
        request,
        "office/activity_edit.html",
        show.edit_page(form, activity),
        status=422 if form.is_bound else 200,
    )


def _taken(request, activity) -> list[str]:
    """The titles that are given away; a retired activity keeps its own until it is taken up again."""
    if activity and activity.retired_at:
        return []
    others = library_of(request.clinic).exclude(pk=activity and activity.pk)
    return list(others.values_list("title", flat=True))


def _initial(activity) -> dict:
    return {name: getattr(activity, name) for name in What.base_fields} if activity else {}


def _picture(request, form, activity) -> dict:
    """What becomes of the picture: a new one, none, or the one that is there."""
    file = form.cleaned_data.get("picture")
    if file:
        shows = form.cleaned_data["shows"]
        return {"picture": keep_picture(file, clinic=request.clinic, shows=shows, at=clock.now())}
    return {"picture": None} if form.cleaned_data.get("without_picture") else {}
