"""Somebody new: the days of a week and the only place stand there already, and only what gets times is kept."""

import pytest

from clinic.models import HoursException, Location, OpeningHours, Practitioner
from office.tests.settings_pages import posted, url


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def chosen(answer, name) -> str:
    return str(posted(answer).get(name, ""))


def test_only_the_times_are_left_to_type(cast, nora):
    page = url(Practitioner, "add")
    week = {
        f"hours-{day}-{name}": time for day in (0, 2) for name, time in (("opens", "9"), ("closes", "17"))
    }
    assert nora.post(page, posted(nora.get(page), name="Vera Lind", **week)).status_code == 302
    hours = OpeningHours.objects.filter(practitioner__name="Vera Lind").order_by("weekday")
    assert [(block.weekday, block.opens, block.closes, block.location) for block in hours] == [
        (0, 540, 1020, cast.at_harbour.place),
        (2, 540, 1020, cast.at_harbour.place),
    ]


def test_half_a_day_is_asked_about(cast, nora):
    page = url(Practitioner, "add")
    answer = nora.post(page, posted(nora.get(page), name="Vera Lind", **{"hours-1-opens": "9"}))
    assert [words for _control, words in answer.context["things"]] == [
        "Hours of the week, row 2, Closes: Enter a time, for example 9:00."
    ]
    assert not Practitioner.objects.filter(name="Vera Lind").exists()


def test_where_there_are_two_places_one_is_chosen(cast, nora):
    add = url(HoursException, "add")
    assert chosen(nora.get(add), "location") == str(cast.at_harbour.place.pk)
    Location.objects.create(clinic=cast.harbour, name="2 Harbour Street")
    assert chosen(nora.get(add), "location") == ""


def test_whoever_has_a_week_gets_empty_rows(cast, nora):
    data = posted(nora.get(url(Practitioner, "change", cast.petra.pk)))
    days = [str(data.get(f"hours-{row}-weekday", "")) for row in range(7)]
    assert days == ["0", "1", "2", "3", "4", "", ""]
    assert nora.post(url(Practitioner, "change", cast.petra.pk), data).status_code == 302
    assert cast.petra.hours.count() == 5
