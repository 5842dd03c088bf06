"""The parts of a patient's workspace, and who may enter which (security, D4)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from office.doors import Part

OVERVIEW = Part("patient")
CARD = Part("appointment")
PERSONAL = Part("personal")
CONTACTS = Part("contacts")
PEOPLE = Part(
    "contacts",
    lambda space: space.keeps_details,
    _("The record and its contacts are kept by the front desk, managers and owners."),
)
CORRECTING = replace(PEOPLE, noun="personal")
SUGGESTING = Part(
    "personal",
    lambda space: space.suggests_details,
    _(
        "Changes are suggested by practitioners. The front desk, managers and owners change the record itself."
    ),
)
ACCESS = Part(
    "grants",
    lambda space: space.gives_access,
    _(
        "Access is given and taken by the front desk, managers and owners, and by practitioners for their own patients."
    ),
)
ACTIVITIES = Part(
    "activities",
    lambda space: space.reads_record,
    _("What a patient is asked to do at home is for the practitioners who care for them."),
)
GIVING = replace(ACTIVITIES, may_enter=lambda space: space.cares)
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
DOCUMENTS = Part(
    "documents",
    lambda space: space.sees_documents,
    _(
        "Documents are for those who care for the patient. The front desk, managers and owners handle insurance cards"
        " and proofs of identity."
    ),
)
FILING = replace(DOCUMENTS, may_enter=lambda space: bool(space.kinds_kept))
SENT_FILES = Part(
    "tray_item",
    lambda space: space.sees_documents,
    _(
        "Files that were sent are handled by the front desk, managers and owners, and by practitioners for their own"
        " patients."
    ),
)
DECIDING = replace(SENT_FILES, may_enter=lambda space: space.handles_sent)
BOOKING = Part(
    "booking",
    lambda space: space.books,
    _(
        "Visits are booked by the front desk, managers and owners, and by practitioners for their own patients."
    ),
)
LEDGER = Part(
    "ledger",
    lambda space: space.takes_ledger,
    _("The whole list of what was opened is downloaded by managers and owners."),
)
EMERGENCY = Part(
    "emergency",
    lambda space: space.breaks_glass,
    _("In an emergency a record is opened by practitioners who do not have the patient among their own."),
)
INVITING = replace(ACCESS, noun="invitations")
CHARTS = Part(
    "charts",
    lambda space: space.reads_record,
    _("Charts are read by the practitioners who have the patient among their own."),
)
CHART = replace(CHARTS, noun="chart")
CHART_PAPER = replace(CHART, may_enter=lambda space: space.cares)  # an emergency takes nothing along
WRITING = replace(
    CHART,
    may_enter=lambda space: space.writes_charts,
    who_may=_("Notes are written by the practitioners who have the patient among their own."),
)
MERGED = Part(
    "merge",
    lambda space: space.joins_records,
    _("Records are joined, and parted again, by managers and owners."),
)
KEEPING = Part(
    "retention",
    lambda space: space.keeps_records,
    _("Records are taken out, held and erased by managers and owners."),
)
FLAGS = Part("red_flags")
RAISING = replace(
    FLAGS,
    may_enter=lambda space: bool(space.flag_kinds),
    who_may=_(
        "Notes above a record are written by the front desk, managers and owners; allergies and risks by the"
        " practitioners who have the patient among their own."
    ),
)
TIMELINE = Part("timeline")
