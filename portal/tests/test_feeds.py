"""The page of one's calendar addresses: made and shown once, listed, taken back; nobody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from booking.feeds import make_feed
from booking.models import CalendarFeed
from common.tests.moment import AT

PAGE = "/portal/calendar/"


@pytest.fixture
def ana(client, sign_in, cast):
    return sign_in(client, cast.ana)


def rows(answer):
    return [(row["made"], row["fetched"], row["ends"]) for row in answer.context["feeds"]]


def test_the_list_of_visits_leads_there(ana, cast):
    assert PAGE in ana.get(reverse("portal:visits", args=[cast.ana_record.pk])).text


def test_nothing_yet(ana):
    answer = ana.get(PAGE)
    assert (answer.status_code, rows(answer), answer.context["made"]) == (200, [], None)
    assert CalendarFeed.objects.count() == 0


def test_a_new_address_is_shown_once_opens_and_is_listed(client, ana, cast, monkeypatch):
    answer = ana.post(PAGE)
    made = answer.context["made"]
    assert made["address"].startswith("http://testserver:8000/calendar/")
    assert made["opens"] == made["address"].replace("http://", "webcal://")
    assert answer.text.count(made["address"]) == 1 and f'href="{made["opens"]}"' in answer.text
    assert answer["Cache-Control"] == "no-store, private"
    path = made["address"].removeprefix("http://testserver:8000")
    assert len(Calendar.from_ical(client.get(path).content).walk("VEVENT")) == 1
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=20))
    again = ana.get(PAGE)
    assert path not in again.text
    assert rows(again) == [
        ("Made: Today, 9:00 am", "Last fetched: Today, 9:00 am", "Ends: Wednesday 17 November 2027")
    ]


def test_taken_back_it_opens_nothing(ana, cast):
    path = ana.post(PAGE).context["made"]["address"].removeprefix("http://testserver:8000")
    (row,) = ana.get(PAGE).context["feeds"]
    answer = ana.post(row["ending_url"], follow=True)
    assert rows(answer) == []
    assert "This calendar address opens nothing any more." in answer.text
    assert ana.get(path).status_code == 404
    assert ana.post(row["ending_url"]).status_code == 302  # twice is no fault


def test_nobody_elses_and_no_other_clinics(ana, cast):
    theirs, _secret = make_feed(account=cast.ben, clinic=cast.harbour, at=AT)
    elsewhere, _secret = make_feed(account=cast.ana, clinic=cast.lakeside, at=AT)
    assert rows(ana.get(PAGE)) == []
    for feed in (theirs, elsewhere):
        assert ana.post(reverse("portal:feed_ending", args=[feed.pk])).status_code == 404
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 2


def test_the_sixth_is_refused_in_words(ana, cast):
    for _time in range(5):
        assert ana.post(PAGE).status_code == 200
    answer = ana.post(PAGE)
    assert (answer.status_code, answer.context["made"], len(rows(answer))) == (422, None, 5)
    assert "You have as many addresses as one account may have." in answer.text


def test_an_address_nobody_proved_makes_none(ana, cast):
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(verified_at=None)
    assert "Confirm your email address first." in ana.get(PAGE).text
    assert ana.post(PAGE).status_code == 403
    assert CalendarFeed.objects.count() == 0


def test_the_page_stays_cheap(ana, cast, django_assert_max_num_queries):
    for _time in range(5):
        make_feed(account=cast.ana, clinic=cast.harbour, at=AT)
    ana.get(PAGE)
    with django_assert_max_num_queries(8):
        assert len(rows(ana.get(PAGE))) == 5
