"""The settings check: amber rows with the page that mends them, green ones for what fits."""

import pytest

from booking.contradictions import CODES
from booking.models import Preferences, WebsiteButton
from clinic.models import Clinic, Offer, OpeningHours, Practitioner, Service, TimeOff
from clinic.tests.factories import LocationFactory, OfferFactory, OpeningHoursFactory, ResourceFactory
from common.tests.moment import AT, LONG_AGO

PAGE = "/office/settings/booking/check/"


def rows(answer):
    return [(row["text"], row["url"]) for row in answer.context["rows"]]


def test_all_is_well(cast, client, sign_in, django_assert_num_queries):
    answer = sign_in(client, cast.nora).get(PAGE)
    assert rows(answer) == [] and len(answer.context["fits"]) == len(CODES)
    assert "Everything fits together." in answer.text
    WebsiteButton.objects.create(clinic=cast.harbour, service=cast.treatment)
    client.get(PAGE)
    with django_assert_num_queries(7):
        client.get(PAGE)


def test_what_does_not_fit_stands_first_with_the_way_to_mend_it(cast, client, sign_in):
    Offer.objects.filter(service=cast.assessment).delete()
    Preferences.objects.filter(clinic=cast.harbour).update(notice_hours=48, days_ahead=2)
    answer = sign_in(client, cast.nora).get(PAGE)
    assert rows(answer) == [
        ("“Assessment” has no practitioner.", f"/office/settings/services/{cast.assessment.pk}/"),
        ("The notice of 48 hours reaches as far as the 2 days ahead.", "/office/settings/booking/"),
    ]
    assert len(answer.context["fits"]) == len(CODES) - 2
    for _text, url in rows(answer):
        assert client.get(url).status_code == 200


def _kept(cast):
    Offer.objects.filter(practitioner=cast.petra, service=cast.treatment).delete()
    for block in OpeningHours.objects.filter(practitioner=cast.petra, weekday__in=(2, 4)):
        block.services.set([cast.treatment, cast.assessment])


def _no_times(cast):
    for block in OpeningHours.objects.all():
        block.services.set([cast.assessment])


def _room(cast):
    cast.treatment.resources.add(ResourceFactory(clinic=cast.harbour, name="Ultrasound", retired_at=LONG_AGO))


def _place(cast):
    return LocationFactory(clinic=cast.harbour, name="2 Harbour Street")


def _away(cast):
    TimeOff.objects.create(bookable=cast.quinn, starts_at=LONG_AGO, ends_at=AT.replace(year=2027))


def _button(cast, **fields):
    WebsiteButton.objects.create(clinic=cast.harbour, **fields)


def _light(cast):
    _button(cast)
    Clinic.objects.update(brand="#f3ae5f")


def _gone(cast):
    _button(cast, practitioner=cast.quinn)
    Practitioner.objects.filter(pk=cast.quinn.pk).update(retired_at=AT)


@pytest.mark.parametrize(
    ("wrong", "says", "leads_to", "shows"),
    [
        (
            _kept,
            "Petra Cast has hours kept for services not given there: “Treatment” (Wednesday and Friday).",
            "/admin/clinic/openinghours/{block}/change/",
            "Treatment",
        ),
        (
            _no_times,
            "“Treatment” can be booked online, but nobody who gives it has hours for it.",
            "/office/settings/hours/",
            "Petra Cast",
        ),
        (
            _room,
            "“Treatment” needs “Ultrasound”, which is retired: it is booked without it.",
            "/office/settings/services/{treatment}/",
            "Ultrasound",
        ),
        (
            lambda cast: OpeningHoursFactory(practitioner=cast.petra, location=_place(cast)),
            "Petra Cast has hours at 2 Harbour Street, but gives nothing there.",
            "/office/settings/practitioners/{petra}/",
            "2 Harbour Street",
        ),
        (
            lambda cast: OfferFactory(practitioner=cast.petra, service=cast.treatment, location=_place(cast)),
            "Petra Cast gives services at 2 Harbour Street, but has no hours for them there.",
            "/office/settings/practitioners/{petra}/hours/",
            "2 Harbour Street",
        ),
        (
            _away,
            "Quinn Cast is not there for as long as one can book ahead (90 days).",
            "/office/settings/time-off/{away}/",
            "2027-11-17",
        ),
        (
            lambda cast: Preferences.objects.update(reminder_hours=12),
            "The reminder goes out 12 hours before a visit. Changing it online, or without a fee, ends sooner: "
            "24 hours before.",
            "/office/settings/booking/",
            'name="reminder_hours"',
        ),
        (
            _gone,
            "The button of your website leads to “Quinn Cast”, which cannot be booked online.",
            "/office/website/",
            'name="opens"',
        ),
        (
            lambda cast: _button(cast, opens_as="popup"),
            "The button shows booking on your website, but no site is named that may do so.",
            "/office/website/",
            'name="sites"',
        ),
        (
            _light,
            "The button of your website cannot be read well. White words on it are hard to read (1.9 : 1, at least "
            "4.5 : 1). Choose another colour.",
            "/office/website/",
            'name="colour"',
        ),
    ],
)
def test_each_says_what_is_wrong_and_leads_to_where_it_is_mended(
    cast, client, sign_in, wrong, says, leads_to, shows
):
    wrong(cast)
    answer = sign_in(client, cast.nora).get(PAGE)
    about = {
        "block": OpeningHours.objects.filter(practitioner=cast.petra, weekday=2).values_list("pk", flat=True)[
            0
        ],
        "away": TimeOff.objects.values_list("pk", flat=True).first(),
        "treatment": cast.treatment.pk,
        "petra": cast.petra.pk,
    }
    assert rows(answer) == [(says, leads_to.format(**about))]
    page = client.get(rows(answer)[0][1])
    assert page.status_code == 200 and shows in page.text


def test_names_are_words_and_no_markup(cast, client, sign_in):
    Service.objects.filter(pk=cast.treatment.pk).update(title="<b>100 %(name)s</b>")
    Offer.objects.filter(service=cast.treatment).delete()
    answer = sign_in(client, cast.nora).get(PAGE)
    assert rows(answer)[0][0] == "“<b>100 %(name)s</b>” has no practitioner." and "<b>100" not in answer.text


def test_it_is_for_managers_and_owners(cast, client, sign_in):
    assert sign_in(client, cast.finn).get(PAGE).status_code == 403
    assert sign_in(client, cast.omar).get(PAGE).status_code == 404
