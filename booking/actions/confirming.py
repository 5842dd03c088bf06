"""Confirming a held time: it becomes a visit, with its forms and its mail, or nothing is written."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import get_language

import audit
from accounts.models import User
from booking.actions import occupying, telling
from booking.actions.agreeing import agree, ask_clinic
from booking.actions.holding import answers_seen, mark_of, stretches, things_of, with_names
from booking.actions.making import make_visit
from booking.actions.registering import register
from booking.actions.telling import confirmation_key, received_key
from booking.availability import wallclock
from booking.availability.finding import Search
from booking.choosing import Choice
from booking.guests import count_or_refuse
from booking.models import Appointment, Booking, Hold, ManageLink
from booking.objections import Wish
from booking.policies import has_enough_ahead, is_asked_for, may_book_another
from booking.rules import forms_of, needs_account, rules_of
from records.actions.alone import alone_with
from records.models import Patient
from smartforms.models import FormRule


class Lost(Exception):
    """The hold ran out, and the time is taken by now or no longer on offer: `holds` are those that are gone."""

    def __init__(self, holds):
        self.holds: list[Hold] = holds
        super().__init__([str(held.pk) for held in holds])


class AnswersChanged(Exception):
    """The answers are not those that were seen, or not of the account that confirms."""


class TooManyAhead(Exception):
    """The patient has as many visits to come as the clinic's rules allow."""


class AccountNeeded(Exception):
    """A guest would book what is booked with an account only."""


class AddressUnproved(Exception):
    """An account that has not proved its address has as many visits ahead as it may."""


def _count_or_refuse(account, *, more, at) -> None:
    # A rule that counts rows needs a lock, or two tabs at once would each book the last one.
    account = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    if not may_book_another(account, more=more, at=at):
        raise AddressUnproved


def _retake(holds, *, at) -> None:
    # The holds ran out while their owner was still typing; if the times are on offer yet, they are theirs all the same.
    if gone := [held for held in holds if not _is_on_offer(held, at=at)]:
        raise Lost(gone)
    until = at + timedelta(minutes=1)
    for held in holds:
        occupying.give_back(at=at, hold=held.pk)
    without = occupying.take_for([row for held in holds for row in stretches(held, until)], at=at)
    if without:
        raise Lost([held for held in holds if held.pk in without])
    Hold.objects.filter(pk__in=[held.pk for held in holds]).update(held_until=until)


def _is_on_offer(held, *, at) -> bool:
    """Whether anybody could hold this time now: notice, hours, time off and all, as holding asks."""
    choice = Choice.of(held.clinic, held.service.slug, held.practitioner.slug, place=held.location_id)
    if choice is None or not rules_of(held.clinic).is_online:
        return False
    search = Search(held.clinic, choice.service, choice.people, held.location, at=at, ignoring_hold=held.pk)
    return search.is_free(held.practitioner, wallclock.to_minutes(held.starts_at))


def _guest_or_refuse(held, *, at) -> None:
    if needs_account(held.clinic, held.service):
        raise AccountNeeded
    count_or_refuse(held.clinic, held.answers["email"], at=at)


def _patient_of(held, account, *, at) -> Patient:
    """The chosen record, or a new one from what was typed. A chosen record must be the account's own to choose."""
    answers = held.answers
    if account and "patient" in answers:
        return Patient.objects.visible_to(account, at=at).of(held.clinic).get(pk=answers["patient"])
    email = account.email if account else answers["email"]
    return register(answers["person"], clinic=held.clinic, email=email, by=account, at=at)


def _booking_of(held, account, *, at) -> Booking:
    if account:
        return Booking.objects.create(clinic=held.clinic, account=account, made_at=at)
    booking = Booking.objects.create(clinic=held.clinic, guest_email=held.answers["email"], made_at=at)
    said = {"relation": held.answers["person"]["relation"], "language": get_language() or ""}
    ManageLink.objects.create(booking=booking, **said, made_at=at)
    return booking


def confirm(held, *, seen, by, at) -> Appointment:
    """Turn a held time and its answers into a visit. Confirming twice gives the same visit. Raises as `confirm_all`."""
    return confirm_all([held], seen=seen, by=by, at=at)[0]


@transaction.atomic
def confirm_all(holds, *, seen, by, at) -> list[Appointment]:
    """Turn held times and their answers into the visits of one booking: all of them, or nothing is written.

    `seen` is the fingerprint of the answers that were shown (`holding.answers_seen`). Raises AnswersChanged when they
    are others by now or another account's, AccountNeeded and EnoughForAddress for a guest (`by` is None, of one time),
    AddressUnproved when the account has to prove its address first, Lost when a time is gone, Patient.DoesNotExist for
    a record that is not the account's, TooManyAhead for a patient who has enough visits to come; then nothing was
    written.
    """
    rows = Hold.objects.select_for_update(of=("self",)).filter(pk__in=[held.pk for held in holds])
    holds = list(rows.select_related("clinic").order_by("pk"))
    for held in holds:
        # The clinic as it is now: its rules may have changed since the page was shown.
        with_names(held, holds[0].clinic)
    if all(held.appointment_id for held in holds):
        return [held.appointment for held in holds]
    if released := [held for held in holds if held.released_at]:
        raise Lost(released)
    if any(held.answers.get("by") != mark_of(by) for held in holds) or answers_seen(*holds) != seen:
        raise AnswersChanged
    if by is None:
        _guest_or_refuse(holds[0], at=at)
    elif not by.is_verified:
        _count_or_refuse(by, more=len(holds), at=at)
    clinic = holds[0].clinic
    rules = rules_of(clinic)
    patients = [_patient_of(held, by, at=at) for held in holds]
    if len(holds) > 1 or rules.most_ahead is not None or any(_asks_once(held) for held in holds):
        # Two visits at once must not both ask what is asked once, nor both be the last one; before anything points at
        # the records, in the order of their ids, or they wait for each other.
        for patient in sorted(patients, key=lambda patient: patient.pk):
            alone_with(patient)
    # Only now: staff who book for one of them have the record to themselves before they take any time.
    if any(at >= held.held_until for held in holds):
        _retake(holds, at=at)
    if any(has_enough_ahead(clinic, patient.pk, at=at) for patient in patients):
        raise TooManyAhead
    booking = _booking_of(holds[0], by, at=at)
    pairs = zip(holds, patients, strict=True)
    visits = [_visit(booking, held, patient, by=by, at=at) for held, patient in pairs]
    _post_first_mails(visits, rules, by=by, at=at)
    return visits


def book_held(held, patient, *, by, at) -> Appointment:
    """Write the visit of a time that is held: its forms, its mail. Raises Lost when the time is not held any more.

    To be called within a transaction, by whoever has asked whether this account may have it.
    """
    visit = _visit(_booking_of(held, by, at=at), held, patient, by=by, at=at)
    _post_first_mails([visit], rules_of(held.clinic), by=by, at=at)
    return visit


def _asks_once(held) -> bool:
    return any(link.rule != FormRule.EVERY_TIME for link in forms_of(held.clinic, held.service))


def _visit(booking, held, patient, *, by, at) -> Appointment:
    wish = Wish(held.clinic, held.service, held.practitioner, held.location, held.starts_at)
    requested_at = at if is_asked_for(held.clinic, held.service, patient, at=at) else None
    note = held.answers.get("note", "")
    visit = make_visit(booking, patient, wish, note=note, at=at, made_online_by=by, requested_at=requested_at)
    things = len(things_of(held.clinic, held.service, held.practitioner_id))
    if not occupying.keep(held.pk, appointment=visit.pk, things=things, at=at):
        raise Lost([held])
    Hold.objects.filter(pk=held.pk).update(appointment=visit)
    if requested_at:
        ask_clinic(visit, by=by, at=at)
    else:
        agree(visit, by=by, at=at)
        audit.record("appointment.booked", by=by, target=visit, patient=patient, clinic=held.clinic)
    return visit


def _post_first_mails(visits, rules, *, by, at) -> None:
    """One mail a booking: that it is booked, with what of it is asked for, or that all of it is asked for."""
    # A stranger's mail leaves at once, for it proves the address; others wait until undoing is over (product §4).
    wait = timedelta(minutes=rules.undo_minutes) if by and by.is_verified else timedelta(0)
    booking = visits[0].booking_id
    kind, key = "booking.confirmed", confirmation_key(booking)
    if all(one.requested_at for one in visits):
        kind, key = "booking.received", received_key(booking)
    telling.post(kind, visits[0], key=key, about={"booking": booking}, at=at, due_at=at + wait)
