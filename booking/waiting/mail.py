"""The mail that offers a time to somebody who waits: when, where, with whom, and until when; never what for."""

from django.urls import reverse

from accounts.mail import account_of
from booking.calendar_file import place
from booking.mail.reading import Line, Reader, called
from booking.models import WaitingEntry, WaitingOffer
from booking.presenters.waiting import kept_until
from booking.waiting.asking import why_over
from common.wording import long_date, moment, time_range, zone_words
from outbox import registry
from outbox.composing import written


def offered(message, *, at):
    """Only while it can be taken: a mail that leaves late offers nothing."""
    account = account_of(message)
    mine = WaitingEntry.objects.visible_to(account, at=at)
    offers = WaitingOffer.objects.filter(entry__in=mine.values("pk")).select_related(
        "entry__patient", "entry__clinic", "entry__account",
        "hold__clinic", "hold__service", "hold__practitioner", "hold__location",
    )  # fmt: skip
    offer = offers.filter(pk=message.about["offer"]).first()
    if offer is None or not offer.is_live(at=at) or why_over(offer.entry, at=at):
        raise registry.ReasonGone("nothing on offer")
    held, zone, reader = (
        offer.hold,
        offer.hold.clinic.zone,
        Reader(account.email, account.given_name, account),
    )
    start, end = held.starts_at.astimezone(zone), held.ends_at.astimezone(zone)
    line = Line(
        who=called(offer.entry.patient, reader),
        day=long_date(start),
        time=time_range(start, end),
        zone=zone_words(start),
        where=place(held),
        with_whom=held.practitioner.name,
        rule="",
    )
    context = {
        "line": line,
        "name": reader.name,
        "when": moment(start),
        "kept": kept_until(offer, held.clinic, at=at),
        "moves": offer.entry.visit_id is not None,
        "path": reverse("portal:waiting_entry", args=[offer.patient_id, offer.entry_id]),
    }
    return written(message, "booking/mail/offer", to=reader.email, context=context)


def register():
    """Tell the outbox how this mail is made."""
    registry.register("booking.offer", offered)
