"""Every kind of door into a record, as its holder opens it. One more kind is one more line in a table.

Ben looks after Ana and holds her record in full; Quinn opened it in an emergency, Petra has Ana among her own. What is
Ana's carries words that stand nowhere else.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

import outbox
from accounts.tests.factories import PASSWORD
from booking.feeds import make_feed
from booking.models import Appointment, Preferences, WaitingEntry, WaitingOffer
from booking.tests.factories import HoldFactory
from common.tests.moment import AT, LONG_AGO
from outbox import delivery
from outbox.models import Message
from records.models import Patient
from records.tests.factories import BrokenGlassFactory, UploadFactory
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, key_of
from tests import story
from tests.revocation import record_doors

ANY_WORD = (b"Qana",)
# Whose record it is, the team may know (D4); what a refusal to them must not hold is what is clinical.
CLINICAL = (b"Qananote", b"Qanaanswer", b"Qanafile", *record_doors.WORDS)
HOUR = timedelta(hours=1)
# Nothing is there, or not for you; or the sign-in page, where the account itself is out.
SHUT = {"403", "404", "410", "login"}


@dataclass
class House:
    """The rows behind the doors; `clock` is what the application's clock says."""

    cast: story.Cast
    clock: object
    browsers: dict = field(default_factory=dict)

    def __post_init__(self):
        cast = self.cast
        ana = Patient.objects.filter(pk=cast.ana_record.pk)
        ana.update(given_name="Qananame", family_name="Qanafamily", phone="Qanaphone", address="Qanastreet")
        cast.ana_record.refresh_from_db()
        Appointment.objects.filter(patient=cast.ana_record).update(note="Qananote")
        self.file = UploadFactory(patient=cast.ana_record, account=cast.ben, name="Qanafile.png")
        handed = AssignmentFactory(
            patient=cast.ana_record, template=cast.form, account=cast.ben, opened_at=LONG_AGO
        )
        answers = {"q9": [{"file": str(self.file.pk)}], key_of("words"): ["Qanafilewords"]}
        self.with_file = ResponseFactory(
            assignment=handed, answers=answers, sent=True, submitted_by=cast.ben, saved_by=cast.ben
        ).assignment
        _feed, self.feed = make_feed(account=cast.ben, clinic=cast.harbour, at=AT - HOUR)
        self._waiting()
        record_doors.rows_of_the_record(self)
        self.glass = BrokenGlassFactory(
            patient=cast.ana_record, membership=cast.quinn_account.memberships.get()
        )
        Preferences.objects.filter(clinic=cast.harbour).update(move_online=True, cancel_online=True, fee=0)
        cast.harbour.refresh_from_db()
        for who in ("ben", "petra_account", "quinn_account"):
            self.sign_in(who)

    def _waiting(self):
        cast = self.cast
        common = {
            "clinic": cast.harbour, "service": cast.treatment, "location": cast.at_harbour.place,
            "practitioner": cast.petra,
        }  # fmt: skip
        days = {"first_day": story.TOMORROW.date(), "last_day": story.IN_TWO_DAYS.date()}
        self.entry = WaitingEntry.objects.create(
            **common, **days, account=cast.ben, patient=cast.ana_record, joined_at=AT, joined_by=cast.ben
        )
        hold = HoldFactory(
            **common, starts_at=story.IN_TWO_DAYS + 96 * HOUR, held_until=AT + timedelta(minutes=30)
        )
        self.offer = WaitingOffer.objects.create(
            entry=self.entry,
            patient=cast.ana_record,
            hold=hold,
            offered_at=AT,
            until=AT + timedelta(minutes=30),
        )

    def sign_in(self, who) -> None:
        """A browser of theirs; the password was typed just now."""
        browser = Client(raise_request_exception=False)
        browser.force_login(getattr(self.cast, who))
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
        self.browsers[who] = browser

    def ask(self, door, words=ANY_WORD) -> tuple[str, bool]:
        """What is answered, and whether one of these words of Ana's stands in it."""
        browser = self.browsers.get(door.who) or Client(raise_request_exception=False)
        answer = browser.get(door.path(self))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        return "login" if to_sign_in else str(answer.status_code), any(word in body for word in words)

    def mailed(self) -> list[str]:
        """What a mail about Ana to Ben becomes that was posted before, and leaves now: sent, or why not."""
        delivery.drain(at=self.clock())
        rows = Message.objects.filter(dedupe_key__startswith="revocation")
        return ["sent" if one.sent_at else one.dropped_because for one in rows]

    def post_mail(self) -> None:
        """Forms wait for Ben in Ana's record: the mail says so when it leaves."""
        outbox.post(
            "smartforms.assigned", clinic=self.cast.harbour, account=self.cast.ben, patient=self.cast.ana_record,
            about={"forms": str(self._waits().pk)}, dedupe_key="revocation", at=AT, due_at=AT,
        )  # fmt: skip

    def _waits(self):
        return story.open_form(self.cast.at_harbour, self.cast.ana_record, account=self.cast.ben)

    def sessions_of(self, account) -> int:
        """How many living sessions an account has, whatever list they stand on."""
        return sum(one.get_decoded().get("_auth_user_id") == str(account.pk) for one in Session.objects.all())


@dataclass(frozen=True)
class Door:
    """An address as somebody opens it. `empties`: it belongs to the account and stays, without this patient."""

    kind: str
    who: str
    path: object
    empties: bool = False

    def __str__(self):
        return f"{self.kind} ({self.who})"


def _portal(name, *things):
    return lambda house: reverse(name, args=[house.cast.ana_record.pk, *(thing(house) for thing in things)])


_office = _portal


def visit(house):
    return house.cast.ana_visit.pk


def sent(house):
    return house.cast.ana_sent.pk


def with_file(house):
    return house.with_file.pk


def file(house):
    return house.file.pk


OF_THE_HOLDER = [
    Door("record", "ben", _portal("portal:patient")),
    Door("visits", "ben", _portal("portal:visits")),
    Door("visit", "ben", _portal("portal:visit", visit)),
    Door("moving a visit", "ben", _portal("portal:move", visit)),
    Door("calendar file", "ben", _portal("portal:calendar_file", visit)),
    Door("forms", "ben", _portal("portal:forms")),
    Door("form to fill in", "ben", _portal("smartforms:open", lambda house: house.cast.ana_open.pk)),
    Door("answers", "ben", _portal("smartforms:sent", sent)),
    Door("answers as PDF", "ben", _portal("smartforms:paper", sent)),
    Door("file of a form", "ben", _portal("smartforms:file", with_file, file)),
    Door("who looked", "ben", _portal("portal:access")),
    Door("waiting list", "ben", _portal("portal:waiting_entry", lambda house: house.entry.pk)),
    Door("calendar feed", "nobody", lambda house: reverse("calendar_feed", args=[house.feed]), empties=True),
    Door("front page", "ben", lambda house: reverse("portal:home"), empties=True),
    *record_doors.doors(record_doors.PORTAL, "ben", door=Door, of_patient=_portal),
]

OF_THE_TEAM = [
    Door("patient", "petra_account", _office("office:patient")),
    Door("answers", "petra_account", _office("office:answers", sent)),
    Door("answers as PDF", "petra_account", _office("office:answers_paper", sent)),
    Door("answers for another system", "petra_account", _office("office:answers_fhir", sent)),
    Door("file of a form", "petra_account", _office("office:answers_file", with_file, file)),
    Door("who has access", "petra_account", _office("office:access")),
    Door("visit", "petra_account", _office("office:visit", visit)),
    Door(
        "eyes of an account",
        "petra_account",
        lambda house: reverse(
            "see_as_page", args=[house.cast.ben.pk, f"portal/p/{house.cast.ana_record.pk}/"]
        ),
    ),
    *record_doors.doors(
        record_doors.OFFICE | record_doors.TAKEN, "petra_account", door=Door, of_patient=_office
    ),
]

IN_AN_EMERGENCY = [
    Door("answers", "quinn_account", _office("office:answers", sent)),
    Door("file of a form", "quinn_account", _office("office:answers_file", with_file, file)),
    *record_doors.doors(record_doors.OFFICE, "quinn_account", door=Door, of_patient=_office),
]
