"""Settings that work against each other: each is found, and a clinic that is set up well has none."""

from datetime import date, timedelta

import pytest

from booking import rules as booking_rules
from booking.contradictions import contradictions
from booking.models import Preferences, ServiceForm, WebsiteButton
from booking.website import address_of
from clinic.catalogue import catalogue_of
from clinic.models import (
    Clinic,
    HoursException,
    Offer,
    OpeningHours,
    Practitioner,
    Resource,
    Service,
    TimeOff,
)
from clinic.tests.factories import (
    ClosureFactory,
    LocationFactory,
    OfferFactory,
    OpeningHoursFactory,
    ResourceFactory,
)
from common.tests.moment import AT
from smartforms.models import Template


def met(cast, clinic=None):
    clinic = Clinic.objects.get(pk=(clinic or cast.harbour).pk)
    return contradictions(clinic, catalogue_of(clinic), at=AT)


def found(cast, clinic=None):
    return [(one.code, str(one.about) if one.about else "") for one in met(cast, clinic)]


def button(cast, gone="", **leads_to):
    """The button of the website leads somewhere, which is retired since or not."""
    made = WebsiteButton.objects.create(clinic=cast.harbour, **leads_to)
    if gone:
        target = getattr(made, gone)
        type(target).objects.filter(pk=target.pk).update(retired_at=AT)
        made = WebsiteButton.objects.get(pk=made.pk)
        assert address_of(made).endswith("/book/")


def rules(cast, **changes):
    Preferences.objects.filter(clinic=cast.harbour).update(**changes)


def test_a_clinic_that_is_set_up_well_has_none(cast):
    assert found(cast) == []


@pytest.mark.parametrize(
    ("change", "met"),
    [
        (lambda cast: rules(cast, is_online=False), [("off", "")]),
        (lambda cast: Clinic.objects.update(phone=""), [("phone", "")]),
        (lambda cast: rules(cast, notice_hours=48, days_ahead=2), [("notice", "")]),
        (lambda cast: rules(cast, cancel_online=True, cancel_notice_hours=24), [("fee", "")]),
        (lambda cast: rules(cast, cancel_online=False, cancel_notice_hours=24), []),
        (lambda cast: Offer.objects.filter(service=cast.assessment).delete(), [("nobody", "Assessment")]),
        (lambda cast: Service.objects.filter(pk=cast.treatment.pk).update(minutes=481), [("too_long", "Treatment")]),
        (lambda cast: OpeningHours.objects.filter(practitioner=cast.petra).delete(), [("no_hours", "Petra Cast")]),
        (lambda cast: Service.objects.update(is_online=False), [("nothing", "")]),
        (lambda cast: button(cast, service=cast.treatment, gone="service"), [("button", "Treatment")]),
        (lambda cast: button(cast, practitioner=cast.petra, gone="practitioner"), [("button", "Petra Cast")]),
        (lambda cast: button(cast, service=cast.treatment), []),
    ],
)  # fmt: skip
def test_each_is_found(cast, change, met):
    change(cast)
    assert found(cast) == met


def second_place(cast):
    """Petra gives Treatment at a second place too."""
    place = LocationFactory(clinic=cast.harbour, name="2 Harbour Street")
    OfferFactory(practitioner=cast.petra, service=cast.treatment, location=place)
    return place


def away(cast, thing, *, days):
    """From now to the end of so many days ahead, in two stretches that touch."""
    middle, end = AT + timedelta(days=2), AT.replace(hour=4) + timedelta(days=days + 1)  # midnight in Halifax
    TimeOff.objects.create(bookable=thing, starts_at=AT, ends_at=middle)
    return TimeOff.objects.create(bookable=thing, starts_at=middle, ends_at=end)


def room(cast, **fields):
    made = ResourceFactory(clinic=cast.harbour, name="Room 2", **fields)
    cast.treatment.resources.add(made)
    return made


def keep_for(hours, *services):
    """These hours are for these services only."""
    for block in hours:
        block.services.set(services)


def test_a_service_for_which_nobody_has_hours(cast):
    keep_for(OpeningHours.objects.all(), cast.assessment)
    assert found(cast) == [("no_times", "Treatment")]
    keep_for(OpeningHours.objects.filter(practitioner=cast.quinn, weekday=0), cast.treatment)
    assert found(cast) == []


def test_services_are_given_at_a_place_without_hours_there(cast):
    place = second_place(cast)
    assert found(cast) == [("elsewhere", "Petra Cast")]
    OpeningHoursFactory(practitioner=cast.petra, location=place)
    assert found(cast) == []


def test_hours_at_a_place_where_nothing_is_given(cast):
    place = LocationFactory(clinic=cast.harbour, name="2 Harbour Street")
    block = OpeningHoursFactory(practitioner=cast.petra, location=place)
    assert found(cast) == [("idle", "Petra Cast")]
    Practitioner.objects.filter(pk=cast.petra.pk).update(retired_at=AT)
    assert found(cast) == [], "whoever is retired is not looked at"
    Practitioner.objects.filter(pk=cast.petra.pk).update(retired_at=None)
    block.delete()
    assert found(cast) == []


def test_hours_that_are_kept_for_what_is_not_given_in_them(cast):
    Offer.objects.filter(practitioner=cast.petra, service=cast.treatment).delete()
    hours = OpeningHours.objects.filter(practitioner=cast.petra, weekday__in=(2, 4))
    keep_for(hours, cast.treatment, cast.assessment)
    (one,) = met(cast)
    assert (one.code, one.about, one.detail[0]) == ("limited", cast.petra, (cast.treatment,))
    assert [block.weekday for block in one.detail[1]] == [2, 4]
    keep_for(hours, cast.assessment)
    assert found(cast) == []
    Service.objects.filter(pk=cast.assessment.pk).update(retired_at=AT)
    assert [code for code, _about in found(cast)] == ["idle", "limited"], "kept for what is retired"


@pytest.mark.parametrize(("days", "met"), [(90, [("away", "Petra Cast")]), (89, [])])
def test_somebody_is_away_for_all_the_days_one_can_book(cast, days, met):
    Preferences.objects.filter(clinic=cast.harbour).update(days_ahead=90)
    last = away(cast, cast.petra, days=days)
    assert found(cast) == met
    last.delete()
    assert found(cast) == []


def test_a_room_that_is_away_and_one_that_is_retired(cast):
    needed = room(cast)
    last = away(cast, needed, days=booking_rules.rules_of(cast.harbour).days_ahead)
    assert found(cast) == [("away", "Room 2")]
    Resource.objects.update(retired_at=AT)
    assert found(cast) == [("room", "Treatment")], "nobody waits for what is retired"
    cast.treatment.resources.clear()
    last.delete()
    assert found(cast) == []


@pytest.mark.parametrize(
    ("change", "met"),
    [
        ({"reminder_hours": 23}, [("reminder", "")]),
        ({"reminder_hours": 24}, []),
        ({"reminder_hours": 0}, []),
        ({"reminder_hours": 4, "fee": 0}, []),
        ({"reminder_hours": 4, "fee": 0, "cancel_notice_hours": 5, "move_online": True}, [("reminder", "")]),
        ({"reminder_hours": 4, "fee": 0, "cancel_notice_hours": 5}, []),
    ],
)
def test_a_reminder_that_comes_too_late_to_change_anything(cast, change, met):
    rules(cast, **{"move_online": False, "cancel_online": False, **change})
    assert found(cast) == met


@pytest.mark.parametrize("kind", ["service", "practitioner"])
def test_the_button_leads_to_what_nobody_gives_online(cast, kind):
    target = {"service": cast.assessment, "practitioner": cast.petra}[kind]
    button(cast, **{kind: target})
    assert found(cast) == []
    offers = Offer.objects.filter(**{kind: target})
    Service.objects.filter(pk__in=offers.values("service_id")).update(is_online=False)
    assert ("button", str(target)) in found(cast)
    Service.objects.update(is_online=True)
    offers.delete()
    assert ("button", str(target)) in found(cast)


def test_the_button_cannot_be_shown_or_read(cast):
    button(cast, opens_as="inline")
    assert found(cast) == [("sites", "")]
    WebsiteButton.objects.update(sites=["https://www.example.org"])
    assert found(cast) == []
    Clinic.objects.update(brand="#f3ae5f")
    assert found(cast) == [("colour", "")]
    WebsiteButton.objects.update(colour="pine", opens_as="link", sites=[])
    assert found(cast) == []


def test_hours_of_a_date_to_come_are_hours_and_those_of_a_date_gone_are_not(cast):
    OpeningHours.objects.filter(practitioner=cast.petra).delete()
    where = {"practitioner": cast.petra, "location": cast.at_harbour.place, "opens": 600, "closes": 700}
    HoursException.objects.create(**where, date=date(2026, 11, 16))
    assert found(cast) == [("no_hours", "Petra Cast")]
    HoursException.objects.create(**where, date=date(2026, 11, 17))
    assert found(cast) == []


def test_hours_that_touch_at_midnight_are_one_block(cast):
    OpeningHours.objects.exclude(practitioner=cast.petra).delete()
    Offer.objects.exclude(practitioner=cast.petra).delete()
    hours = OpeningHours.objects.filter(practitioner=cast.petra)
    hours.filter(weekday__in=range(1, 6)).delete()
    where = {"practitioner": cast.petra, "location": cast.at_harbour.place}
    hours.update(opens=0, closes=300)
    OpeningHours.objects.create(**where, weekday=6, opens=1140, closes=1440)
    Service.objects.filter(pk=cast.treatment.pk).update(minutes=600)
    assert found(cast) == []
    Service.objects.filter(pk=cast.treatment.pk).update(minutes=601)
    assert found(cast) == [("too_long", "Treatment")]


def test_a_form_that_cannot_be_sent_any_more(cast):
    ServiceForm.objects.get_or_create(service=cast.treatment, template=cast.form)
    assert found(cast) == []
    Template.objects.filter(pk=cast.form.pk).update(archived_at=AT)
    met = found(cast)
    assert met and {code for code, _about in met} == {"form"}


def test_the_other_clinic_is_not_looked_at(cast):
    OpeningHours.objects.filter(practitioner=cast.lena).delete()
    assert found(cast) == []
    assert ("no_hours", str(cast.lena)) in found(cast, cast.lakeside)


def test_the_clinic_is_closed_for_as_long_as_one_can_book_ahead(cast):
    rules(cast, days_ahead=10)
    first = ClosureFactory(clinic=cast.harbour, first_day=date(2026, 11, 16), last_day=date(2026, 11, 20))
    assert found(cast) == []
    rest = ClosureFactory(clinic=cast.harbour, first_day=date(2026, 11, 21), last_day=date(2026, 12, 1))
    assert found(cast) == [("closed", "")]
    rest.delete()
    # Petra is away for the days on which the clinic is not closed.
    TimeOff.objects.create(
        bookable=cast.petra, starts_at=AT.replace(day=20), ends_at=AT.replace(month=12, day=3)
    )
    assert found(cast) == [("away", "Petra Cast")]
    first.delete()
    assert found(cast) == []
