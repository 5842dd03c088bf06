"""Records that may be one person's: the list, two side by side, and the word that they are two people."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import audit
from clinic.team import member_behind
from common import clock
from office.joining import both_of, usual_order
from office.only_for import ACTS, only_for
from office.presenters.joining import compare_page, list_page
from records.actions.joining import apart as telling
from records.joining.look import look_at
from records.joining.pairs import pair_of, pairs_in
from records.policies import may_keep_contacts

PER_PAGE = 50
WHO = gettext_lazy("Records are compared by the front desk, managers and owners.")


@only_for(may_keep_contacts, says=WHO)
def duplicates(request):
    """Every pair that is worth a look, the likeliest first."""
    page = Paginator(pairs_in(request.clinic), PER_PAGE).get_page(request.GET.get("page"))
    named = sorted({patient.pk for pair in page for patient in (pair.one, pair.other)})
    seen = {"target": f"{request.clinic.pk}:{page.number}", "clinic": request.clinic, "ids": named}
    audit.opened("duplicates.listed", by=request.user, at=clock.now(), **seen)
    return render(request, "office/duplicates.html", list_page(page, page.paginator.count))


@only_for(may_keep_contacts, says=WHO)
def compare(request, one, other):
    """Two records side by side, and why they may be one person's."""
    at = clock.now()
    kept, gone = usual_order(*_both(request, one, other), at=at)
    note_both(request, "patient.compared", kept, gone, at=at)
    shown = compare_page(
        pair_of(kept, gone),
        look_at(kept, gone, at=at),
        member_behind(request),
        asked=telling.is_asked(kept, gone),
    )
    return render(request, "office/compare.html", shown)


@only_for(may_keep_contacts, says=WHO, answers=ACTS)
def apart(request, one, other):
    """They are two people: not suggested again."""
    both = _both(request, one, other)
    telling.tell_apart(*both, by=request.user, at=clock.now())
    messages.success(request, _("Noted: two people. The pair is not suggested again."))
    return redirect("office:duplicates")


@only_for(may_keep_contacts, says=WHO, answers=ACTS)
def join_request(request, one, other):
    """The front desk found one person twice: managers and owners join records."""
    both = _both(request, one, other)
    telling.ask_to_join(*both, by=request.user, at=clock.now())
    messages.success(request, _("It is in the tray for a manager."))
    return redirect("office:compare", *[patient.pk for patient in both])


def _both(request, one, other):
    found = both_of(request.clinic, one, other)
    if found is None:
        raise Http404
    return found


def note_both(request, verb, *patients, at) -> None:
    """A look at two records is one at each."""
    audit.opened_each(verb, patients, by=request.user, at=at, clinic=request.clinic)
