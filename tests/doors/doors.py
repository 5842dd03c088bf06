"""Every door to a booked time: one function each, which presses what a browser would and says how it went.

A door takes a guest (`tests.doors.crowd`) and a wish; it answers WON, LOST, LAID (staff over somebody else's time, on
purpose) or the status that nobody expects. What is long before the time itself is wanted is made ready before the
race (`READY`). To add a door: a function here, and its share of the crowd in `SHARES`.
"""

import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from booking.models import Appointment, WaitingOffer

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


def _elsewhere(guest, wish) -> str:
    return f"10.{guest.number // 250}.{guest.number % 250}.{wish.turn % 250}"


def stranger(guest, wish):
    """Somebody nobody knows holds the time; each turn from another address, for nobody holds many."""
    guest.leave(_elsewhere(guest, wish))
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


def without_account(guest, wish):
    """Somebody new holds it and confirms with an address only; each turn another person."""
    guest.leave(_elsewhere(guest, wish))
    status, held, _page = _hold(guest, wish, who=wish.who)
    if status != 302:
        return LOST if status == 409 else status
    guest.ask(f"{held}account/", {"how": "guest"})
    typed = {
        "who": "self", "self-given_name": "Gia", "self-family_name": f"Guest {wish.turn}", "note": "",
        "self-date_of_birth_day": 3, "self-date_of_birth_month": 2, "self-date_of_birth_year": 1990,
        "email": f"gia{guest.number}.{wish.turn}@crowd.example",
    }  # fmt: skip
    guest.ask(f"{held}patient/", typed)
    status, where, _page = guest.ask(f"{held}check/", {"agreed": "on"})
    return WON if where.endswith("/done/") else status


def asks_first(guest, wish):
    """Somebody new with an account asks for it, and staff approve, whatever was laid over it meanwhile."""
    what = account(guest, wish)
    if what != WON:
        return what
    visit = Appointment.objects.waiting().filter(patient=guest.patient).latest("requested_at")
    url = reverse("office:visit_answer", args=[guest.patient.pk, visit.pk])
    form = {"answer": "approve", "accepted": "", "reason": "", "because": ""}
    for _look in range(3):  # more may be laid over it while they read
        status, _where, page = guest.ask(url, form, at_the_desk=True)
        if status not in TAKEN:
            break
        form |= {"accepted": _ACCEPTED.search(page)[1], "reason": "There is a way."}
    return WON if status == 302 else status


def joins_the_line(guest, wish):
    """Somebody waits: the address of their place in the line."""
    first, last = guest.scene.days
    form = {"service": guest.scene.service.slug, "who": wish.who, "part": "any"}
    for name, day in (("first_day", first), ("last_day", last)):
        form |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    return guest.ask(reverse("portal:waiting_list"), form)[1]


def waits(guest, wish):
    """Staff offer them the time out of turn, and they take it."""
    entry = guest.ready
    slot = {"slot": f"{wish.start}:{guest.scene.people[wish.who].pk}"}
    in_line = entry.strip("/").split("/")[-1]
    status, _where, _page = guest.ask(reverse("office:waiting_offer", args=[in_line]), slot, at_the_desk=True)
    if status != 302:
        return LOST if status == 409 else status
    offer = WaitingOffer.objects.get(entry=in_line, closed_at=None)
    status, where, _page = guest.ask(f"{entry}offers/{offer.pk}/", {"answer": "take"})
    return WON if where.endswith("/done/") else status


def _in_the_office(guest, wish, name="booking", *more, **chosen_too) -> str:
    """A page of the patient's workspace; what staff chose stands in its address."""
    chosen = {
        "service": guest.scene.service.slug, "practitioner": guest.scene.people[wish.who].pk,
        "location": guest.scene.place.pk, "day_day": 1, "day_month": 1, "day_year": guest.scene.year,
        "start": wish.start, **chosen_too,
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


def looks_at_a_series(guest, wish):
    """It is further ahead than patients may: the page asks before the race, and what was read there goes along."""
    url = _in_the_office(guest, wish, every=4, times=2)
    form = {"mark": uuid.uuid4(), "accepted": "", "then": "save", "note": "", "reason": "It goes on."}
    _status, _where, page = guest.ask(url, form)
    return url, form | {"accepted": _ACCEPTED.search(page)[1]}


def series(guest, wish):
    """Staff book it and the same hour four weeks later, both or none."""
    return _office(*guest.ask(*guest.ready))


def puts_a_family_together(guest, wish):
    """Two people, half an hour each, one after the other with either practitioner: the address of their times.

    A family that lost comes again as it is.
    """
    if guest.ready and guest.ask(guest.ready, {"start": ""})[0] == 404:  # not booked yet: asked for a time
        return guest.ready
    _status, visits, _page = guest.ask(reverse("booking:family"), {"who": [one.pk for one in guest.family]})
    people = [guest.scene.people[who].pk for who in _both(guest)]
    form = {}
    for patient, person in zip(guest.family, people, strict=True):
        form |= {f"p{patient.pk}-service": guest.scene.half.slug, f"p{patient.pk}-who": person}
    _status, way, _page = guest.ask(visits, form)
    return guest.ask(way, {"way": "in_turn"})[1]


def _both(guest):
    """The practitioners, in one order or in the other."""
    return sorted(guest.scene.people, reverse=guest.number // 20 % 2 == 1)


def family(guest, wish):
    """Somebody holds it for two people, half of it each, and confirms; both or none."""
    people = [guest.scene.people[who].pk for who in _both(guest)]
    plan = "_".join(f"{n}-{wish.start + 30 * n}-{person}" for n, person in enumerate(people))
    status, check, _page = guest.ask(guest.ready, {"start": plan})
    if status != 302:
        return LOST if status == 409 else status
    status, where, _page = guest.ask(check, {"agreed": "on"})
    return WON if where.endswith("/done/") else status


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
SHARES = {
    stranger: 5, account: 3, without_account: 2, asks_first: 2, waits: 1, family: 1,
    office: 1, series: 1, office_knowingly: 1, patient_moves: 2, staff_move: 1,
}  # fmt: skip
READY = {waits: joins_the_line, series: looks_at_a_series, family: puts_a_family_together}
UNKNOWN = {stranger, without_account}
NEW_HERE = {asks_first}
IN_THE_OFFICE = {office, series, office_knowingly, staff_move}
WITH_THE_DESK = {asks_first, waits}
WITH_A_VISIT = {patient_moves, staff_move}
WITH_A_FAMILY = {family}
HEAD_START = 0.3  # seconds


def leads(turn: int):
    """Which door starts a little before the others: in every second turn one of them, the longest ways first."""
    doors = list(SHARES)[::-1]
    return doors[turn // 2 % len(doors)] if turn % 2 else None


def door_of(number: int):
    """Through which door a guest comes; each share is spread over the crowd."""
    doors = [door for door, share in SHARES.items() for _one in range(share)]
    return doors[number * 7 % len(doors)]
