"""Saying that one will come: the page that the reminder's button leads to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.actions.will_come import is_asked, say_so
from portal.presenters import changing, will_come
from portal.presenters import visits as visits_show
from portal.reach import Reach
from portal.views.visits import reach_visit


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, patient, appointment):
    """Say so of a visit of a record."""
    return answer_for_visit(request, reach_visit(request, patient, appointment))


def answer_for_visit(request, found: Reach):
    """Ask; only the press of the button says it, for programs that check mails open every link (A5 #15)."""
    visit, at = found.visit, found.at
    if not is_asked(visit, at=at):
        return redirect(found.places.visit)
    if request.method == "POST":
        # What was on the page is what is confirmed: not another time that it was moved to meanwhile.
        seen = request.POST.get("seen") == str(visit.sequence)
        if seen and say_so(visit, by=found.by, at=at):
            messages.success(request, _("Thank you. The clinic knows that you’ll be there."))
        else:
            messages.warning(request, _("This visit was changed meanwhile. This is how it stands now."))
        return redirect(found.places.visit)
    page = {
        **found.page,
        "title": will_come.question(found.grant),
        "card": visits_show.card(visit, found.grant, clinic=request.clinic, at=at, when=True, links=[]),
        "will_come": will_come.button(found),
        "change": changing.ways(found, clinic=request.clinic),
    }
    return render(request, "portal/attendance.html", page)
