"""The set-up guide: all steps on one page, and each step with the very form of the settings."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.actions import put_guide_away
from common import clock
from office.guide import BY_KEY, OF_ONE, SEVERAL
from office.presenters.guide import overview_page
from office.settings_places import Facts
from office.views.guide import forms, rows
from office.views.guide.stop import Stop
from office.views.settings.door import ACTS, LOOKS, settings_page

ANSWERS = {
    "clinic": rows.clinic,
    "location": rows.location,
    "practitioner": rows.practitioner,
    "hours": rows.hours,
    "service": rows.service,
    "form": forms.form,
    "button": forms.button,
    "check": forms.check,
}


@settings_page(LOOKS)
def overview(request):
    """Every step with what is there, and the way on."""
    facts = Facts(request.clinic, at=clock.now())
    return render(request, "office/guide/overview.html", overview_page(facts))


@settings_page(ACTS)
def putting_away(request):
    """The office opens on its calendar from now on."""
    if put_guide_away(request.clinic, by=request.user, at=clock.now()):
        messages.success(request, _("The set-up guide is put away. You find it in the settings."))
    return redirect("office:calendar")


@settings_page()
def step(request, step, row=None):
    """A step: what is there already, or something new. `row` says which one, where there are several."""
    if step not in BY_KEY or row is not None and step not in OF_ONE:
        raise Http404
    return ANSWERS[step](Stop(request, BY_KEY[step], row=row))


@settings_page()
def another(request, step):
    """A step once more, for another practitioner, place or service."""
    if step not in SEVERAL:
        raise Http404
    return ANSWERS[step](Stop(request, BY_KEY[step], is_new=True))
