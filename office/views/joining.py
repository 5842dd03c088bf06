"""Joining two records, and taking it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.again import password_again
from common import clock
from common.http import posted
from office.doors import WRITES, in_workspace
from office.forms.joining import Joining
from office.joining import DATED, both_of, merges_of, preview_of
from office.only_for import BOTH, only_for
from office.parts import MERGED
from office.presenters.joining import joining_page, undo_facts, undo_page
from office.views.duplicates import note_both
from records.actions.joining.merging import CannotUndo, ChangedMeanwhile, merge, undo
from records.joining.look import look_at
from records.joining.parting import lets_go, made_since
from records.joining.trail import kept_of
from records.models import Merge
from records.policies import may_merge

WHO = gettext_lazy("Records are joined, and parted again, by managers and owners.")


@only_for(may_merge, says=WHO, answers=BOTH)
def joining(request, kept, gone):
    """What would move, who would see it, what is kept; then, with the password once more, the button that does it."""
    both = both_of(request.clinic, kept, gone)
    if both is None:
        return _joined_already(request, kept, gone)
    return _join(request, *both)


def _joined_already(request, kept, gone):
    """Pressed twice, or by two people: what was done is told, and nothing more is done."""
    if kept_of(gone) != kept or not Merge.objects.filter(clinic=request.clinic, gone=gone).exists():
        raise Http404
    messages.info(request, _("These records are joined already."))
    return redirect("office:patient", kept)


@password_again
def _join(request, kept, gone):
    at = clock.now()
    look = look_at(kept, gone, at=at)
    form = Joining(posted(request), kept=kept, gone=gone, seats=look.seats())
    seen = request.POST.get("seen", "")
    stale = request.method == "POST" and seen != look.seen
    if request.method == "POST" and not stale and form.is_valid():
        choice = {"values": form.values, "chosen": form.account, "seen": seen}
        try:
            merge(kept, gone, **choice, by=request.user, at=at)
        except ChangedMeanwhile:
            stale = True
        else:
            messages.success(request, _("The two records are one now."))
            return redirect("office:patient", kept.pk)
    note_both(request, "patient.join_previewed", kept, gone, at=at)
    shown = joining_page(preview_of(look), form, stale=stale)
    status = 409 if stale else 422 if form.is_bound else 200
    return render(request, "office/joining.html", shown, status=status)


@in_workspace(MERGED, methods=WRITES)
def merged(request, space, merge):
    """What undoing would bring back, and the button that does it."""
    merges = Merge.objects.filter(clinic=request.clinic, patient=space.patient.pk)
    found = merges.defer("moved", "grants", "details").filter(pk=merge).first()
    if found is None:
        raise Http404
    if found not in merges_of(space.patient, at=space.at):
        return _too_late(request, space, found)
    return _part(request, space, found)


def _too_late(request, space, merge):
    words = (
        _("These records were parted already.") if merge.undone_at else _("That was more than 30 days ago.")
    )
    messages.info(request, words)
    return redirect("office:patient", space.patient.pk)


@password_again
def _part(request, space, merge):
    if request.method == "POST":
        try:
            parted = undo(merge, by=request.user, at=space.at)
        except CannotUndo:
            return _too_late(request, space, merge)
        messages.success(request, _("Two records again."))
        if parted and parted.grants:
            messages.warning(request, _("Not all access came back: look at both records under Access."))
        return redirect("office:patient", merge.gone_id)
    facts = undo_facts(space, merge, made_since(merge, DATED), lets_go(merge))
    return render(request, "office/confirm.html", undo_page(space, merge, facts))
