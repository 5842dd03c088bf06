"""The lists of the settings: places, people, services, each with what it lacks."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.catalogue import catalogue_of
from clinic.models import Location, Practitioner, Service
from common import wording
from office.presenters.settings.pages import list_page, row


def places_page(clinic, *, retired: bool) -> dict:
    """Locations: what is given there."""
    catalogue = catalogue_of(clinic)
    rows = []
    for place in _these(Location, clinic, retired=retired).order_by("order", "pk"):
        here = {offer.practitioner_id for offer in catalogue.offers if offer.location_id == place.pk}
        people = ngettext("%(n)d practitioner", "%(n)d practitioners", len(here)) % {"n": len(here)}
        tag = {} if here or retired else {"tag": _("Nothing is given there"), "kind": "warn"}
        rows.append(
            row(reverse("office:settings_place", args=[place.pk]), place.name, place.detail, people, **tag)
        )
    return list_page(
        _("Locations"),
        [_("Location"), _("Detail"), _("Who works there")],
        rows,
        add=(reverse("office:settings_place_new"), _("New location")),
        empty=_("No location is retired.") if retired else _("No location yet: visits need one."),
        retired=_other("settings_places", retired, _("Retired locations"), _("Locations in use")),
    )


def people_page(clinic, *, retired: bool) -> dict:
    """Practitioners: what they give, and whether they have hours. One query and the catalogue."""
    catalogue = catalogue_of(clinic)
    rows = []
    for person in (
        _these(Practitioner, clinic, retired=retired).select_related("user").order_by("order", "pk")
    ):
        gives = len({one.service_id for one in catalogue.offers if one.practitioner_id == person.pk})
        services = ngettext("%(n)d service", "%(n)d services", gives) % {"n": gives}
        account = person.user.email if person.user else "–"
        tag = _what_lacks(catalogue, person, gives) if not retired else ""
        url = reverse("office:settings_person", args=[person.pk])
        rows.append(row(url, person.name, person.credentials or "–", services, account, tag=tag, kind="warn"))
    return list_page(
        _("Practitioners"),
        [_("Name"), _("Credentials"), _("Gives"), _("Account")],
        rows,
        add=(reverse("office:settings_person_new"), _("New practitioner")),
        empty=_("No practitioner is retired.")
        if retired
        else _("No practitioner yet: somebody has to be booked."),
        retired=_other("settings_people", retired, _("Retired practitioners"), _("Practitioners in use")),
    )


def services_page(clinic, *, retired: bool) -> dict:
    """Services: how long, how much, by whom. One query and the catalogue."""
    catalogue, rows = catalogue_of(clinic), []
    found = _these(Service, clinic, retired=retired).select_related("category")
    for service in found.order_by("category__order", "category_id", "order", "pk"):
        people = len({one.practitioner_id for one in catalogue.offers if one.service_id == service.pk})
        price = _("No price") if service.price is None else wording.money(service.price, service.currency)
        gives = ngettext("%(n)d practitioner", "%(n)d practitioners", people) % {"n": people}
        booked = _("Online") if service.is_online else _("By phone")
        tag = {} if people or retired else {"tag": _("Nobody gives it"), "kind": "warn"}
        url = reverse("office:settings_service", args=[service.pk])
        rows.append(row(url, service.title, wording.duration(service.minutes), price, booked, gives, **tag))
    return list_page(
        _("Services"),
        [_("Service"), _("Length"), _("Price"), _("Booked"), _("Who gives it")],
        rows,
        add=(reverse("office:settings_service_new"), _("New service")),
        empty=_("No service is retired.") if retired else _("No service yet: it is what patients book."),
        retired=_other("settings_services", retired, _("Retired services"), _("Services in use")),
    )


def _these(model, clinic, *, retired: bool):
    return model.objects.filter(clinic_id=clinic.pk, retired_at__isnull=not retired)


def _other(name, retired, gone, there) -> tuple[str, str]:
    """The way to the retired ones, and back."""
    url = reverse(f"office:{name}")
    return (url, there) if retired else (f"{url}?show=retired", gone)


def _what_lacks(catalogue, person, gives: int) -> str:
    if not any(who == person.pk for who, _place in catalogue.hours):
        return _("No hours")
    return "" if gives else _("No services")
