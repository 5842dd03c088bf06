"""The mail that offers a time to somebody who waits: when, where, with whom, and until when; never what for."""

from django.urls import reverse

from accounts.mail import account_of
from booking.mail.reading import Reader, line_of
from booking.models import WaitingOffer
from booking.presenters.waiting import kept_until
from booking.waiting.asking import why_over
from common.wording import moment
from outbox import registry
from outbox.composing import written


def offered(message, *, at):
    """Only while it can be taken: a mail that leaves late offers nothing."""
    account = account_of(message)
    offers = WaitingOffer.objects.visible_to(account, at=at).live(at=at).select_related(
        "entry__patient", "entry__clinic", "entry__account",
        "hold__clinic", "hold__service", "hold__practitioner", "hold__location",
    )  # fmt: skip
    offer = offers.filter(pk=message.about["offer"]).first()
    if offer is None or why_over(offer.entry, at=at):
        raise registry.ReasonGone("nothing on offer")
    held, reader = offer.hold, Reader(account.email, account.given_name, account)
    context = {
        "line": line_of(held, offer.entry.patient, reader),
        "name": reader.name,
        "when": moment(held.starts_at.astimezone(held.clinic.zone)),
        "kept": kept_until(offer, held.clinic, at=at),
        "moves": offer.entry.visit_id is not None,
        "path": reverse("portal:waiting_entry", args=[offer.patient_id, offer.entry_id]),
    }
    return written(message, "booking/mail/offer", to=reader.email, context=context)


def register():
    """Tell the outbox how this mail is made."""
    registry.register("booking.offer", offered)
