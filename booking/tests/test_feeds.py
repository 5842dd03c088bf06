"""A calendar at a secret address: what it shows, that it comes cheap, and what ends it."""

import hashlib
import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.actions import end_sessions, set_password
from audit.models import Event
from booking.actions.cancelling import cancel
from booking.calendar_file import calendar_file, feed_file
from booking.feeds import Enough, end_feed, make_feed, standing_feeds
from booking.models import Appointment, CalendarFeed, Move
from booking.tests.test_calendar_file import AT as WRITTEN
from booking.tests.test_calendar_file import same_as, visit_at
from common.log_lines import WithoutSecrets
from common.tests.moment import AT, LONG_AGO
from records.actions import deny, lift_lock_down, lock_down
from records.actions.grants import revoke
from tests.story import IN_TWO_DAYS, visit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def address(cast):
    """`address(account)`: where a calendar that this account makes now is fetched."""

    def make(account, clinic=None):
        _feed, secret = make_feed(account=account, clinic=clinic or cast.harbour, at=AT)
        return reverse("calendar_feed", args=[secret])

    return make


@pytest.fixture
def later(monkeypatch):
    """`later(by)`: the clock of the story stands so much further."""
    return lambda by: monkeypatch.setattr("common.clock.now", lambda: AT + by)


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def uids(answer) -> list[str]:
    return [str(event["UID"]).partition("@")[0] for event in events(answer)]


def ids(*visits) -> list[str]:
    return [str(one.pk) for one in visits]


def test_a_limited_account_finds_what_it_booked_and_a_full_one_all(client, cast, address):
    assert uids(client.get(address(cast.ana))) == ids(cast.ana_visit)
    assert uids(client.get(address(cast.ben))) == ids(cast.ana_visit, cast.ana_staff_visit, cast.kit_visit)
    assert uids(client.get(address(cast.cleo))) == uids(client.get(address(cast.dov))) == []


def test_only_the_visits_of_this_clinic_at_its_own_host(client, cast, address):
    assert client.get(address(cast.zoe)).status_code == 200
    assert uids(client.get(address(cast.zoe))) == []
    there = address(cast.zoe, cast.lakeside)
    assert client.get(there).status_code == 404
    assert uids(client.get(there, HTTP_HOST="lakeside.localhost")) == ids(cast.zoe_visit)


def test_busy_hours_and_the_clinic_and_nothing_else(client, cast, address):
    text = client.get(address(cast.ben)).content.decode()
    for word in ("Ana", "Kit", "Cast", "Petra", "Treatment", "Harbour Street", "LOCATION", "DESCRIPTION"):
        assert word not in text, word
    (event, *_others) = Calendar.from_ical(text).walk("VEVENT")
    assert event["SUMMARY"] == "Visit at Harbour Clinic"
    assert event["URL"] == "http://testserver:8000/portal/"
    assert event.decoded("dtstart") == cast.ana_visit.starts_at


def test_an_entry_is_the_one_of_the_mailed_file(client, cast, address):
    (fetched,) = events(client.get(address(cast.ana)))
    (mailed,) = Calendar.from_ical(calendar_file([cast.ana_visit], at=AT)).walk("VEVENT")
    for name in ("UID", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND"):
        assert fetched[name] == mailed[name]


def test_a_month_back_and_whatever_is_agreed(client, cast, address):
    house, ana = cast.at_harbour, cast.ana_record
    recent = visit(house, cast.quinn, ana, AT - 29 * DAY, by=cast.ana)
    visit(house, cast.quinn, ana, AT - 31 * DAY, by=cast.ana)
    visit(house, cast.quinn, ana, IN_TWO_DAYS + 7 * DAY, by=cast.ana, requested_at=AT)
    gone = visit(house, cast.quinn, ana, IN_TWO_DAYS + 8 * DAY, by=cast.ana)
    path = address(cast.ana)
    assert uids(client.get(path)) == ids(recent, cast.ana_visit, gone)
    cancel(gone, by=cast.ana, at=AT)
    assert uids(client.get(path)) == ids(recent, cast.ana_visit)


def test_what_it_says_to_calendars(client, cast, address):
    answer = client.get(address(cast.ana))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer.cookies == {}
    file = Calendar.from_ical(answer.content)
    assert (file["METHOD"], file["X-WR-CALNAME"]) == ("PUBLISH", "Harbour Clinic")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in answer.content
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in answer.content
    assert client.post(address(cast.ana)).status_code == 405


def test_the_language_is_that_of_the_account(client, cast, address):
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(language="fr")
    (event,) = events(client.get(address(cast.ana), HTTP_ACCEPT_LANGUAGE="en"))
    assert event["SUMMARY"] == "Rendez-vous, Harbour Clinic"


def test_an_unchanged_calendar_is_fetched_for_nothing(client, cast, address, later):
    path = address(cast.ana)
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    later(2 * HOUR)
    assert client.get(path).content == first.content
    Move.objects.create(
        appointment=cast.ana_visit, starts_at=IN_TWO_DAYS, ends_at=IN_TWO_DAYS + HOUR,
        practitioner=cast.petra, location=cast.at_harbour.place, moved_at=AT, moved_by=cast.ana,
    )  # fmt: skip
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(starts_at=IN_TWO_DAYS - HOUR, sequence=1)
    changed = client.get(path, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    (event,) = events(changed)
    assert (event["SEQUENCE"], event.decoded("dtstamp")) == (1, AT.replace(microsecond=0))


def test_it_costs_few_queries_whatever_is_in_it(client, cast, address, django_assert_max_num_queries):
    path = address(cast.ben)
    for day in range(12):
        visit(cast.at_harbour, cast.quinn, cast.kit_record, IN_TWO_DAYS + day * DAY)
    client.get(path)
    with django_assert_max_num_queries(6):
        assert len(events(client.get(path))) == 15


# Notes ---------------------------------------------------------------------------------------------


def test_a_fetch_is_noted_for_each_patient_when_it_tells_something_new(client, cast, address):
    path = address(cast.ben)
    for _time in range(3):
        client.get(path)
    fetched = Event.objects.filter(verb="feed.fetched")
    assert sorted((one.actor, one.patient, one.ids) for one in fetched) == sorted(
        [
            (cast.ben.pk, cast.ana_record.pk, ids(cast.ana_visit, cast.ana_staff_visit)),
            (cast.ben.pk, cast.kit_record.pk, ids(cast.kit_visit)),
        ]
    )
    assert cancel(cast.kit_visit, by=cast.ben, at=AT)
    client.get(path)
    assert fetched.all().count() == 3  # Ana's once more: the calendar is told of all that stands in it


def test_when_it_was_fetched_is_written_once_an_hour(client, cast, address, later):
    path = address(cast.ana)
    feed = CalendarFeed.objects.get()
    assert feed.last_fetched_at is None
    for passed, noted in ((0, 0), (59, 0), (60, 60), (100, 60), (121, 121)):
        later(timedelta(minutes=passed))
        client.get(path)
        feed.refresh_from_db()
        assert feed.last_fetched_at - AT == timedelta(minutes=noted), passed


def test_its_secret_stands_nowhere(client, cast, address, caplog):
    path = address(cast.ana)
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) == 43  # 256 bits
    with caplog.at_level(logging.DEBUG):
        client.get(path), client.post(path), client.get(path + "x")
    assert [line for line in map(WithoutSecrets().format, caplog.records) if secret in line] == []
    kept = [*CalendarFeed.objects.values(), *Event.objects.values()]
    assert secret not in str(kept)
    assert CalendarFeed.objects.get().secret_hash == hashlib.sha256(secret.encode()).hexdigest()


# Ends ----------------------------------------------------------------------------------------------


def ended(cast, what):
    feed = CalendarFeed.objects.select_related("account").get()
    match what:
        case "taken back":
            end_feed(feed, by=cast.ben, at=AT)
        case "a year old":
            CalendarFeed.objects.update(issued_at=AT - 365 * DAY, expires_at=AT)
        case "another password":
            set_password(cast.ben, "another long password", by=cast.ben)
        case "account closed":
            type(cast.ben).objects.filter(pk=cast.ben.pk).update(is_active=False)
        case "address not proved":
            type(cast.ben).objects.filter(pk=cast.ben.pk).update(verified_at=None)
        case "locked down":
            lock_down(cast.kit_record, by=cast.nora, at=AT)
        case "locked down and lifted":
            lock_down(cast.kit_record, by=cast.nora, at=AT)
            lift_lock_down(cast.kit_record, by=cast.nora, at=AT)
        case "locked down before access ended":
            lock_down(cast.kit_record, by=cast.nora, at=AT)
            revoke(cast.kit_grant, by=cast.nora, at=AT + HOUR)


@pytest.mark.parametrize(
    "what",
    [
        "taken back", "a year old", "another password", "account closed", "address not proved", "locked down",
        "locked down and lifted", "locked down before access ended",
    ],
)  # fmt: skip
def test_what_is_over_answers_as_if_it_had_never_been(client, cast, address, what):
    path = address(cast.ben)
    assert client.get(path).status_code == 200
    ended(cast, what)
    over, never = client.get(path), client.get(reverse("calendar_feed", args=["x" * 43]))
    said = [(one.status_code, one.content, sorted(one.headers.items())) for one in (over, never)]
    assert said[0] == said[1]
    assert said[0][:2] == (404, b"There is no calendar at this address.\n")
    assert standing_feeds(type(cast.ben).objects.get(pk=cast.ben.pk), cast.harbour, at=AT) == []


def test_what_ends_nothing(client, cast, address):
    """Other sessions, other records, other accounts; access that ended takes its visits along, not the address."""
    path = address(cast.ben)
    end_sessions(cast.ben)
    lock_down(cast.zoe_record, by=cast.omar, at=AT)
    set_password(cast.ana, "another long password", by=cast.ana)
    assert len(uids(client.get(path))) == 3
    revoke(cast.kit_grant, by=cast.nora, at=AT)
    deny(cast.ana_record, cast.ben, by=cast.nora, at=AT)
    assert uids(client.get(path)) == []


def test_an_address_made_after_a_lock_down_shows_the_other_records(client, cast, address):
    lock_down(cast.kit_record, by=cast.nora, at=AT - HOUR)
    assert uids(client.get(address(cast.ben))) == ids(cast.ana_visit, cast.ana_staff_visit)


def test_five_at_once(cast):
    made = [make_feed(account=cast.ana, clinic=cast.harbour, at=AT + n * HOUR)[0] for n in range(5)]
    with pytest.raises(Enough):
        make_feed(account=cast.ana, clinic=cast.harbour, at=AT + DAY)
    assert standing_feeds(cast.ana, cast.harbour, at=AT + DAY) == made[::-1]
    assert end_feed(made[0], by=cast.ana, at=AT)
    assert not end_feed(made[0], by=cast.ana, at=AT)
    make_feed(account=cast.ana, clinic=cast.harbour, at=AT + DAY)


# Too many ------------------------------------------------------------------------------------------


def test_guesses_of_a_network_end_and_shut_nobody_out(client, cast, address, later):
    path, wrong = address(cast.ana), reverse("calendar_feed", args=["guess"])
    assert [client.get(wrong).status_code for _time in range(61)] == [404] * 60 + [429]
    assert client.get(wrong, REMOTE_ADDR="10.9.8.7").status_code == 404
    assert client.get(path).status_code == 200
    later(HOUR)
    assert client.get(wrong).status_code == 404


def test_one_calendar_sixty_times_an_hour(client, cast, address):
    path, other = address(cast.ana), address(cast.ben)
    for _time in range(60):
        assert client.get(path).status_code == 200
    refused = client.get(path)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert client.get(other).status_code == 200


# The file of gold ----------------------------------------------------------------------------------


def test_the_file_of_a_feed(settings):
    settings.MAIL_DOMAIN, settings.DEFAULT_FROM_EMAIL = "anteroom.example", "no-reply@anteroom.example"
    coming = visit_at(WRITTEN + 9 * DAY)
    moved = visit_at(WRITTEN + 10 * DAY, number=2, sequence=1)
    for one, moved_at in ((coming, None), (moved, WRITTEN - HOUR)):
        one.booking.made_at, one.moved_at = LONG_AGO, moved_at
    file = feed_file([coming, moved], coming.clinic, link="https://harbour.example/portal/", at=WRITTEN)
    same_as("feed", file)
    nothing = feed_file([], coming.clinic, link="", at=WRITTEN)
    same_as("feed-empty", nothing)
