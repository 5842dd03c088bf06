"""Visits ahead of another system come in under the same constraint as any booking."""

import pytest

from audit.models import Event
from booking.models import Appointment, Booking, Occupancy
from booking.tests.factories import AppointmentFactory
from clinic.models.clinic import Role
from common.tests.moment import AT
from imports import actions, working
from imports.models import Kind
from imports.naming import names_of
from imports.tests.files import PEOPLE, checked, let_in, report, undone, uploaded
from imports.visits import guessed
from outbox.models import Message
from records.models import CareRelation, Patient
from records.tests.factories import DocumentFactory
from tests.story import IN_TWO_DAYS

HEAD = "Client Number,Patient,DOB,Date,Time,Provider,Appointment Type\n"


@pytest.fixture
def elodie(cast):
    """Came in with the patients, as number 17."""
    let_in(checked(cast.harbour, PEOPLE, by=cast.nora), by=cast.nora)
    return Patient.objects.get(given_name="Élodie")


def looked_over(cast, rows, **how):
    return checked(cast.harbour, HEAD + rows, by=cast.nora, kind=Kind.VISITS, **how)


def outcomes(batch):
    return [outcome for _number, outcome, _faults in report(batch)]


def test_a_visit_finds_its_patient_and_takes_its_hour(cast, elodie):
    messages, day = Message.objects.count(), "2027-01-12"
    ana = cast.ana_record
    batch = looked_over(
        cast,
        f"17,,,{day},9:00,petra,Treatment\n"
        f",{ana.name},{ana.date_of_birth},{day},10:00,Petra Cast,Treatment\n"
        f"99,,,{day},11:00,Petra,Treatment\n"
        f"17,Somebody Else,,{day},11:00,Petra,Treatment\n"
        f"17,,,{day},9:30,Petra,Treatment\n"
        f"17,,,{day},13:00,Dr Who,Treatment\n"
        f"17,,,2026-01-12,13:00,Petra,Treatment\n"
        f"17,,,2027-03-14,2:30,Petra,Treatment\n",
    )
    assert report(batch) == [
        (2, "new", []),
        (3, "new", []),
        (4, "wrong", [["reference", "No such patient is on file."]]),
        (5, "wrong", [["reference", "The patient with this number has another name on file."]]),
        (6, "wrong", [["time", "Row 2 wants the same time."]]),
        (7, "wrong", [["practitioner", "It is none of yours."]]),
        (8, "wrong", [["time", "It is over. Only visits ahead are imported."]]),
        (9, "wrong", [["time", "The clinic’s clocks skip this time on that day."]]),
    ]
    assert not Appointment.objects.filter(patient=elodie).exists()
    let_in(batch, by=cast.nora)
    visit = Appointment.objects.get(patient=elodie)
    local = visit.starts_at.astimezone(cast.harbour.zone)
    assert (f"{local:%Y-%m-%d %H:%M}", visit.practitioner, visit.service, visit.location) == (
        "2027-01-12 09:00", cast.petra, cast.treatment, cast.at_harbour.place,
    )  # fmt: skip
    assert Occupancy.objects.filter(appointment=visit, overlap_allowed=False).count() == 1
    assert outcomes(batch)[:2] == ["added", "added"]
    assert Message.objects.count() == messages
    assert (
        Event.objects.filter(patient=elodie.pk, verb__startswith="appointment.", actor=cast.nora.pk).count()
        == 1
    )
    # The same file again: both are there.
    again = looked_over(cast, f"17,,,{day},9:00,petra,Treatment\n")
    assert outcomes(again) == ["known"]


def test_what_the_rules_would_not_offer_comes_in_all_the_same_and_a_taken_hour_never(cast, elodie):
    taken = IN_TWO_DAYS.astimezone(cast.harbour.zone)
    AppointmentFactory(
        clinic=cast.harbour, practitioner=cast.petra, location=cast.at_harbour.place, service=cast.treatment,
        patient=cast.kit_record, starts_at=IN_TWO_DAYS.replace(hour=23),
    )  # fmt: skip
    late = IN_TWO_DAYS.replace(hour=23).astimezone(cast.harbour.zone)
    batch = looked_over(
        cast,
        f"17,,,{late:%Y-%m-%d},{late:%H:%M},Petra,Treatment\n17,,,{taken:%Y-%m-%d},21:30,Petra,Treatment\n",
    )
    assert outcomes(batch) == ["wrong", "new"]
    assert report(batch)[0][2][0][1].startswith("Petra Cast is taken from")
    let_in(batch, by=cast.nora)
    visit = Appointment.objects.get(patient=elodie)
    assert (visit.overridden, visit.overridden_because) == (["closed"], "Brought along from another system.")


def test_an_hour_that_was_taken_since_it_was_looked_over_is_said(cast, elodie):
    batch = looked_over(cast, "17,,,2027-01-12,9:00,Petra,Treatment\n")
    assert outcomes(batch) == ["new"]
    other = looked_over(
        cast, f",{cast.ana_record.name},{cast.ana_record.date_of_birth},2027-01-12,9:20,Petra,Treatment\n"
    )
    let_in(other, by=cast.nora)
    let_in(batch, by=cast.nora)
    assert outcomes(batch) == ["wrong"]
    assert report(batch)[0][2][0][1].startswith("Petra Cast is taken from")
    assert Occupancy.objects.filter(thing=cast.petra, appointment__patient=elodie).count() == 0


def test_mails_leave_only_when_they_are_ticked(cast, elodie):
    batch = looked_over(cast, "17,,,2027-01-12,9:00,Petra,Treatment\n")
    let_in(batch, by=cast.nora, tells=True)
    (mail,) = Message.objects.filter(kind="booking.confirmed")
    assert (mail.patient_id, mail.clinic_id) == (elodie.pk, cast.harbour.pk)
    undone(batch, by=cast.nora)
    assert report(batch) == [(2, "added", [["", "The patient was told of it."]])]


def test_visits_are_taken_back_and_then_their_patients(cast, elodie):
    people = elodie
    bookings, cares = Booking.objects.count(), CareRelation.objects.count()
    batch = looked_over(cast, "17,,,2027-01-12,9:00,Petra,Treatment\n17,,,2027-01-13,9:00,Petra,Treatment\n")
    let_in(batch, by=cast.nora)
    Appointment.objects.filter(patient=elodie, starts_at__day=13).update(arrived_at=AT)
    undone(batch, by=cast.nora)
    assert report(batch) == [
        (2, "undone", []), (3, "added", [["", "The patient came, or said that they will."]]),
    ]  # fmt: skip
    Appointment.objects.filter(patient=elodie).update(arrived_at=None)
    undone(batch, by=cast.nora)
    assert outcomes(batch) == ["undone", "undone"]
    assert (Booking.objects.count(), CareRelation.objects.count()) == (bookings, cares)
    assert not Occupancy.objects.filter(appointment__patient=elodie).exists()
    from imports.models import Import

    undone(Import.objects.get(kind=Kind.PATIENTS), by=cast.nora)
    assert not Patient.objects.filter(pk=people.pk).exists()


def test_a_worker_that_dies_makes_no_visit_twice(cast, elodie):
    batch = looked_over(cast, "17,,,2027-01-12,9:00,Petra,Treatment\n")
    actions.let_in(batch, adds_alike=False, tells=False, language="en", by=cast.nora, at=AT)
    working.work_all(now=lambda: AT)
    # As if the note that it is done had been lost with the worker.
    batch.lines.update(outcome="new")
    type(batch).objects.filter(pk=batch.pk).update(work="let_in", let_in_at=None, seen_at=None)
    working.work_all(now=lambda: AT)
    assert Appointment.objects.filter(patient=elodie).count() == 1
    assert outcomes(batch) == ["known"]


def test_an_hour_that_is_taken_at_the_very_last_moment_is_never_laid_over(cast, elodie, monkeypatch):
    """Between the look and the booking itself somebody else books the hour."""
    from imports import letting_in

    batch = looked_over(cast, "17,,,2027-01-12,23:00,Petra,Treatment\n")
    real = letting_in.accepted

    def somebody_was_faster(wish, *, at):
        AppointmentFactory(
            clinic=cast.harbour, practitioner=cast.petra, location=cast.at_harbour.place, service=cast.treatment,
            patient=cast.kit_record, starts_at=wish.starts_at,
        )  # fmt: skip
        return real(wish, at=at)

    monkeypatch.setattr(letting_in, "accepted", somebody_was_faster)
    let_in(batch, by=cast.nora)
    assert outcomes(batch) == ["wrong"]
    assert not Appointment.objects.filter(patient=elodie).exists()


def test_nobody_gives_themself_a_record_by_a_visit_they_bring_along(cast, elodie):
    """A manager who treats, too: an empty record that came along, one with notes of others, one of theirs."""
    petra = cast.petra_account
    member = petra.memberships.get()
    member.roles = [Role.PRACTITIONER, Role.MANAGER]
    member.save()
    DocumentFactory(patient=cast.kit_record)
    CareRelation.objects.filter(patient=cast.kit_record).delete()
    day, kit, ana = "2027-01-12", cast.kit_record, cast.ana_record
    rows = (
        f"17,,,{day},9:00,petra,Treatment\n"
        f",{kit.name},{kit.date_of_birth},{day},10:00,petra,Treatment\n"
        f",{ana.name},{ana.date_of_birth},{day},11:00,petra,Treatment\n"
    )
    hers = checked(cast.harbour, HEAD + rows, by=petra, kind=Kind.VISITS)
    theirs = looked_over(cast, rows)
    let_in(hers, by=petra)
    assert outcomes(hers) == ["added", "wrong", "added"]
    assert report(hers)[1][2] == [
        [
            "practitioner",
            "It is with you, and you do not care for this patient yet. A colleague has to bring it along.",
        ]
    ]
    assert not CareRelation.objects.filter(patient=kit, practitioner=cast.petra).exists()
    let_in(theirs, by=cast.nora)
    assert CareRelation.objects.filter(patient=kit, practitioner=cast.petra).count() == 1


def test_a_name_that_is_written_in_two_ways_is_asked_for_once(cast):
    rows = "".join(f"17,,,2027-01-12,9:00,{who},Treatment\n" for who in ("Petra", "PETRA", "Lena", "pétra"))
    batch = uploaded(cast.harbour, HEAD + rows, by=cast.nora, kind=Kind.VISITS)
    names = names_of(batch)["practitioner"]
    asked = guessed(cast.harbour, {"practitioner": names})["practitioner"]
    assert (names, list(asked)) == (["Petra", "Lena"], ["petra", "lena"])
