"""The settings: what there is, each with one line of its present state."""

from django.shortcuts import render

from common import clock
from office.presenters.settings.home import home_page
from office.views.settings.door import LOOKS, settings_page


@settings_page(LOOKS)
def home(request):
    """Every place of the settings."""
    return render(request, "office/settings/home.html", home_page(request.clinic, at=clock.now()))
