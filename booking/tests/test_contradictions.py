"""Settings that work against each other: each is found, and a clinic that is set up well has none."""

from datetime import date

import pytest

from booking.contradictions import contradictions
from booking.models import Preferences, ServiceForm, WebsiteButton
from booking.website import address_of
from clinic.catalogue import catalogue_of
from clinic.models import Clinic, HoursException, Offer, OpeningHours, Service
from common.tests.moment import AT
from smartforms.models import Template


def found(cast, clinic=None):
    clinic = Clinic.objects.get(pk=(clinic or cast.harbour).pk)
    met = contradictions(clinic, catalogue_of(clinic), at=AT)
    return [(one.code, str(one.about) if one.about else "") for one in met]


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
