"""Shutting portal access to a record at once, and opening it again."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.http import posted
from office.access import lockdowns_of, open_doors
from office.doors import WRITES, in_workspace
from office.forms.reasons import Reason
from office.parts import ACCESS
from office.presenters import deciding
from office.views.access import to_access
from records.actions import lift_lock_down, lock_down
from records.joining.standing import chosen_of

STILL_SHUT = gettext_lazy("Lifted. Another lock-down stands: nobody sees the record until it is lifted too.")


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
    facts = lockdowns_of(space.patient)
    which = request.GET.get("which")  # of several
    fact = chosen_of(facts, which)
    if fact is None:
        return to_access(space)
    if request.method == "POST":
        lift_lock_down(space.patient, by=request.user, at=space.at, which=which)
        messages.success(request, _("Portal access opened again.") if len(facts) == 1 else STILL_SHUT)
        return to_access(space)
    return render(request, "office/confirm.html", deciding.lifting_page(space, fact, others=len(facts) - 1))
