"""What goes along of this room's tables: visits, how they moved, and what was waited for."""

from django.utils.translation import gettext as _

from booking.calendar_file import calendar_file, place
from booking.models import (
    Appointment,
    Booking,
    ManageLink,
    Move,
    Occupancy,
    WaitingEntry,
    WaitingOffer,
)
from common.wording import long_date_year, moment_with_year, time_range
from records.takeout import resources as fhir
from records.takeout.parts import Entry, File, Section
from records.takeout.plans import plan_beside
from records.takeout.sheets import Sheet, Why


def reads_words(visit, reader) -> bool:
    """A note is its author's and the patient's: somebody else with access does not read over their shoulder."""
    return reader.is_clinic or reader.grant.is_self or visit.made_online_by_id == reader.account.pk


SHEETS = (
    Sheet(
        Appointment,
        "visits",
        "id booking_id service_id practitioner_id location_id starts_at ends_at price currency note policy_told"
        " made_online_by_id confidential requested_at approved_at declined_at declined_because"
        " attendance_confirmed_at arrived_at completed_at no_show_at cancelled_at cancelled_by_id cancelled_by_link"
        " cancelled_because cancelled_late late_fee chart_id:treatment_plan",
        {
            Why.NOTES: "overridden overridden_because",
            Why.OTHERS: "approved_by_id declined_by_id",
            Why.INTERNAL: "assignments reminded_of sequence",
            Why.HEAD: "clinic_id patient_id",
        },
        closed="note cancelled_because declined_because",
        opens=reads_words,
    ),
    Sheet(
        WaitingEntry,
        "waiting_list",
        "id account_id service_id practitioner_id location_id visit_id first_day last_day part joined_at ended_at"
        " ended_because",
        {Why.OTHERS: "joined_by_id", Why.HEAD: "clinic_id patient_id"},
    ),
    Sheet(
        WaitingOffer,
        "offered_times",
        "id entry_id offered_at until closed_at answer",
        {Why.OTHERS: "offered_by_id", Why.INTERNAL: "hold_id", Why.HEAD: "patient_id"},
    ),
    Sheet(
        Booking,
        "bookings",
        "id account_id made_at",
        {Why.OTHERS: "guest_email", Why.HEAD: "clinic_id"},
        through="appointments",
    ),
    Sheet(
        Move,
        "moved_visits",
        "id appointment_id starts_at ends_at practitioner_id location_id moved_at moved_by_id late_fee",
        through="appointment",
    ),
    Sheet(ManageLink, stays=Why.SECRET, through="booking"),
    Sheet(Occupancy, stays=Why.INTERNAL, through="appointment"),
)
# Ours → the words of FHIR R4's AppointmentStatus.
STATUS = {
    "booked": "booked",
    "requested": "pending",
    "declined": "cancelled",
    "cancelled": "cancelled",
    "no_show": "noshow",
    "completed": "fulfilled",
    "arrived": "arrived",
}


def _visits(reader):
    return reader.rows_of(Appointment).select_related(
        "service", "practitioner", "location", "clinic", "booking"
    )


def sections(reader):
    yield Section(_("Visits"), _visits_in_words(reader), _("There is no visit."))
    yield Section(_("Waiting list"), _waiting_in_words(reader), _("Nothing was waited for."))


def _visits_in_words(reader):
    for visit in _visits(reader).order_by("-starts_at", "pk").iterator(chunk_size=500):
        start, end = visit.starts_at.astimezone(reader.zone), visit.ends_at.astimezone(reader.zone)
        facts = [
            (_("Time"), time_range(start, end)),
            (_("With"), visit.practitioner.name),
            (_("Place"), place(visit)),
            (_("State"), str(visit.status_label)),
        ]
        if reads_words(visit, reader):
            facts += [
                (_("Note for the practitioner"), visit.note),
                (_("Why it was cancelled"), visit.cancelled_because),
                (_("Why it was declined"), visit.declined_because),
            ]
        title = f"{long_date_year(start)}: {visit.service.title}"
        yield Entry(title, tuple((term, words) for term, words in facts if words))


def _waiting_in_words(reader):
    rows = reader.rows_of(WaitingEntry).select_related("service").order_by("-joined_at", "pk")
    for one in rows.iterator(chunk_size=500):
        facts = [(_("Since"), moment_with_year(one.joined_at.astimezone(reader.zone)))]
        if one.ended_at:
            facts.append((_("Until"), moment_with_year(one.ended_at.astimezone(reader.zone))))
            facts.append((_("Why it ended"), one.get_ended_because_display()))
        yield Entry(one.service.title, tuple(facts))


def files(reader):
    """The visits that stand, as a calendar; none where there is no visit, for such a file would not be one."""
    if reader.is_clinic or not reader.rows_of(Appointment).standing().exists():
        return
    yield File("visits.ics", None, lambda: _Calendar(reader))


class _Calendar:
    """The calendar as something that can be read once."""

    def __init__(self, reader):
        rows = _visits(reader).standing().order_by("starts_at", "pk")
        self.left = calendar_file(list(rows), at=reader.at)

    def read(self, size):
        piece, self.left = self.left[:size], self.left[size:]
        return piece

    def __enter__(self):
        return self

    def __exit__(self, *_fault):
        return None


def resources(reader):
    """Visits as Appointments, with whom and where."""
    for visit in _visits(reader).iterator(chunk_size=500):
        yield fhir.practitioner(visit.practitioner)
        yield fhir.location(visit.location)
        yield _appointment(visit, reader)


def _appointment(visit, reader) -> dict:
    zone, reads = reader.zone, reads_words(visit, reader)
    state = "declined" if visit.declined_at else "needs-action" if visit.is_waiting else "accepted"
    actors = [
        fhir.reference("Patient", visit.patient_id),
        fhir.reference("Practitioner", visit.practitioner_id, visit.practitioner.name),
        fhir.reference("Location", visit.location_id, visit.location.name),
    ]
    why = (visit.cancelled_because or visit.declined_because) if reads else ""
    return fhir.without_empty(
        {
            "resourceType": "Appointment",
            "id": str(visit.pk),
            "status": STATUS[visit.status],
            "cancelationReason": {"text": fhir.clean(why)} if fhir.clean(why) and visit.is_off else None,
            "serviceType": [{"text": fhir.clean(visit.service.title)}],
            "start": fhir.moment(visit.starts_at, zone),
            "end": fhir.moment(visit.ends_at, zone),
            "created": fhir.moment(visit.booking.made_at, zone),
            "comment": fhir.clean(visit.note) if reads else "",
            "supportingInformation": plan_beside(visit, reader),
            "participant": [
                {"actor": actor, "status": state if number == 1 else "accepted"}
                for number, actor in enumerate(actors)
            ],
        }
    )
