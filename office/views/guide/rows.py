"""Steps that are a form of the settings: the clinic, a place, somebody, their week, a service."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.models import Location, Practitioner, Service
from office.guide_values import give_by_all, next_colour, place_name
from office.presenters.guide import row_page
from office.views.settings import details, people, places, services
from office.views.settings.door import answer

MINUTES = 30


def clinic(stop):
    """Name, telephone, time zone."""
    return _answer(stop, *details.form_of(stop.request), said=_("The clinic’s details are saved."))


def location(stop):
    """A place; the one a clinic begins with is called by its address."""
    there = stop.about(Location, stop.facts.catalogue.locations.values())
    place = there or Location(clinic_id=stop.clinic.pk)
    form, keep = places.form_of(stop.request, place, **place_name(place, stop.clinic))
    return _answer(stop, form, keep, about=there)


def practitioner(stop):
    """Somebody patients see."""
    there = stop.about(Practitioner, stop.facts.catalogue.practitioners.values())
    first = {} if there else {"colour": next_colour(stop.facts.catalogue)}
    form, keep = people.form_of(stop.request, there or Practitioner(clinic_id=stop.clinic.pk), **first)
    if there is None:
        give_by_all(form, stop.facts.catalogue)
    return _answer(stop, form, keep, about=there)


def hours(stop):
    """Somebody's usual week: whoever has none comes first."""
    without = stop.facts.without_hours
    there = sorted(stop.facts.catalogue.practitioners.values(), key=lambda one: one.pk not in without)
    person = stop.about(Practitioner, there)
    if person is None:
        return stop.waits_for("practitioner", _("Hours belong to somebody. Say first who patients see."))
    title, template = {"title": _("Hours of %(name)s") % {"name": person.name}}, "office/guide/week.html"
    waiting = [one for one in there if one.pk in without and one.pk != person.pk]
    to = reverse("office:guide_row", args=[stop.step.key, waiting[0].pk]) if waiting else stop.onwards
    page = stop.frame(about=person) | title
    return people.week_answer(stop.request, person, to=to, page=page, template=template)


def service(stop):
    """What patients book."""
    there = stop.about(Service, stop.facts.catalogue.services.values())
    first = {} if there else {"minutes": MINUTES}
    form, keep = services.form_of(stop.request, there or Service(clinic_id=stop.clinic.pk), **first)
    if there is None:
        give_by_all(form, stop.facts.catalogue)
    return _answer(stop, form, keep, about=there)


def _answer(stop, form, keep, *, about=None, said=None):
    return answer(
        stop.request,
        form,
        keep=keep,
        said=said or _("%(name)s is saved."),
        to=stop.onwards,
        page=stop.frame(about=about) | row_page(form, stop.step, stop.clinic),
        template="office/guide/row.html",
    )
