"""Red flags of a patient: read, raised, ended."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.http import posted
from office.doors import WRITES, in_workspace
from office.forms.reasons import MustSay
from office.forms.red_flags import NewFlag
from office.parts import FLAGS, RAISING
from office.presenters import red_flags as show
from office.red_flags import flag_of, flags_of
from records.actions.red_flags import end_flag, raise_flag


@in_workspace(FLAGS)
def red_flags(request, space):
    """What stands above the record, and what stood there: who, when, why not any more."""
    return render(request, "office/red_flags.html", show.flags_page(space, flags_of(space)))


@in_workspace(RAISING, methods=WRITES)
def new_red_flag(request, space):
    """Put one above the record."""
    today = space.at.astimezone(space.zone).date()
    form = NewFlag(posted(request), kinds=space.flag_kinds, today=today)
    if request.method == "POST" and form.is_valid():
        raise_flag(space.patient, **form.decided, by=request.user, at=space.at)
        messages.success(request, _("The flag stands above the record."))
        return _to_flags(space)
    page = show.new_flag_page(space, form)
    return render(request, "office/red_flag.html", page, status=422 if form.is_bound else 200)


@in_workspace(RAISING, methods=WRITES)
def red_flag_ending(request, space, flag):
    """It counts no more, for a reason; ended before: back to the page that says so."""
    found = flag_of(space, flag)
    if found is None:
        raise Http404
    if found.ended_at is not None:
        return _to_flags(space)
    form = MustSay(posted(request))
    if request.method == "POST" and form.is_valid():
        if end_flag(found, because=form.cleaned_data["reason"], by=request.user, at=space.at):
            messages.success(request, _("The flag is ended."))
        return _to_flags(space)
    page = show.ending_page(space, found, form)
    return render(request, "office/confirm.html", page, status=422 if form.is_bound else 200)


def _to_flags(space):
    return redirect("office:red_flags", space.patient.pk)
