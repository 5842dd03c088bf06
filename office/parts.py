"""The parts of a patient's workspace, and who may enter which (security, D4)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from office.doors import Part

OVERVIEW = Part("patient")
PERSONAL = Part("personal")
CONTACTS = Part("contacts")
PEOPLE = Part(
    "contacts",
    lambda space: space.keeps_details,
    _("The record and its contacts are kept by the front desk, managers and owners."),
)
CORRECTING = replace(PEOPLE, noun="personal")
ACCESS = Part(
    "grants",
    lambda space: space.gives_access,
    _(
        "Access is given and taken by the front desk, managers and owners, and by practitioners for their own patients."
    ),
)
FORMS = Part(
    "forms",
    lambda space: space.sees_forms,
    _("Which forms were sent is for the front desk, practitioners, managers and owners."),
)
SENDING = replace(
    FORMS,
    may_enter=lambda space: space.sends_forms,
    who_may=_(
        "Forms are sent by the front desk, managers and owners, and by practitioners for their own patients."
    ),
)
BOOKING = Part(
    "booking",
    lambda space: space.books,
    _(
        "Visits are booked by the front desk, managers and owners, and by practitioners for their own patients."
    ),
)
LEDGER = replace(ACCESS, noun="ledger")
INVITING = replace(ACCESS, noun="invitations")
KEEPING = Part(
    "retention",
    lambda space: space.keeps_records,
    _("Records are taken out, held and erased by managers and owners."),
)
