"""Every door to a booked time: one function each, which presses what a browser would and says how it went.

A door takes a guest (`tests.doors.crowd`) and a wish; it answers WON, LOST, LAID (staff over somebody else's time, on
purpose) or the status that nobody expects. To add a door: a function here, and its share of the crowd in `SHARES`.
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


def waits(guest, wish):
    """Somebody waits, staff offer them the time out of turn, and they take it."""
    first, last = guest.scene.days
    form = {"service": guest.scene.service.slug, "who": wish.who, "part": "any"}
    for name, day in (("first_day", first), ("last_day", last)):
        form |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    status, entry, _page = guest.ask(reverse("portal:waiting_list"), form)
    if status != 302:
        return status
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


def series(guest, wish):
    """Staff book it and the same hour four weeks later, further ahead than patients may; both or none."""
    url = _in_the_office(guest, wish, every=4, times=2)
    form = {"mark": uuid.uuid4(), "accepted": "", "then": "save", "note": "", "reason": "It goes on."}
    status, _where, page = guest.ask(url, form)
    if status not in TAKEN:
        return status  # it is too far ahead, so somebody has to be asked
    if " is taken from " in page:
        return LOST
    form["accepted"] = _ACCEPTED.search(page)[1]
    return _office(*guest.ask(url, form))


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
    stranger: 6, account: 3, without_account: 2, asks_first: 2, waits: 1,
    office: 1, series: 1, office_knowingly: 1, patient_moves: 2, staff_move: 1,
}  # fmt: skip
UNKNOWN = {stranger, without_account}
NEW_HERE = {asks_first}
IN_THE_OFFICE = {office, series, office_knowingly, staff_move}
WITH_THE_DESK = {asks_first, waits}
WITH_A_VISIT = {patient_moves, staff_move}


def door_of(number: int):
    """Through which door a guest comes; each share is spread over the crowd."""
    doors = [door for door, share in SHARES.items() for _one in range(share)]
    return doors[number * 7 % len(doors)]
