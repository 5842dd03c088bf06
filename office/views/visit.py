"""One visit in the office: what it is, whether the patient came, and cancelling it."""

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.actions import attendance as noting
from booking.actions.by_staff import cancel_for, following
from booking.actions.telling import can_be_told
from booking.policies import can_be_cancelled_late
from common.http import posted
from office.asking import asked_for
from office.doors import ACTS, WRITES, in_workspace
from office.forms.visits import LateCancellation, StaffCancellation
from office.overview import forms_of_visit, visit_of
from office.parts import BOOKING, CARD, OVERVIEW
from office.presenters import visit as show
from office.presenters.visit_card import card

SAYS = {
    noting.ARRIVED: gettext_lazy("Noted: the patient is here."),
    noting.COMPLETED: gettext_lazy("Noted: the visit is done."),
    noting.NO_SHOW: gettext_lazy("Noted: the patient did not come."),
    noting.TAKEN_BACK: gettext_lazy("The note is taken back."),
}


def _visit_of(space, pk):
    found = visit_of(space, pk)
    if found is None:
        raise Http404
    return found


@in_workspace(OVERVIEW)
def visit(request, space, appointment):
    """What, when, with whom, how it came about, and what can be done with it."""
    return render(request, "office/visit.html", show.visit_page(space, _visit_of(space, appointment)))


@in_workspace(CARD)
def visit_card(request, space, appointment):
    """The same in short, as it opens over the calendar: who, how to reach them, their forms, what can be done."""
    space.about = found = _visit_of(space, appointment)
    forms = forms_of_visit(space, found)
    return render(
        request, "office/_visit_card.html", card(space, found, forms, back=request.GET.get("back", ""))
    )


@in_workspace(BOOKING, methods=ACTS)
def attendance(request, space, appointment):
    """Note that the patient came, was seen or did not come; pressing twice notes it once."""
    found, what = _visit_of(space, appointment), request.POST.get("what", "")
    if what not in SAYS:
        raise Http404
    if noting.note(found, what, by=request.user, at=space.at):
        messages.success(request, SAYS[what])
    else:
        messages.info(request, _("Nothing was changed: this is how the visit stands now."))
    if "back" in request.POST:
        asked = asked_for(QueryDict(request.POST["back"]), space.at.astimezone(space.zone).date())
        return redirect(f"{asked.address()}#v-{found.pk}")
    return redirect("office:visit", space.patient.pk, found.pk)


@in_workspace(BOOKING, methods=WRITES)
def visit_cancellation(request, space, appointment):
    """Cancel for the patient or for the clinic. What changed between two looks is shown first."""
    return _cancelling(request, space, _visit_of(space, appointment), StaffCancellation)


@in_workspace(BOOKING, methods=WRITES)
def visit_late_cancellation(request, space, appointment):
    """The patient called it off too late to give the time to somebody else: noted as that, beside a no-show."""
    found = _visit_of(space, appointment)
    if not can_be_cancelled_late(found, at=space.at):
        return as_it_is(request, found)
    return _cancelling(request, space, found, LateCancellation)


def _cancelling(request, space, found, asks):
    """Ask once more, then cancel; `asks` is the form."""
    if found.cancelled_at or found.status != "booked":
        return as_it_is(request, found)
    tellable = can_be_told(found) and not space.patient.is_locked
    how = {"can_be_told": tellable, "following": following(found).count()}
    form = asks(posted(request), seen=found.sequence, **how)
    status, has_changed = 422 if form.is_bound else 200, False
    if form.is_valid():
        if form.is_current and cancel_for(found, **form.decided, by=request.user, at=space.at):
            words = _("Visit cancelled. The time is free again.")
            if asks is LateCancellation:
                words = _("Noted as a late cancel. The time is free again.")
            if form.decided["with_following"]:
                words = _("These visits are cancelled. Their times are free again.")
            told = form.decided["tells"]
            messages.success(request, f"{words} {_('A mail is on its way.')}" if told else words)
            return redirect("office:visit", space.patient.pk, found.pk)
        found = _visit_of(space, found.pk)
        if found.cancelled_at or found.status != "booked":
            return as_it_is(request, found)
        form = asks(seen=found.sequence, **how, initial=form.cleaned_data)
        status, has_changed = 409, True
    page = show.cancellation_page(
        space, found, form, has_changed=has_changed, is_late=asks is LateCancellation
    )
    return render(request, "office/visit_cancellation.html", page, status=status)


def as_it_is(request, found):
    """To the visit, and that nothing was done to it."""
    messages.info(request, _("Nothing was changed: this is how the visit stands now."))
    return redirect("office:visit", found.patient_id, found.pk)
