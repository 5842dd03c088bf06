"""The portal as the clinic offers it: where it is, whether one books online, who is in and who could be."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.actions.settings import keep
from booking.models import Preferences
from booking.rules import rules_of
from clinic.policies import may_configure
from common import clock
from office.handout import address_of
from office.only_for import BOTH, only_for
from office.portal_numbers import invitable, uptake
from office.presenters.portal import portal_page
from office.views.website import square_file
from records.policies import rules_of as access_rules_of

WHO = gettext_lazy("The portal and its invitations are for managers and owners.")


@only_for(may_configure, says=WHO, answers=BOTH)
def portal(request):
    """Address, switch, invitations, what patients see, uptake. A POST turns booking online on or off."""
    clinic, at = request.clinic, clock.now()
    if request.method == "POST":
        wanted = {"on": True, "off": False}.get(request.POST.get("is_online"))
        if wanted is not None:
            _switch(request, wanted)
        return redirect("office:portal")
    numbers = {"invitable": invitable(clinic, at=at), "states": uptake(clinic, at=at)}
    page = portal_page(clinic, rules_of(clinic), access_rules_of(clinic), **numbers)
    return render(request, "office/portal.html", page)


def _switch(request, is_online: bool) -> None:
    """The one setting, which the booking rules show too. The same again changes nothing."""
    clinic = request.clinic
    rules = Preferences.objects.filter(clinic_id=clinic.pk).first() or Preferences(clinic=clinic)
    if rules.is_online != is_online or rules.pk is None:
        rules.is_online = is_online
        keep(rules, by=request.user)
    if is_online:
        messages.success(request, _("Patients may book online now."))
    else:
        messages.success(request, _("Booking online is off now: patients are asked to call."))


@only_for(may_configure, says=WHO)
def portal_square(request, kind):
    """The portal's address as a square to print, as a file."""
    return square_file(address_of(request.clinic), kind, name="portal")
