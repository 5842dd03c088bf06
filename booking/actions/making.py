"""The row of a visit as it is first made, whoever makes it."""

from booking import policy_words
from booking.models import Appointment
from booking.objections import Wish
from booking.rules import rules_of


def make_visit(booking, patient, wish: Wish, *, note="", at, **facts) -> Appointment:
    """Write a visit of a booking, with the price and the rule as they are now; `facts` are further fields of its row.

    Its time is not taken by this: whoever calls takes or keeps it in the same transaction.
    """
    return Appointment.objects.create(
        booking=booking,
        clinic=wish.clinic,
        patient=patient,
        service=wish.service,
        practitioner=wish.practitioner,
        location=wish.location,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        price=wish.service.price,
        currency=wish.service.currency,
        note=note,
        policy_told=policy_words.sentence(wish.clinic, rules_of(wish.clinic), wish.starts_at, at=at),
        **facts,
    )
