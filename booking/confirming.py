"""Confirming a held time: it becomes a visit, with its forms and its mail, or nothing is written."""

from datetime import date, timedelta

from django.db import transaction

import audit
from accounts.models import User
from booking import occupying, telling
from booking.agreeing import agree, ask_clinic
from booking.availability import wallclock
from booking.availability.finding import Search
from booking.choosing import Choice
from booking.guests import count_or_refuse
from booking.holding import answers_seen, mark_of, spans, things_of, with_names
from booking.making import make_visit
from booking.models import Appointment, Booking, Hold, ManageLink
from booking.objections import Wish
from booking.policies import has_enough_ahead, is_asked_for, may_book_another
from booking.rules import forms_of, needs_account, rules_of
from booking.telling import confirmation_key, received_key
from records.actions import give_limited_access, register_patient
from records.actions.alone import alone_with
from records.models import Patient
from smartforms.models import FormRule


class Lost(Exception):
    """The hold ran out, and the time is taken by now or no longer on offer."""


class AnswersChanged(Exception):
    """The answers are not those that were seen, or not of the account that confirms."""


class TooManyAhead(Exception):
    """The patient has as many visits to come as the clinic's rules allow."""


class AccountNeeded(Exception):
    """A guest would book what is booked with an account only."""


class AddressUnproved(Exception):
    """An account that has not proved its address has as many visits ahead as it may."""


def _count_or_refuse(account, *, at) -> None:
    # A rule that counts rows needs a lock, or two tabs at once would each book the last one.
    account = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    if not may_book_another(account, at=at):
        raise AddressUnproved


def _retake(held, *, at) -> None:
    # The hold ran out while its owner was still typing; if the time is on offer yet, it is theirs all the same.
    if not _is_on_offer(held, at=at):
        raise Lost
    occupying.give_back(at=at, hold=held.pk)
    _ends, begin, end = spans(held.service, held.starts_at)
    until = at + timedelta(minutes=1)
    things = things_of(held.clinic, held.service, held.practitioner_id)
    if not occupying.take(things, start=begin, end=end, at=at, hold=held.pk, held_until=until):
        raise Lost
    Hold.objects.filter(pk=held.pk).update(held_until=until)


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
    person = dict(answers["person"])
    relation = person.pop("relation")
    person["date_of_birth"] = date.fromisoformat(person["date_of_birth"])
    person["email"] = account.email if account else answers["email"]
    patient = register_patient(clinic=held.clinic, by=account, at=at, made_online=True, **person)
    if account:
        give_limited_access(account=account, patient=patient, relation=relation, at=at)
    return patient


def _booking_of(held, account, *, at) -> Booking:
    if account:
        return Booking.objects.create(clinic=held.clinic, account=account, made_at=at)
    booking = Booking.objects.create(clinic=held.clinic, guest_email=held.answers["email"], made_at=at)
    ManageLink.objects.create(booking=booking, relation=held.answers["person"]["relation"], made_at=at)
    return booking


@transaction.atomic
def confirm(held, *, seen, by, at) -> Appointment:
    """Turn a held time and its answers into a visit. Confirming twice gives the same visit.

    `seen` is the fingerprint of the answers that were shown (`holding.answers_seen`). Raises AnswersChanged when
    they are others by now or another account's, AccountNeeded and EnoughForAddress for a guest (`by` is None),
    AddressUnproved when the account has to prove its address first, Lost
    when the time is gone, Patient.DoesNotExist for a record that is not the account's, TooManyAhead for a patient who
    has enough visits to come; then nothing was written.
    """
    held = Hold.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=held.pk)
    # The clinic as it is now: its rules may have changed since the page was shown.
    with_names(held, held.clinic)
    if held.appointment_id:
        return held.appointment
    if held.released_at:
        raise Lost
    if held.answers.get("by") != mark_of(by) or answers_seen(held) != seen:
        raise AnswersChanged
    if by is None:
        _guest_or_refuse(held, at=at)
    elif not by.is_verified:
        _count_or_refuse(by, at=at)
    if at >= held.held_until:
        _retake(held, at=at)
    patient = _patient_of(held, by, at=at)
    rules = rules_of(held.clinic)
    asks_once = any(link.rule != FormRule.EVERY_TIME for link in forms_of(held.clinic, held.service))
    if asks_once or rules.most_ahead is not None:
        # Two visits at once must not both ask what is asked once, nor both be the last one; before anything points at
        # the record, or they wait for each other.
        alone_with(patient)
    if has_enough_ahead(held.clinic, patient.pk, at=at):
        raise TooManyAhead
    return book_held(held, patient, note=held.answers.get("note", ""), by=by, at=at)


def book_held(held, patient, *, note="", by, at) -> Appointment:
    """Write the visit of a time that is held: its forms, its mail. Raises Lost when the time is not held any more.

    To be called within a transaction, by whoever has asked whether this account, or guest, may have it.
    """
    booking = _booking_of(held, by, at=at)
    is_request = is_asked_for(held.clinic, held.service, patient, at=at)
    wish = Wish(held.clinic, held.service, held.practitioner, held.location, held.starts_at)
    requested_at = at if is_request else None
    appointment = make_visit(booking, patient, wish, note=note, made_online_by=by, requested_at=requested_at)
    things = len(things_of(held.clinic, held.service, held.practitioner_id))
    if not occupying.keep(held.pk, appointment=appointment.pk, things=things, at=at):
        raise Lost
    Hold.objects.filter(pk=held.pk).update(appointment=appointment)
    if is_request:
        ask_clinic(appointment, by=by, at=at)
    else:
        agree(appointment, by=by, at=at)
        audit.record("appointment.booked", by=by, target=appointment, patient=patient, clinic=held.clinic)
    _post_first_mail(appointment, rules_of(held.clinic), by=by, at=at)
    return appointment


def _post_first_mail(appointment, rules, *, by, at) -> None:
    # A stranger's mail leaves at once, for it proves the address; others wait until undoing is over (product §4).
    wait = timedelta(minutes=rules.undo_minutes) if by and by.is_verified else timedelta(0)
    booking = appointment.booking_id
    is_request = appointment.requested_at is not None
    telling.post(
        "booking.received" if is_request else "booking.confirmed",
        appointment,
        key=received_key(booking) if is_request else confirmation_key(booking),
        about={"booking": booking},
        at=at,
        due_at=at + wait,
    )
