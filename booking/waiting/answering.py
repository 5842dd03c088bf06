"""Answering an offer: the time becomes a visit, or goes to the next in line."""

from django.db import transaction

import audit
from booking.actions.confirming import Lost, book_held
from booking.actions.moving import ChangedMeanwhile, move
from booking.models import Appointment, WaitingEntry, WaitingOffer
from booking.models.waiting import Answer, Ending
from booking.objections import Wish
from booking.policies import has_enough_ahead
from booking.waiting.asking import grant_of, why_over
from booking.waiting.joining import close, end
from booking.waiting.waking import wake_soon
from records.actions.alone import alone_with


class OfferOver(Exception):
    """The time cannot be had any more. `why`: `answered`, `over`, `visit_gone`, `not_earlier` or `enough_ahead`."""

    def __init__(self, why):
        self.why = why
        super().__init__(why)


@transaction.atomic
def take(offer, *, by, at) -> Appointment:
    """Have the time that was offered: a new visit, or the later one moves there in the same transaction.

    Taking twice gives the same visit. Raises OfferOver; then nothing was written.
    """
    # Before anything points at the record: who changes access to it waits, and so do two tabs.
    alone_with(offer.patient_id)
    offer = _locked(offer)
    entry, held = offer.entry, offer.hold
    if offer.answer == Answer.TAKEN and entry.account_id == by.pk:
        return entry.visit or held.appointment
    if entry.account_id != by.pk or grant_of(by, entry.patient_id, at=at) is None:
        raise OfferOver("over")
    if offer.closed_at:
        raise OfferOver("answered" if offer.answer == Answer.PASSED else "over")
    if not offer.is_live(at=at):
        raise OfferOver("over")
    try:
        visit = _moved(entry, held, by=by, at=at) if entry.visit_id else _booked(entry, held, by=by, at=at)
    except Lost:
        raise OfferOver("over") from None
    end(entry, Ending.TAKEN, by=by, at=at)
    return visit


def _locked(offer) -> WaitingOffer:
    # The entry before its offer, as whoever ends an entry takes them.
    WaitingEntry.objects.select_for_update().get(pk=offer.entry_id)
    rows = WaitingOffer.objects.select_for_update(of=("self",)).select_related(
        "entry__patient__clinic", "entry__visit", "entry__account", "entry__clinic",
        "hold__clinic", "hold__service", "hold__practitioner", "hold__location", "hold__appointment",
    )  # fmt: skip
    return rows.get(pk=offer.pk)


def _booked(entry, held, *, by, at) -> Appointment:
    if has_enough_ahead(held.clinic, entry.patient_id, at=at):
        raise OfferOver("enough_ahead")
    return book_held(held, entry.patient, by=by, at=at)


def _moved(entry, held, *, by, at) -> Appointment:
    """The visit itself moves, so that there is one visit and one history (docs/adr/0014). It is free."""
    if why_over(entry, at=at):
        raise OfferOver("visit_gone")
    if held.starts_at >= entry.visit.starts_at:
        raise OfferOver("not_earlier")
    wish = Wish(held.clinic, held.service, held.practitioner, held.location, held.starts_at, entry.visit_id)
    try:
        move(entry.visit, wish, by=by, at=at, held=held)
    except ChangedMeanwhile:
        raise OfferOver("visit_gone") from None
    return Appointment.objects.get(pk=entry.visit_id, patient=entry.patient_id)


@transaction.atomic
def pass_on(offer, *, by, at) -> bool:
    """Leave a time to the next in line and go on waiting. Twice, or too late, changes nothing: False."""
    entry = offer.entry
    if entry.account_id != by.pk or not offer.is_live(at=at) or not close(offer, Answer.PASSED, at=at):
        return False
    audit.record("waiting.passed", by=by, target=entry, patient=entry.patient_id, clinic=entry.clinic_id)
    wake_soon(entry.clinic_id)
    return True
