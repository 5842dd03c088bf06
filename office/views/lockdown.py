"""Shutting portal access to a record at once, and opening it again."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.http import posted
from office.access import lockdown_of, open_doors
from office.doors import WRITES, in_workspace
from office.forms.reasons import Reason
from office.parts import ACCESS
from office.presenters import deciding
from office.views.access import to_access
from records.actions import lift_lock_down, lock_down


@in_workspace(ACCESS, methods=WRITES)
def lockdown(request, space):
    """What stands open now, and the button that shuts all of it."""
    if space.patient.is_locked:
        return to_access(space)
    form = Reason(posted(request))
    if request.method == "POST" and form.is_valid():
        lock_down(space.patient, by=request.user, at=space.at, reason=form.cleaned_data["reason"])
        messages.success(request, _("Portal access locked."))
        return to_access(space)
    page = deciding.lockdown_page(space, open_doors(space.patient, at=space.at), form)
    return render(request, "office/confirm.html", page, status=422 if form.is_bound else 200)


@in_workspace(ACCESS, methods=WRITES)
def lifting(request, space):
    """The accounts that had access have it again; codes, links and invitations stay dead."""
    fact = lockdown_of(space.patient)
    if fact is None:
        return to_access(space)
    if request.method == "POST":
        lift_lock_down(space.patient, by=request.user, at=space.at)
        messages.success(request, _("Portal access opened again."))
        return to_access(space)
    return render(request, "office/confirm.html", deciding.lifting_page(space, fact))
