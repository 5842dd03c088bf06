"""Steps of the guide that are no row of the settings: a form that comes along, the website button, the check."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from booking import website
from booking.actions.settings import keep
from booking.contradictions import contradictions
from common import clock
from office.forms.guide import BringForm
from office.forms.website import WebsiteForm
from office.presenters.guide_pages import bring_page, button_page, check_page


def form(stop):
    """A form of the library, or of the clinic's own, with the services that bring it."""
    if not stop.facts.catalogue.services:
        return stop.waits_for(
            "service", _("A form comes along with a service. Say first what patients book.")
        )
    bound = BringForm(stop.sent, clinic=stop.clinic)
    if bound.is_valid():
        with transaction.atomic():
            template = bound.keep(by=stop.request.user, at=clock.now())
        messages.success(stop.request, _("“%(title)s” comes along.") % {"title": template.title})
        return redirect(stop.onwards())
    return stop.shows("form", bring_page(bound, stop.clinic), status=_status(stop))


def button(stop):
    """The button of the website and the portal's address, to copy. “Show” saves nothing."""
    there = website.button_of(stop.clinic)
    bound = WebsiteForm(stop.sent, button=there)
    is_right = bound.is_valid()
    if is_right and "show" not in stop.sent:
        keep(bound.fill(there), by=stop.request.user)
        messages.success(stop.request, _("The website button is saved."))
        return redirect(stop.onwards())
    return stop.shows("button", button_page(there, bound), status=200 if is_right else _status(stop))


def check(stop):
    """What does not fit, with the step that mends it; where nothing is left, the end."""
    found = contradictions(stop.clinic, stop.facts.catalogue, at=stop.facts.at)
    return stop.shows("check", check_page(found, stop.clinic))


def _status(stop) -> int:
    return 422 if stop.sent is not None else 200
