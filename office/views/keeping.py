"""How long a record is kept: taking it out for the patient, holding it, erasing it. Each asks once more."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.again import password_again
from common.http import posted
from office.doors import WRITES, in_workspace
from office.forms.reasons import MustSay
from office.keeping import erasure_of
from office.parts import KEEPING
from office.presenters import keeping as show
from records import retention
from records.actions import erasing, takeouts


@in_workspace(KEEPING)
def keeping(request, space):
    """Until when it is kept, what would become of it, what was asked."""
    return render(request, "office/keeping.html", show.keeping_page(space))


def _again(act):
    """A page that asks once more: the password first, then `act(request, space, form, …)` on a press.

    `act` returns a sentence for whoever pressed, or None where the page has to be shown again.
    """

    def dress(page, form_class=None, said_in_address=()):
        @in_workspace(KEEPING, methods=WRITES)
        def asked(request, space, **names):
            said = {name: request.GET.get(name) for name in said_in_address}
            return known(request, space, **names, **said)

        @password_again
        def known(request, space, **names):
            form = form_class(posted(request)) if form_class else None
            if request.method == "POST" and (form is None or form.is_valid()):
                said = act(
                    request, space, **names, **({"reason": form.cleaned_data["reason"]} if form else {})
                )
                if said:
                    messages.success(request, said)
                return redirect("office:retention", space.patient.pk)
            shown = page(space, form=form, **names)
            if shown is None:
                raise Http404
            status = 422 if form is not None and form.is_bound else 200
            return render(request, "office/confirm.html", shown, status=status)

        return asked

    return dress


def _take_out(request, space):
    try:
        takeouts.ask_for_patient(space.patient, by=request.user, at=space.at)
    except takeouts.NoAccount:
        messages.error(
            request, _("Nothing was made: the patient has no account that sees all of the record.")
        )
        return None
    return _("It is being made. The patient finds it in the portal, and gets a mail.")


def _hold(request, space, reason):
    erasing.hold(space.patient, by=request.user, at=space.at, reason=reason)
    return _("Nothing of this record goes until the hold is lifted.")


def _lift(request, space, which):
    erasing.lift_hold(space.patient, by=request.user, at=space.at, which=which)
    return _("The hold is lifted.")


def _ask(request, space):
    erasing.ask(space.patient, by=request.user, at=space.at, by_patient=False)
    return _("The request waits for a decision.")


def _erasure(space, erasure):
    found = erasure_of(space.patient, erasure)
    if found is None:
        raise Http404
    return found


def _accept(request, space, erasure):
    try:
        done = erasing.accept(_erasure(space, erasure), by=request.user, at=space.at)
    except erasing.Held:
        messages.error(request, _("A legal hold is on this record. Nothing was erased."))
        return None
    return _("What need not be kept is gone.") if done else None


def _decline(request, space, erasure, reason):
    done = erasing.decline(_erasure(space, erasure), by=request.user, at=space.at, reason=reason)
    return _("Declined. The patient is told.") if done else None


def _complete(request, space, erasure):
    found = _erasure(space, erasure)
    try:
        done = erasing.complete(found, by=request.user, at=space.at)
    except erasing.Held:
        messages.error(request, _("A legal hold is on this record. Nothing was erased."))
        return None
    except erasing.TooEarly:
        messages.error(request, _("It is too early: the law requires clinics to keep the record for longer."))
        return None
    return _("The record is empty. What remains says only that there was one.") if done else None


def _open(page, may):
    """The page about one request, while it can still be decided or completed."""

    def shown(space, *, form, erasure):
        found = _erasure(space, erasure)
        return page(space, found, form=form) if may(space, found) else None

    return shown


def _is_open(space, erasure):
    return erasure.decided_at is None


def _may_complete(space, erasure):
    return retention.why_not_complete(erasure, at=space.at) is None


takeout = _again(_take_out)(show.takeout_page)
hold = _again(_hold)(show.hold_page, MustSay)
erasure_asking = _again(_ask)(show.asking_page)
erasure_acceptance = _again(_accept)(_open(show.accepting_page, _is_open))
erasure_declining = _again(_decline)(_open(show.declining_page, _is_open), MustSay)
erasure_completion = _again(_complete)(_open(show.completing_page, _may_complete))


# Of several holds each is lifted by its own press: the address says which.
hold_lifting = _again(_lift)(show.lifting_page, said_in_address=("which",))
