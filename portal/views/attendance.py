"""Saying that one will come: the page that the reminder's button leads to."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.will_come import is_asked, say_so
from portal.presenters import changing, will_come
from portal.presenters import visits as visits_show
from portal.views.visits import open_visit


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request, patient, appointment):
    """Ask; only the press of the button says it, for programs that check mails open every link (A5 #15)."""
    household, grant, visit = open_visit(request, patient, appointment)
    at = household.at
    if not is_asked(visit, at=at):
        return redirect("portal:visit", patient, visit.pk)
    if request.method == "POST":
        # What was on the page is what is confirmed: not another time that it was moved to meanwhile.
        seen = request.POST.get("seen") == str(visit.sequence)
        if seen and say_so(visit, by=request.user, at=at):
            messages.success(request, _("Thank you. The clinic knows that you’ll be there."))
        else:
            messages.warning(request, _("This visit was changed meanwhile. This is how it stands now."))
        return redirect("portal:visit", patient, visit.pk)
    page = {
        "patient": grant.patient,
        "grant": grant,
        "visit": visit,
        "title": will_come.question(grant),
        "card": visits_show.card(visit, grant, clinic=request.clinic, at=at, when=True, links=[]),
        "will_come": will_come.button(visit, grant),
        "change": changing.ways(visit, clinic=request.clinic, at=at),
    }
    return render(request, "portal/attendance.html", page)
