"""Who wants the room: a clinic with two practitioners and one room, and guests, each with what their door needs."""

from datetime import date
from time import sleep

from django.conf import settings
from django.test import Client

from accounts.tests.factories import AccountFactory
from booking.availability import wallclock
from booking.models import Appointment, FamilyDay, Hold, Move
from booking.tests.factories import AppointmentFactory, PreferencesFactory
from clinic.models import Clinic, OpeningHours
from clinic.tests import factories as of_clinics
from common.tests.moment import LONG_AGO
from records.tests.factories import GrantFactory, PatientFactory
from tests.doors.doors import (
    HEAD_START,
    IN_THE_OFFICE,
    LAID,
    LOST,
    NEW_HERE,
    READY,
    TAKEN,
    UNKNOWN,
    WITH_A_FAMILY,
    WITH_A_VISIT,
    WITH_THE_DESK,
    WON,
    Wish,
    door_of,
    leads,
)  # fmt: skip

WHO, LATER, APART = ("first", "second"), (0, 15, 30), 180  # minutes
PARKED_AFTER = 60  # days


class Scene:
    """The clinic: open in every turn, where clocks never change; an hour's visit with breaks that takes the room."""

    def __init__(self, host: str, *, turns: int, at):
        self.clinic = of_clinics.ClinicFactory(slug="crowd", hosts=[host], timezone="America/Regina")
        self.place = of_clinics.LocationFactory(clinic=self.clinic)
        self.room = of_clinics.ResourceFactory(clinic=self.clinic)
        self.service = of_clinics.ServiceFactory(
            clinic=self.clinic, slug="hour", minutes=60, buffer_before=5, buffer_after=10
        )
        self.half = of_clinics.ServiceFactory(clinic=self.clinic, slug="half", minutes=30)
        for service in (self.service, self.half):
            service.resources.add(self.room)
        self.people = {}
        for order, name in enumerate(WHO):
            person = of_clinics.PractitionerFactory(clinic=self.clinic, slug=name, order=order)
            of_clinics.offer(person, self.place, self.service, self.half)
            OpeningHours.objects.bulk_create(
                OpeningHours(
                    practitioner=person, location=self.place, weekday=day, opens=opens, closes=opens + 90
                )
                for day in range(7)
                for opens in range(0, 1440, APART)
            )
            self.people[name] = person
        ahead = 4 + turns * APART // 1440  # every day more is hundreds of times on a page
        PreferencesFactory(
            clinic=self.clinic, days_ahead=ahead, start_grid=15, move_online=True, account_panel="optional",
            approval_new="request", has_waiting_list=True, quiet_from=0, quiet_until=0,
        )  # fmt: skip
        self.clinic = Clinic.objects.get(pk=self.clinic.pk)
        self.desk = AccountFactory(email="desk@crowd.example")
        of_clinics.MembershipFactory(user=self.desk, clinic=self.clinic)
        today = wallclock.local_day(wallclock.to_minutes(at), self.clinic.zone)
        self.first = wallclock.midnight(self.clinic.zone, today + 2)
        self.year = at.year
        self.days = [date.fromordinal(today + number) for number in (0, ahead)]  # that may be booked

    def wish_of(self, number: int, turn: int) -> Wish:
        """What a guest wants in a turn: the same hour as everybody, or one that overlaps it by parts."""
        start = self.first + turn * APART + LATER[number % 3]
        return Wish(start, WHO[number // 3 % 2], turn)

    def park(self, patient, account, number: int) -> Appointment:
        """A visit that stands out of everybody's way until it is moved."""
        starts_at = wallclock.to_instant(self.first + PARKED_AFTER * 1440 + number * APART)
        return AppointmentFactory(
            clinic=self.clinic, practitioner=self.people["first"], location=self.place, service=self.service,
            patient=patient, made_online_by=account, starts_at=starts_at,
        )  # fmt: skip


class Guest:
    """Somebody of the crowd, with one door of theirs; asks in this process, as a browser would."""

    def __init__(self, scene: Scene, number: int):
        self.scene, self.number, self.door = scene, number, door_of(number)
        self.visit, self.seen, self.ready, self.is_racing = None, 0, None, False
        self.account = AccountFactory(email=f"guest{number}@crowd.example")
        self.patient = PatientFactory(clinic=scene.clinic, made_online=self.door in NEW_HERE)
        GrantFactory(account=self.account, patient=self.patient, full=True, granted_by=scene.desk)
        if self.door in WITH_A_FAMILY:
            self.family = [self.patient, PatientFactory(clinic=scene.clinic)]
            GrantFactory(account=self.account, patient=self.family[1], full=True, granted_by=scene.desk)
        if self.door in WITH_A_VISIT:
            self.visit = scene.park(self.patient, self.account, number)
        self.come_in()

    @property
    def signed_in(self):
        """As whom they come."""
        if self.door in IN_THE_OFFICE:
            return self.scene.desk
        return None if self.door in UNKNOWN else self.account

    def come_in(self) -> None:
        """Open the browser, signed in where the door asks for it; and that of the desk where it has a part."""
        self.browser = self._browser(self.signed_in)
        self.desk = self._browser(self.scene.desk) if self.door in WITH_THE_DESK else None

    def _browser(self, account) -> Client:
        host = self.scene.clinic.hosts[0]
        browser = Client(HTTP_HOST=host, HTTP_ORIGIN=f"http://{host}", raise_request_exception=False)
        if account:
            browser.force_login(account)
        return browser

    def leave(self, address: str) -> None:
        """Come again as somebody else, from another address."""
        self.browser.cookies.clear()
        self.browser.defaults["REMOTE_ADDR"] = address

    def ask(self, path: str, sent: dict, *, at_the_desk=False) -> tuple[int, str, str]:
        """Press a button: the status, where it leads, and the page."""
        answer = (self.desk if at_the_desk else self.browser).post(path, sent)
        return answer.status_code, answer.get("Location", ""), answer.content.decode()

    def moved(self, status):
        """What became of a wish to move; a visit that moved is another state of the page."""
        if status != 302:
            return LOST if status in TAKEN else status
        self.seen += 1
        return WON

    def prepare(self, turn: int) -> None:
        """What comes before the time itself is wanted: what is read, chosen and typed."""
        self.is_racing = False
        if self.door in READY:
            self.ready = READY[self.door](self, self.scene.wish_of(self.number, turn))
            if not self.ready:
                raise AssertionError(f"{self.door.__name__} could not be made ready")

    def press(self, turn: int):
        """Want it, through one's own door: (door, what came of it)."""
        self.is_racing = True
        if leads(turn) not in (None, self.door):
            sleep(HEAD_START)
        return self.door.__name__, self.door(self, self.scene.wish_of(self.number, turn))


def cookies_of(browser) -> dict:
    """What a browser sends along that has been here."""
    kept = {name: one.value for name, one in browser.cookies.items()}
    return kept | {settings.CSRF_COOKIE_NAME: "b" * 32}


def in_rows(scene) -> dict[str, int]:
    """How often each kind of door was passed, by the rows: to hold against what was answered."""
    mine = {"clinic": scene.clinic}
    booked = Appointment.objects.filter(**mine)
    parked = booked.filter(booking__made_at=LONG_AGO)
    by_staff = booked.filter(made_online_by=None, booking__guest_email="").exclude(pk__in=parked)
    return {
        "stranger": Hold.objects.filter(**mine, appointment=None, released_at=None).count(),
        "account": Hold.objects.filter(**mine, family_day=None).exclude(appointment=None).count(),
        "families": FamilyDay.objects.filter(**mine).exclude(booking=None).count(),
        "of families": booked.exclude(booking__family_day=None).count(),
        "office": by_staff.values("booking").distinct().count(),
        "four weeks later": by_staff.filter(
            starts_at__gt=wallclock.to_instant(scene.first + 27 * 1440)
        ).count(),
        "moves": Move.objects.filter(appointment__clinic=scene.clinic).count(),
    }


def as_answered(answers) -> dict[str, int]:
    """The same by the answers, a Counter of (door, what came of it)."""
    passed = {
        "stranger": ("stranger",),
        "account": ("account", "without_account", "asks_first", "waits"),
        "office": ("office", "series", "office_knowingly"),
        "moves": ("patient_moves", "staff_move"),
        "families": ("family",),
        "of families": ("family", "family"),  # two people each
        "four weeks later": ("series",),
    }
    return {
        kind: sum(answers[door, what] for door in doors for what in (WON, LAID))
        for kind, doors in passed.items()
    }
