"""Settings that work against each other, so that patients meet a page that offers nothing (product §4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from booking import rules as booking_rules
from booking.availability import slots
from booking.models import WebsiteButton
from clinic.catalogue import Catalogue
from smartforms.models import Template

CODES = ("nothing", "off", "phone", "nobody", "no_hours", "too_long", "notice", "fee", "form", "button")


@dataclass(frozen=True)
class Contradiction:
    """`code` is one of CODES; `about` is the row that can mend it: a service, a practitioner, or None."""

    code: str
    about: object = None
    detail: object = None


def contradictions(clinic, catalogue: Catalogue, *, at) -> list[Contradiction]:
    """All that is found, in the order of CODES. Queries for the forms and the button; the rest is kept in memory."""
    rules = booking_rules.rules_of(clinic)
    online = [one for one in catalogue.services.values() if one.is_online]
    today = at.astimezone(clinic.zone).date().toordinal()
    found = [
        *_of_the_rules(clinic, rules, online),
        *_of_services(catalogue, online, today),
        *_of_people(catalogue, online, today),
        *_of_forms(clinic, catalogue),
        *_of_the_button(clinic, catalogue),
    ]
    return sorted(found, key=lambda one: CODES.index(one.code))


def _of_the_rules(clinic, rules, online) -> Iterator[Contradiction]:
    if not online:
        yield Contradiction("nothing")
    if online and not rules.is_online:
        yield Contradiction("off")
    if not clinic.phone:
        yield Contradiction("phone")
    if rules.notice_hours >= rules.days_ahead * 24:
        yield Contradiction("notice", detail=rules)
    if rules.changes_online and booking_rules.nobody_can_be_charged(rules):
        yield Contradiction("fee", detail=rules)


def _of_services(catalogue, online, today) -> Iterator[Contradiction]:
    for service in online:
        offers = [one for one in catalogue.offers if one.service_id == service.pk]
        if not offers:
            yield Contradiction("nobody", service)
        blocks = [block for one in offers for block in _blocks(catalogue, one, service, today)]
        if blocks and max(closes - opens for opens, closes in blocks) < service.minutes:
            yield Contradiction("too_long", service)


def _of_people(catalogue, online, today) -> Iterator[Contradiction]:
    services = {one.pk: one for one in online}
    for key, person in catalogue.practitioners.items():
        offers = [
            one for one in catalogue.offers if one.practitioner_id == key and one.service_id in services
        ]
        if offers and not any(_blocks(catalogue, one, services[one.service_id], today) for one in offers):
            yield Contradiction("no_hours", person)


def _blocks(catalogue, offer, service, today) -> list[tuple[int, int]]:
    """Every stretch in which somebody is open for a service somewhere, in minutes of a running week or date.

    Days that touch at midnight are one, as they are when times are looked for.
    """
    who, where = offer.practitioner_id, offer.location_id
    week = [
        (day * 1440 + opens, day * 1440 + closes)
        for day in range(8)  # the first day once more, for what runs from Sunday into Monday
        for opens, closes in catalogue.weekly(who, where, day % 7, service=service)
    ]
    dates = [
        (day * 1440 + opens, day * 1440 + closes)
        for day in catalogue.exceptions.get((who, where), {})
        if day >= today
        for opens, closes in catalogue.open_on(who, where, day, service=service)
    ]
    return slots.merged(week) + slots.merged(dates)


def _of_forms(clinic, catalogue) -> Iterator[Contradiction]:
    links = [
        (service, link)
        for service in catalogue.services.values()
        for link in booking_rules.forms_of(clinic, service)
    ]
    sendable = set(Template.objects.of(clinic).in_use().values_list("pk", flat=True)) if links else set()
    for service, link in links:
        if link.template_id not in sendable:
            yield Contradiction("form", service, link.template)


def _of_the_button(clinic, catalogue) -> Iterator[Contradiction]:
    """The button of the clinic's website preselects what cannot be booked online any more."""
    rows = WebsiteButton.objects.filter(clinic_id=clinic.pk).select_related("service", "practitioner")
    for button in rows:
        if button.service and not getattr(catalogue.services.get(button.service.slug), "is_online", False):
            yield Contradiction("button", button.service, button.service.title)
        if button.practitioner and button.practitioner_id not in catalogue.practitioners:
            yield Contradiction("button", button.practitioner, button.practitioner.name)
