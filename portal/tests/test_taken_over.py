"""From booking under a known address to the visit in its owner's portal, by the mails alone."""

from datetime import timedelta

from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import AccountFactory
from accounts.tests.mailed import arrived, path_in
from booking.tests.factories import AppointmentFactory
from outbox import actions
from records.tests.factories import GrantFactory, PatientFactory
from smartforms.tests.factories import AssignmentFactory


def test_a_visit_booked_under_a_known_address_joins_its_owner(cast, at):
    typed = AccountFactory(email="ana@example.org", given_name="Ana", unverified=True)
    record = PatientFactory(
        clinic=cast.harbour, given_name="Ana", date_of_birth=cast.ana_record.date_of_birth
    )
    GrantFactory(account=typed, patient=record)
    visit = AppointmentFactory(
        clinic=cast.harbour,
        practitioner=cast.quinn,
        location=cast.at_harbour.place,
        service=cast.treatment,
        patient=record,
        made_online_by=typed,
        starts_at=at + timedelta(days=3),
    )
    form = AssignmentFactory(patient=record, template=cast.form, account=typed)
    visit.assignments.add(form)
    about = {"booking": visit.booking_id}
    key = f"booking.confirmed:{visit.booking_id}"
    actions.post("booking.confirmed", clinic=cast.harbour, account=typed, about=about, dedupe_key=key, at=at)
    (sent,) = arrived(at=at)

    ana = Client()
    ana.force_login(cast.ana)
    ana.get(path_in(sent))
    assert ana.post(reverse("records_claim")).url == "/portal/"
    page = ana.get(reverse("portal:patient", args=[record.pk]))
    assert page.context["card"]["full_date"] == "Friday 20 November 2026"
    assert len(page.context["tasks"]) == 1
    assert ana.get(reverse("smartforms:open", args=[record.pk, form.pk])).status_code == 200
    # Her own visits are not the other account's, and its visits are hers now.
    assert [person["name"] for person in page.context["people"]()] == ["Ana", "Ana"]
    assert mail.outbox == [sent]
