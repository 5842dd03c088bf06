"""Posting the mails about a visit: to the account it was made for, else to the patient's address on file."""

import outbox
from outbox.registry import language_about


def confirmation_key(booking_id) -> str:
    """The dedupe key of a booking's confirmation: one mail a booking."""
    return f"booking.confirmed:{booking_id}"


def received_key(booking_id) -> str:
    """The dedupe key of the mail that a visit was asked for."""
    return f"booking.received:{booking_id}"


def approval_key(visit) -> str:
    """The dedupe key of the confirmation of a visit that was asked for: each is approved by itself."""
    return f"{confirmation_key(visit.booking_id)}:{visit.pk}"


def confirmation_keys(visit) -> list[str]:
    """The keys of the mails that confirm a visit."""
    return [confirmation_key(visit.booking_id), approval_key(visit)]


def can_be_told(visit) -> bool:
    """Whether there is a mailbox for mails about a visit."""
    return visit.booking.account_id is not None or bool(visit.patient.email)


def post(kind, visit, *, key, about, at, due_at=None) -> None:
    """Post one mail about a visit, in the language of its account or guest, else of the patient, else of the clinic;
    not of whoever pressed.

    `key` and `about` are as `outbox.post` takes them. Where there is no mailbox the mail is dropped as it leaves.
    """
    account, guest = visit.booking.account, visit.booking.guest_email
    chosen = account.language if account else visit.booking.manage_link.language if guest else ""
    outbox.post(
        kind,
        clinic=visit.clinic_id,
        account=account,
        patient=visit.patient_id,
        about=about,
        dedupe_key=key,
        locale=chosen or language_about(visit.patient_id) or visit.clinic.language,
        at=at,
        due_at=due_at,
    )
