"""Visits, the times they take, and a clinic's booking rules."""

from datetime import timedelta

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from factory.django import DjangoModelFactory

from booking import models
from booking.actions.holding import HOLD_FOR, spans
from clinic.tests.factories import ClinicFactory, LocationFactory, PractitionerFactory, ServiceFactory
from common.tests.moment import AT, LONG_AGO
from records.tests.factories import PatientFactory
from smartforms.tests.factories import TemplateFactory


class PreferencesFactory(DjangoModelFactory):
    """A clinic's booking rules, as they come."""

    class Meta:
        model = models.Preferences

    clinic = factory.SubFactory(ClinicFactory)


class ServiceFormFactory(DjangoModelFactory):
    """A form that a service brings along."""

    class Meta:
        model = models.ServiceForm

    service = factory.SubFactory(ServiceFactory)
    template = factory.SubFactory(TemplateFactory, clinic=factory.SelfAttribute("..service.clinic"))


def occupy(things, starts_at, service, **whose):
    """Take the time of a visit or a hold, breaks included. The constraint refuses what is taken already."""
    _ends, begin, end = spans(service, starts_at)
    for thing in things:
        models.Occupancy.objects.create(thing=thing, during=DateTimeTZRange(begin, end), **whose)


class _Timed(DjangoModelFactory):
    """What visits and holds share: who gives which service where, and when."""

    class Meta:
        abstract = True

    clinic = factory.SubFactory(ClinicFactory)
    service = factory.SubFactory(ServiceFactory, clinic=factory.SelfAttribute("..clinic"))
    practitioner = factory.SubFactory(PractitionerFactory, clinic=factory.SelfAttribute("..clinic"))
    location = factory.SubFactory(LocationFactory, clinic=factory.SelfAttribute("..clinic"))
    starts_at = AT + timedelta(days=2)
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(minutes=one.service.minutes))


class HoldFactory(_Timed):
    """A time kept for somebody who is booking it."""

    class Meta:
        model = models.Hold
        skip_postgeneration_save = True

    made_at = AT
    held_until = factory.LazyAttribute(lambda hold: hold.made_at + HOLD_FOR)
    visitor = "a visitor"
    address_digest = "an address"

    @factory.post_generation
    def occupies(hold, create, _given):
        if create:
            occupy([hold.practitioner], hold.starts_at, hold.service, hold=hold, held_until=hold.held_until)


class BookingFactory(DjangoModelFactory):
    """One act of booking."""

    class Meta:
        model = models.Booking

    clinic = factory.SubFactory(ClinicFactory)
    made_at = LONG_AGO


class AppointmentFactory(_Timed):
    """A visit in two days, made by staff; pass `made_online_by=` for one that was booked online.

    A standing one keeps its practitioner busy.
    """

    class Meta:
        model = models.Appointment
        skip_postgeneration_save = True

    patient = factory.SubFactory(PatientFactory, clinic=factory.SelfAttribute("..clinic"))
    booking = factory.SubFactory(
        BookingFactory,
        clinic=factory.SelfAttribute("..clinic"),
        account=factory.SelfAttribute("..made_online_by"),
    )
    made_online_by = None

    @factory.post_generation
    def occupies(visit, create, _given):
        if create and not visit.cancelled_at:
            occupy([visit.practitioner], visit.starts_at, visit.service, appointment=visit)
