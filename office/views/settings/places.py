"""The places where visits happen: listed, made, changed, retired."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from clinic.keeping import keep_setting
from clinic.models import Location
from common.http import posted
from office.forms.settings.places import PlaceForm
from office.presenters.settings import lists
from office.presenters.settings.pages import back_to
from office.views.settings import retiring as leaving
from office.views.settings.door import ACTS, LOOKS, answer, own_or_404, settings_page


@settings_page(LOOKS)
def places(request):
    """Every place in use; `?show=retired` those that are not."""
    retired = request.GET.get("show") == "retired"
    return render(request, "office/settings/list.html", lists.places_page(request.clinic, retired=retired))


@settings_page()
def make(request):
    """A new one."""
    return _kept(request, Location(clinic_id=request.clinic.pk), _("New location"))


@settings_page()
def edit(request, place):
    """Change one."""
    found = own_or_404(Location, request, place)
    return _kept(request, found, found.name, leave=leaving.link_of(found, "settings_place"))


@settings_page()
def retiring(request, place):
    """It is used no more: what is booked there is looked at first."""
    found = own_or_404(Location, request, place)
    return leaving.retire_page(request, found, "settings_place", "settings_places")


@settings_page(ACTS)
def taking_up(request, place):
    """It is used again."""
    return leaving.take_up_again(request, own_or_404(Location, request, place), "settings_place")


def form_of(request, place, **first):
    """The form of a place, and what keeps it; `first` are its first values."""
    form = PlaceForm(posted(request), instance=place, clinic=request.clinic, initial=first)
    return form, lambda: keep_setting(place, by=request.user, clinic=request.clinic)


def _kept(request, place, title, **more):
    form, keep = form_of(request, place)
    return answer(
        request,
        form,
        keep=keep,
        said=_("%(name)s is saved."),
        to="office:settings_places",
        page={"title": title, **more, **back_to("office:settings_places", _("Locations"))},
    )
