"""Clinics and what they offer."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from accounts.tests.factories import AccountFactory
from clinic import models
from clinic.models.clinic import Role
from common.tests.moment import LONG_AGO

NINE, FIVE = 9 * 60, 17 * 60


class ClinicFactory(DjangoModelFactory):
    """A clinic with a host of its own."""

    class Meta:
        model = models.Clinic

    slug = factory.Sequence(lambda n: f"clinic-{n}")
    name = factory.LazyAttribute(lambda clinic: f"{clinic.slug.title()} Clinic")
    hosts = factory.LazyAttribute(lambda clinic: [f"{clinic.slug}.localhost"])
    timezone = "America/Halifax"
    phone = "(902) 555-0100"


class LocationFactory(DjangoModelFactory):
    """A place where visits happen."""

    class Meta:
        model = models.Location

    clinic = factory.SubFactory(ClinicFactory)
    name = "1 Test Street"


class CategoryFactory(DjangoModelFactory):
    """A heading on the booking page."""

    class Meta:
        model = models.Category

    clinic = factory.SubFactory(ClinicFactory)
    name = factory.Sequence(lambda n: f"Heading {n}")


class PractitionerFactory(DjangoModelFactory):
    """Someone patients see; pass `user=` for one who signs in."""

    class Meta:
        model = models.Practitioner

    clinic = factory.SubFactory(ClinicFactory)
    name = factory.Sequence(lambda n: f"Pat Practice{n}")
    slug = factory.Sequence(lambda n: f"practitioner-{n}")


class ResourceFactory(DjangoModelFactory):
    """A room or a machine."""

    class Meta:
        model = models.Resource

    clinic = factory.SubFactory(ClinicFactory)
    name = factory.Sequence(lambda n: f"Room {n}")


class ServiceFactory(DjangoModelFactory):
    """Something to come in for: 45 minutes, $85."""

    class Meta:
        model = models.Service

    clinic = factory.SubFactory(ClinicFactory)
    slug = factory.Sequence(lambda n: f"service-{n}")
    title = factory.LazyAttribute(lambda service: service.slug.replace("-", " ").capitalize())
    minutes = 45
    price = 8500


class OfferFactory(DjangoModelFactory):
    """A practitioner gives a service at a location, all of one clinic."""

    class Meta:
        model = models.Offer

    practitioner = factory.SubFactory(PractitionerFactory)
    service = factory.SubFactory(ServiceFactory, clinic=factory.SelfAttribute("..practitioner.clinic"))
    location = factory.SubFactory(LocationFactory, clinic=factory.SelfAttribute("..practitioner.clinic"))


class OpeningHoursFactory(DjangoModelFactory):
    """A weekly block: Mondays nine to five."""

    class Meta:
        model = models.OpeningHours

    practitioner = factory.SubFactory(PractitionerFactory)
    location = factory.SubFactory(LocationFactory, clinic=factory.SelfAttribute("..practitioner.clinic"))
    weekday = 0
    opens = NINE
    closes = FIVE


class HoursExceptionFactory(DjangoModelFactory):
    """One date that differs; closed, unless told when it opens."""

    class Meta:
        model = models.HoursException

    practitioner = factory.SubFactory(PractitionerFactory)
    location = factory.SubFactory(LocationFactory, clinic=factory.SelfAttribute("..practitioner.clinic"))


class TimeOffFactory(DjangoModelFactory):
    """Somebody is away."""

    class Meta:
        model = models.TimeOff

    bookable = factory.SubFactory(PractitionerFactory)


class ClosureFactory(DjangoModelFactory):
    """A Monday in a summer far ahead, so that nothing else is in its way."""

    class Meta:
        model = models.Closure

    clinic = factory.SubFactory(ClinicFactory)
    first_day = date(2028, 8, 7)
    last_day = factory.SelfAttribute("first_day")


class MembershipFactory(DjangoModelFactory):
    """Somebody works at a clinic; at the front desk, unless told otherwise."""

    class Meta:
        model = models.Membership

    user = factory.SubFactory(AccountFactory)
    clinic = factory.SubFactory(ClinicFactory)
    roles = factory.LazyFunction(lambda: [Role.FRONT_DESK])
    started_at = LONG_AGO


def work_week(practitioner, location, *, opens=NINE, closes=FIVE, days=range(5)):
    """Give a practitioner the same hours on each of these weekdays."""
    models.OpeningHours.objects.bulk_create(
        models.OpeningHours(
            practitioner=practitioner, location=location, weekday=day, opens=opens, closes=closes
        )
        for day in days
    )


def offer(practitioner, location, *services):
    """Let a practitioner give these services there."""
    for service in services:
        OfferFactory(practitioner=practitioner, location=location, service=service)
