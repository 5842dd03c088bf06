"""Settings that work against each other, so that patients meet a page that offers nothing (product §4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from booking import rules as booking_rules
from booking import website
from booking.availability import slots, wallclock
from clinic.catalogue import Away, Catalogue
from clinic.models import Service
from smartforms.models import Template

CODES = (
    "nothing", "off", "phone", "nobody", "no_hours", "no_times", "elsewhere", "idle", "limited", "closed", "away",
    "room", "too_long", "notice", "fee", "reminder", "form", "button", "sites", "colour",
)  # fmt: skip


@dataclass(frozen=True)
class Contradiction:
    """`code` is one of CODES; `about` is whose setting it is: a service, a practitioner, a thing, or None.

    `detail` says more where the code needs it: the rules, a form, a place, a name, the rows that can mend it.
    """

    code: str
    about: object = None
    detail: object = None


def contradictions(clinic, catalogue: Catalogue, *, at) -> list[Contradiction]:
    """All that is found, in the order of CODES. Queries for the forms and the button; the rest is kept in memory."""
    rules = booking_rules.rules_of(clinic)
    online = [one for one in catalogue.services.values() if one.is_online]
    today = at.astimezone(clinic.zone).date().toordinal()
    services = {one.pk: one for one in online}
    opened = {
        offer: _blocks(catalogue, offer, services[offer.service_id], today)
        for offer in catalogue.offers
        if offer.service_id in services
    }
    found = [
        *_of_the_rules(clinic, rules, online),
        *_of_services(online, opened),
        *_of_people(catalogue, opened),
        *_of_kept_hours(catalogue),
        *_of_who_is_away(clinic, catalogue, online, rules, at=at),
        *_of_rooms(catalogue),
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
    if 0 < rules.reminder_hours < booking_rules.first_end(rules):
        yield Contradiction("reminder", detail=rules)


def _of_services(online, opened) -> Iterator[Contradiction]:
    """`opened`: every offer of what is booked online, with the hours in which it can be."""
    work = {offer.practitioner_id for offer, blocks in opened.items() if blocks}
    for service in online:
        offers = [offer for offer in opened if offer.service_id == service.pk]
        blocks = [block for offer in offers for block in opened[offer]]
        if not offers:
            yield Contradiction("nobody", service)
        elif blocks and max(closes - opens for opens, closes in blocks) < service.minutes:
            yield Contradiction("too_long", service)
        elif not blocks and any(offer.practitioner_id in work for offer in offers):
            yield Contradiction("no_times", service)  # who has no hours for anything is told of by name


def _of_people(catalogue, opened) -> Iterator[Contradiction]:
    for key, person in catalogue.practitioners.items():
        mine = {offer: blocks for offer, blocks in opened.items() if offer.practitioner_id == key}
        open_at = {offer.location_id for offer, blocks in mine.items() if blocks}
        if mine and not open_at:
            yield Contradiction("no_hours", person)
        else:
            for place in sorted({offer.location_id for offer in mine} - open_at):
                yield Contradiction("elsewhere", person, catalogue.locations[place])
        given_at = {offer.location_id for offer in catalogue.offers if offer.practitioner_id == key}
        for place in sorted({where for who, where in catalogue.hours if who == key} - given_at):
            yield Contradiction("idle", person, catalogue.locations[place])


def _of_kept_hours(catalogue) -> Iterator[Contradiction]:
    """Hours that are kept for services their practitioner does not give there. `detail`: the services, the blocks."""
    offers = {(one.practitioner_id, one.location_id, one.service_id) for one in catalogue.offers}
    found = []
    for (who, where), blocks in catalogue.hours.items():
        if who not in catalogue.practitioners:
            continue
        same: dict[tuple, list] = {}
        for block in sorted(blocks, key=lambda block: (block.weekday, block.span)):
            if lost := tuple(key for key in sorted(block.span.only) if (who, where, key) not in offers):
                same.setdefault(lost, []).append(block)
        found += [(catalogue.practitioners[who], lost, kept) for lost, kept in same.items()]
    services = (
        Service.objects.in_bulk({key for _person, lost, _kept in found for key in lost}) if found else {}
    )
    for person, lost, kept in found:  # of a retired service the name is not in the catalogue
        yield Contradiction("limited", person, (tuple(services[key] for key in lost), kept))


def _of_who_is_away(clinic, catalogue, online, rules, *, at) -> Iterator[Contradiction]:
    """The clinic, somebody one may choose or a thing a service needs is away for as long as one can book ahead."""
    wanted = {person.pk: person for service in online for person in catalogue.who_gives(service)}
    wanted |= {
        thing.pk: thing
        for service in online
        for thing in service.resources.all()
        if thing.pk in catalogue.needs[service.pk]
    }
    begins = booking_rules.earliest_start(rules, clinic, at=at)
    last = booking_rules.last_day(rules, clinic, at=at)
    ends = wallclock.to_instant(wallclock.midnight(clinic.zone, last + 1))

    def whole(rows) -> bool:
        together = slots.merged((row.starts_at, row.ends_at) for row in rows)
        return any(low <= begins and ends <= high for low, high in together)

    closed = [
        Away(
            *(wallclock.to_instant(wallclock.midnight(clinic.zone, day)) for day in (one.first, one.last + 1))
        )
        for one in catalogue.closed
    ]
    if whole(closed):
        yield Contradiction("closed", None, rules)
        return
    for key in sorted(wanted.keys() & catalogue.time_off.keys()):
        rows = sorted(catalogue.time_off[key], key=lambda row: row.ends_at)
        if whole([*rows, *closed]):
            yield Contradiction("away", wanted[key], (rules, rows[-1]))


def _of_rooms(catalogue) -> Iterator[Contradiction]:
    """What is retired is not waited for: the service is booked without it."""
    for service in catalogue.services.values():
        for thing in service.resources.all():
            if thing.pk not in catalogue.needs[service.pk]:
                yield Contradiction("room", service, thing)


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
    """The button of the clinic's website preselects what cannot be booked online any more, or cannot be shown."""
    button = website.button_of(clinic)
    if button.pk is None:
        return
    bookable = {one.pk: catalogue.who_gives(one) for one in catalogue.services.values() if one.is_online}
    if button.service and not bookable.get(button.service_id):
        yield Contradiction("button", button.service, button.service.title)
    if button.practitioner and not any(button.practitioner in people for people in bookable.values()):
        yield Contradiction("button", button.practitioner, button.practitioner.name)
    if button.needs_sites and not button.sites:
        yield Contradiction("sites")
    if words := website.why_hard_to_read(button.colour, clinic):
        yield Contradiction("colour", detail=words)
