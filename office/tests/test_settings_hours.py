"""Weekly hours and days that differ, typed by a clinic: nights as people say them, errors beside their box."""

import pytest

from clinic.models import HoursException, OpeningHours
from office.tests.settings_pages import url
from office.tests.test_settings import change


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


@pytest.mark.parametrize(
    ("opens", "closes", "kept"),
    [
        ("22:00", "2:00", (1320, 1560)),
        ("22:00", "26:00", (1320, 1560)),
        ("8 pm", "0:00", (1200, 1440)),
        ("20:00", "24:00", (1200, 1440)),
        ("19:00", "7:00", (1140, 1860)),
        ("19:00", "6:59", (1140, 1859)),
        ("19:00", "7:01", None),  # more than half a day: rather the two were mixed up
        ("9:00", "9:00", None),
    ],
)
def test_a_night_is_typed_as_people_say_it(cast, nora, opens, closes, kept):
    OpeningHours.objects.filter(practitioner=cast.petra).delete()
    where = {"practitioner": cast.petra.pk, "location": cast.at_harbour.place.pk}
    answer = nora.post(url(OpeningHours, "add"), where | {"weekday": 4, "opens": opens, "closes": closes})
    assert answer.status_code == (302 if kept else 200)
    found = OpeningHours.objects.filter(practitioner=cast.petra).values_list("opens", "closes")
    assert list(found) == ([kept] if kept else [])
    if not kept:
        assert 'id="id_closes_error"' in answer.text and answer.context["things"][0][0] == "id_closes"


def test_a_night_is_listed_with_its_next_day_and_saved_again_as_it_is(cast, nora):
    block = OpeningHours.objects.filter(practitioner=cast.petra, weekday=4).get()
    OpeningHours.objects.filter(pk=block.pk).update(opens=1320, closes=1560)
    assert "22:00 – 2:00 the next day" in nora.get(url(OpeningHours, "changelist")).text
    assert change(nora, block).status_code == 302
    block.refresh_from_db()
    assert (block.opens, block.closes) == (1320, 1560)


def test_a_day_that_differs_may_be_a_night(cast, nora):
    data = {"practitioner": cast.petra.pk, "location": cast.at_harbour.place.pk, "date": "2026-12-24"}
    assert (
        nora.post(url(HoursException, "add"), data | {"opens": "22:00", "closes": "2:00"}).status_code == 302
    )
    assert HoursException.objects.get().closes == 1560
