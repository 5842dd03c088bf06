"""The calendar asks by itself whether something changed: two queries while nothing did, and no sign of life."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from booking.actions.attendance import note
from booking.models import Appointment, Hold
from booking.tests.factories import HoldFactory
from clinic.models import Membership
from clinic.tests.factories import TimeOffFactory
from common.tests.moment import AT
from office.tests.test_queries import grow
from records.models import Patient
from smartforms.tests.factories import ResponseFactory
from tests.story import open_form, visit

BY_ITSELF = {"by-itself": "1"}
TODAY, OTHER = "/office/calendar/", "/office/calendar/?day=2026-11-19"


@pytest.fixture
def desk(cast, client, sign_in):
    return sign_in(client, cast.finn)


class Seen:
    """A page as it was seen, which asks again."""

    def __init__(self, client, address):
        self.client = client
        page = client.get(address).context
        self.url, self.mark = page["changes_url"], page["mark"]

    def again(self) -> int:
        answer = self.client.get(self.url, headers=BY_ITSELF | {"if-none-match": self.mark})
        self.mark = answer.headers.get("ETag", self.mark)
        return answer.status_code


def test_nothing_new_costs_two_queries_however_full_the_clinic_is(cast, desk):
    costs = []
    for _size in ("as it is", "full"):
        for address in (TODAY, OTHER, "/office/calendar/?view=week"):
            seen = Seen(desk, address)
            with CaptureQueriesContext(connection) as asked:
                assert seen.again() == 304
            costs.append(len(asked))
        if _size == "as it is":
            grow(cast)
    assert costs == [2] * 6


def test_what_changes_is_told_and_only_once(cast, desk, at):
    shown = visit(cast.at_harbour, cast.quinn, cast.kit_record, AT - timedelta(hours=1))
    waits = open_form(cast.at_harbour, cast.kit_record, account=cast.ben)
    shown.assignments.add(waits)
    hold = {"clinic": cast.harbour, "practitioner": cast.petra, "location": cast.at_harbour.place}

    def held():
        HoldFactory(
            **hold, service=cast.treatment, starts_at=AT + timedelta(hours=4),
            held_until=AT + timedelta(minutes=9),
        )  # fmt: skip

    changes = {
        "arrived": lambda: note(shown, "arrived", by=cast.finn, at=AT),
        "another visit": lambda: visit(cast.at_harbour, cast.petra, cast.ana_record, AT),
        "form sent in": lambda: ResponseFactory(assignment=waits, sent=True, submitted_by=cast.ben),
        "held": held,
        "let go": lambda: Hold.objects.update(released_at=AT),
        "asked for": lambda: Appointment.objects.filter(pk=cast.ana_visit.pk).update(requested_at=AT),
        "another name": lambda: Patient.objects.filter(pk=cast.kit_record.pk).update(given_name="Kim"),
        "away": lambda: TimeOffFactory(bookable=cast.petra, starts_at=AT, ends_at=AT + timedelta(hours=1)),
    }
    seen, told = Seen(desk, TODAY), {}
    for name, change in changes.items():
        change()
        told[name] = (seen.again(), seen.again())
    assert told == dict.fromkeys(changes, (200, 304))
    # At another clinic, or on another day, is nothing to this one.
    visit(cast.at_lakeside, cast.lena, cast.zoe_record, AT)
    visit(cast.at_harbour, cast.petra, cast.ana_record, AT + timedelta(days=9))
    assert seen.again() == 304


def test_the_clock_alone_moves_the_line_of_now_and_the_minutes_of_a_hold(cast, desk, monkeypatch):
    seen, other = Seen(desk, TODAY), Seen(desk, OTHER)
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=4, seconds=59))
    assert (seen.again(), other.again()) == (304, 304)
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=5))
    assert (seen.again(), other.again()) == (200, 304)
    HoldFactory(
        clinic=cast.harbour, practitioner=cast.petra, location=cast.at_harbour.place, service=cast.treatment,
        starts_at=AT + timedelta(hours=4), held_until=AT + timedelta(minutes=12),
    )  # fmt: skip
    assert seen.again() == 200
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=6))
    assert (seen.again(), other.again()) == (200, 304)


def test_asking_by_itself_keeps_no_session_alive(cast, desk, monkeypatch):
    seen = Seen(desk, OTHER)
    for minutes in range(1, 15):
        monkeypatch.setattr("common.clock.now", lambda minutes=minutes: AT + timedelta(minutes=minutes))
        assert seen.again() == 304
        assert desk.get(OTHER, headers=BY_ITSELF).status_code == 200
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=15))
    assert seen.again() == 403
    assert desk.get(OTHER).status_code == 302


def test_red_control_whoever_looks_again_stays(cast, desk, monkeypatch):
    for minutes in range(1, 31):
        monkeypatch.setattr("common.clock.now", lambda minutes=minutes: AT + timedelta(minutes=minutes))
        assert desk.get(OTHER).status_code == 200


def left(cast):
    Membership.objects.filter(user=cast.finn).update(ended_at=AT)


def closed(cast):
    cast.finn.is_active = False
    cast.finn.save()


def other_password(cast):
    cast.finn.set_password("something else entirely")
    cast.finn.save()


@pytest.mark.parametrize("happens", [left, closed, other_password])
def test_at_once_over_for_who_is_not_of_the_team_any_more(cast, desk, happens):
    seen = Seen(desk, TODAY)
    happens(cast)
    assert seen.again() == 403


def test_nobody_else_hears_anything(cast, desk, sign_in):
    seen = Seen(desk, TODAY)
    ana = sign_in(Client(), cast.ana)
    omar = sign_in(Client(), cast.omar)
    answers = [
        client.get(seen.url, headers={"if-none-match": seen.mark}).status_code
        for client in (Client(), ana, omar)
    ]
    assert answers == [403, 403, 403]
    assert omar.get(seen.url, headers={"host": "lakeside.localhost"}).headers["ETag"] != seen.mark


@pytest.mark.parametrize(
    "asked", ["", "?from=1", "?from=2&to=1", "?from=1&to=99999", "?from=a&to=b", "?from=1&to=9999999999"]
)
def test_nonsense_is_nowhere(desk, asked):
    assert desk.get(f"/office/calendar/changes/{asked}").status_code == 404


def test_it_shows_nothing_and_leaves_no_row(cast, desk):
    seen = Seen(desk, TODAY)
    before = Event.objects.count()
    answer = desk.get(seen.url)
    assert (answer.content, answer.headers["Cache-Control"]) == (b"", "no-store, private")
    assert Event.objects.count() == before
