"""Services of the demo: what is booked, under which heading, by whom, and the forms that come along."""

from dataclasses import dataclass, field

from booking.models import ServiceForm
from clinic.models import Category, Offer, Resource, Service


@dataclass(frozen=True)
class Offered:
    """One line of a clinic's list of services. `forms` are names of questionnaires with their rule."""

    heading: str
    slug: str
    title: str
    description: str
    minutes: int
    price: int | None
    given_by: tuple[str, ...] = ()
    forms: tuple[tuple[str, str], ...] = ()
    room: str = ""
    more: dict = field(default_factory=dict)


def load(
    clinic, place, practitioners: dict, offered: tuple[Offered, ...], templates: dict
) -> dict[str, Service]:
    """The clinic's services by slug; what exists is left as it is."""
    found = {service.slug: service for service in Service.objects.filter(clinic=clinic)}
    for order, one in enumerate(offered):
        if one.slug not in found:
            found[one.slug] = _make(clinic, place, practitioners, templates, one, order)
    return found


def _make(clinic, place, practitioners, templates, one: Offered, order: int) -> Service:
    known = {category.name for category in Category.objects.filter(clinic=clinic)}
    heading, _made = Category.objects.get_or_create(
        clinic=clinic, name=one.heading, defaults={"order": len(known)}
    )
    service = Service.objects.create(
        clinic=clinic,
        category=heading,
        slug=one.slug,
        title=one.title,
        description=one.description,
        minutes=one.minutes,
        price=one.price,
        currency=clinic.currency,
        order=order,
        **one.more,
    )
    if one.room:
        room = Resource.objects.filter(clinic=clinic, name=one.room).first()
        service.resources.add(room or Resource.objects.create(clinic=clinic, name=one.room))
    Offer.objects.bulk_create(
        Offer(service=service, practitioner=practitioners[slug], location=place) for slug in one.given_by
    )
    ServiceForm.objects.bulk_create(
        ServiceForm(service=service, template=templates[name], rule=rule) for name, rule in one.forms
    )
    return service
