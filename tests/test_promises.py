"""What the database itself refuses, whoever writes: each promise is broken once by hand."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from booking.models import Appointment, Occupancy
from booking.tests.factories import HoldFactory
from clinic.models import HoursException, Membership, Offer, OpeningHours, Service, TimeOff
from clinic.tests.factories import ClosureFactory
from common.tests.moment import AT
from records.models import CareRelation, Grant, Lockdown, ProfileProposal
from smartforms.models import FormLink
from tray.actions import put
from tray.models import Item

HOUR = timedelta(hours=1)


def grant(cast, **changes):
    row = {
        "account": cast.dov, "patient": cast.kit_record, "relation": "carer", "level": "limited", "basis": "clinic",
        "colour": "plum", "starts_at": AT, **changes,
    }  # fmt: skip
    return Grant.objects.create(**row)


def form_link(cast, **changes):
    row = {
        "clinic": cast.harbour, "patient": cast.ana_record, "email": "ana@example.org", "relation": "self",
        "bucket": 1, "issued_at": AT, "issued_by": cast.finn, "expires_at": AT + HOUR, **changes,
    }  # fmt: skip
    return FormLink.objects.create(**row)


BROKEN = {
    "records_grant_never_wider": lambda c: Grant.objects.filter(pk=c.ana_grant.pk).update(
        level="full", granted_by=c.nora
    ),
    "smartforms_one_open_link": lambda c: [form_link(c), form_link(c)],
    "smartforms_link_used_who_and_when": lambda c: form_link(c, used_at=AT),
    "smartforms_link_used_or_revoked": lambda c: form_link(c, used_at=AT, used_by=c.ana, revoked_at=AT),
    "smartforms_five_births": lambda c: form_link(c, wrong_births=6),
    "booking_cancelled_who_and_when": lambda c: Appointment.objects.filter(pk=c.ana_visit.pk).update(
        cancelled_at=AT
    ),
    "booking_visit_in_order": lambda c: Appointment.objects.filter(pk=c.ana_visit.pk).update(
        ends_at=AT - HOUR
    ),
    "booking_held_or_visited": lambda c: Occupancy.objects.create(thing=c.petra, during=(AT, AT + HOUR)),
    "booking_form_once_a_service": lambda c: c.assessment.service_forms.create(template=c.form),
    "records_one_full_self": lambda c: [
        grant(c, account=who, relation="self", level="full", granted_by=c.nora) for who in (c.dov, c.cleo)
    ],
    "records_grant_in_order": lambda c: grant(c, expires_at=AT - HOUR),
    "records_one_live_care": lambda c: CareRelation.objects.create(
        practitioner=c.petra, patient=c.ana_record, since=AT, why="again"
    ),
    "records_lift_who_and_when": lambda c: Lockdown.objects.create(
        patient=c.ana_record, at=AT, by=c.nora, lifted_at=AT
    ),
    "records_one_lockdown": lambda c: [
        Lockdown.objects.create(patient=c.ana_record, at=AT, by=c.nora) for _ in "ab"
    ],
    "clinic_hours_in_order": lambda c: OpeningHours.objects.create(
        practitioner=c.petra, location=c.at_harbour.place, weekday=1, opens=600, closes=600
    ),
    "clinic_exception_both_or_none": lambda c: HoursException.objects.create(
        practitioner=c.petra, location=c.at_harbour.place, date=date(2026, 12, 1), opens=600
    ),
    "clinic_time_off_in_order": lambda c: TimeOff.objects.create(bookable=c.petra, starts_at=AT, ends_at=AT),
    "clinic_time_off_in_sight": lambda c: TimeOff.objects.create(
        bookable=c.petra, starts_at=AT, ends_at=AT.replace(year=9999)
    ),
    "clinic_closure_in_order": lambda c: ClosureFactory(clinic=c.harbour, last_day=date(2028, 8, 6)),
    "clinic_closure_in_sight": lambda c: ClosureFactory(clinic=c.harbour, last_day=date(2199, 12, 31)),
    "clinic_one_live_membership": lambda c: Membership.objects.create(
        user=c.nora, clinic=c.harbour, started_at=AT
    ),
    "clinic_service_slug": lambda c: Service.objects.create(
        clinic=c.harbour, slug="treatment", title="Another", minutes=30
    ),
    "clinic_one_offer": lambda c: Offer.objects.create(
        practitioner=c.petra, service=c.treatment, location=c.at_harbour.place
    ),
    "records_one_open_proposal": lambda c: [
        ProfileProposal.objects.create(
            patient=c.ana_record, field="phone", value="1", source="F", proposed_at=AT, proposed_by=c.ana
        )
        for _ in "ab"
    ],
    "records_one_open_proposal_of_nobody": lambda c: [
        ProfileProposal.objects.create(patient=c.ana_record, field="phone", value="1", proposed_at=AT)
        for _ in "ab"
    ],
    "records_proposal_who_and_when": lambda c: ProfileProposal.objects.create(
        patient=c.ana_record,
        field="phone",
        value="1",
        source="F",
        proposed_at=AT,
        proposed_by=c.ana,
        decided_at=AT,
        accepted=True,
    ),
    "tray_one_open_item": lambda c: [
        Item.objects.create(clinic=c.harbour, kind="k", target="t", put_at=AT) for _ in "ab"
    ],
    "accounts_one_owner_per_address": lambda c: (
        type(c.dov).objects.filter(pk=c.dov.pk).update(email="ANA@example.org")
    ),
}


@pytest.mark.parametrize("promise", BROKEN)
def test_the_database_refuses(cast, promise):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        BROKEN[promise](cast)


@pytest.mark.parametrize("what", ["scopes", "expires_at", "revoked_at", "account", "relation", "gone"])
def test_a_grant_is_followed_by_another_never_widened_and_never_deleted(cast, what):
    ended = grant(cast, scopes=["forms"], expires_at=AT + HOUR, revoked_at=AT)
    rows = Grant.objects.filter(pk=ended.pk)
    wider = {"scopes": ["forms", "records"], "expires_at": None, "revoked_at": None, "account": cast.cleo,
             "relation": "self"}  # fmt: skip
    with pytest.raises(IntegrityError, match="records_grant_never_wider"), transaction.atomic():
        rows.delete() if what == "gone" else rows.update(**{what: wider[what]})
    assert rows.update(scopes=[], expires_at=AT + HOUR / 2) == 1, "narrower is a way to end"


def test_the_same_thing_waits_in_the_tray_once(cast):
    for _ in range(2):
        put("possible_duplicate", clinic=cast.harbour, target=cast.ana_record, at=AT)
    assert Item.objects.count() == 1


def test_a_hold_without_its_row_is_no_visit(cast):
    held = HoldFactory(clinic=cast.harbour)
    with pytest.raises(IntegrityError, match="booking_held_or_visited"), transaction.atomic():
        Occupancy.objects.filter(hold=held).update(held_until=None)
