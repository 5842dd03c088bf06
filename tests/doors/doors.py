"""Every door to a booked time: one function each, which presses what a browser would and says how it went.

A door takes a guest (`tests.doors.crowd`) and a wish; it answers WON, LOST, LAID (staff over somebody else's time, on
purpose) or the status that nobody expects. To add a door: a function here, and its share of the crowd in `SHARES`.
"""

import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

WON, LOST, LAID = "won", "lost", "laid over"
TAKEN = (409, 422)
_ACCEPTED = re.compile(r'name="accepted"[^>]* value="([^"]*)"')


@dataclass(frozen=True)
class Wish:
    """A start in epoch minutes, and with whom: the slug of a practitioner."""

    start: int
    who: str
    turn: int = 0


def _hold(guest, wish, *, who):
    return guest.ask(
        reverse("booking:make_hold"), {"service": guest.scene.service.slug, "who": who, "start": wish.start}
    )


def stranger(guest, wish):
    """Somebody nobody knows holds the time; each turn from another address, for nobody holds many."""
    guest.leave(f"10.{guest.number // 250}.{guest.number % 250}.{wish.turn % 250}")
    status, _where, _page = _hold(guest, wish, who="anyone" if guest.number % 3 == 0 else wish.who)
    return {302: WON, 409: LOST}.get(status, status)


def account(guest, wish):
    """Somebody signed in holds it, says who it is for, and confirms."""
    status, held, _page = _hold(guest, wish, who=wish.who)
    if status != 302:
        return LOST if status == 409 else status
    status, _where, _page = guest.ask(f"{held}patient/", {"who": guest.patient.pk, "note": ""})
    if status != 302:
        return status
    status, where, _page = guest.ask(f"{held}check/", {"agreed": "on"})
    return WON if where.endswith("/done/") else status


def _in_the_office(guest, wish, name="booking", *more) -> str:
    """A page of the patient's workspace; what staff chose stands in its address."""
    chosen = {
        "service": guest.scene.service.slug, "practitioner": guest.scene.people[wish.who].pk,
        "location": guest.scene.place.pk, "day_day": 1, "day_month": 1, "day_year": guest.scene.year,
        "start": wish.start,
    }  # fmt: skip
    return f"{reverse(f'office:{name}', args=[guest.patient.pk, *more])}?{urlencode(chosen)}"


def office(guest, wish):
    """Staff book for a patient, by the rules."""
    url = _in_the_office(guest, wish)
    form = {"mark": uuid.uuid4(), "accepted": "", "then": "save", "note": "", "reason": ""}
    return _office(*guest.ask(url, form))


def office_knowingly(guest, wish):
    """Staff book over whatever is there, for a reason."""
    url = _in_the_office(guest, wish)
    form = {"mark": uuid.uuid4(), "accepted": "", "then": "save", "note": "", "reason": "They asked for it."}
    status, _where, page = guest.ask(url, form)
    if status not in TAKEN:
        return WON if status == 302 else status
    form["accepted"] = _ACCEPTED.search(page)[1]
    status, _where, _page = guest.ask(url, form)
    return LAID if status == 302 else LOST if status in TAKEN else status


def _office(status, _where, _page):
    return WON if status == 302 else LOST if status in TAKEN else status


def patient_moves(guest, wish):
    """A patient moves a visit of theirs there."""
    url = reverse("portal:move", args=[guest.patient.pk, guest.visit.pk])
    status, _where, _page = guest.ask(url, {"start": wish.start, "seen": guest.seen, "with": wish.who})
    return guest.moved(status)


def staff_move(guest, wish):
    """Staff move a visit there, by the rules."""
    url = _in_the_office(guest, wish, "visit_move", guest.visit.pk)
    status, _where, _page = guest.ask(url, {"accepted": "", "reason": "", "seen": guest.seen})
    return guest.moved(status)


# Of every twenty guests.
SHARES = {stranger: 8, account: 5, office: 2, office_knowingly: 1, patient_moves: 2, staff_move: 2}
IN_THE_OFFICE = {office, office_knowingly, staff_move}
WITH_A_VISIT = {patient_moves, staff_move}


def door_of(number: int):
    """Through which door a guest comes; each share is spread over the crowd."""
    doors = [door for door, share in SHARES.items() for _one in range(share)]
    return doors[number * 7 % len(doors)]
