"""How many queries a page may cost, whatever the number of rows (performance, P8). Measured with a warm catalogue."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking.tests.factories import HoldFactory
from common.tests.moment import AT
from records.actions.codes import issue_code
from records.actions.contacts import keep_contact
from records.actions.invitations import invite
from records.models.access import Level, Relation
from records.tests.factories import GrantFactory, PatientFactory
from tests.story import open_form, sent_form, visit

# Outside a workspace, one of them counts what waits in the tray, for the frame around the page.
PAGES = {
    "calendar": ("finn", 8),
    "list": ("finn", 8),
    "week": ("finn", 8),
    "week of one": ("petra_account", 8),
    "calendar of a day, filtered": ("nora", 8),
    "card, front desk": ("finn", 10),
    "card, own practitioner": ("petra_account", 10),
    "patients": ("finn", 8),
    "found": ("finn", 8),
    "patient, front desk": ("finn", 11),  # one asks whether another record may be the same person's
    "patient, own practitioner": ("petra_account", 10),
    "access, front desk": ("finn", 12),
    "access, own practitioner": ("petra_account", 12),
    "access, owner": ("nora", 12),
    "personal": ("nora", 8),
    "contacts, front desk": ("finn", 10),
    "contacts, own practitioner": ("petra_account", 10),
    "forms, front desk": ("finn", 11),
    "forms, own practitioner": ("petra_account", 12),
    "clinic’s forms": ("finn", 7),
    "clinic’s form": ("finn", 10),
    "sending": ("finn", 10),
    "answers": ("petra_account", 11),
    "answers, refused": ("finn", 8),
    "answers, on paper": ("petra_account", 8),
    "blank form": ("finn", 7),
}


def addresses(cast):
    patient = reverse("office:patient", args=[cast.ana_record.pk])
    answers = reverse("office:answers", args=[cast.ana_record.pk, cast.ana_sent.pk])
    return dict(
        zip(
            PAGES,
            [
                "/office/calendar/",
                "/office/calendar/?view=list&day=2026-11-18",
                "/office/calendar/?view=week",
                f"/office/calendar/?view=week&person={cast.petra.pk}",
                "/office/calendar/?day=2026-11-19&service=treatment&state=booked",
                *[reverse("office:visit_card", args=[cast.ana_record.pk, cast.ana_visit.pk])] * 2,
                "/office/patients/",
                "/office/patients/?q=cast+4+5+1988",
                patient,
                patient,
                *[reverse("office:access", args=[cast.ana_record.pk])] * 3,
                reverse("office:personal", args=[cast.ana_record.pk]),
                *[reverse("office:contacts", args=[cast.ana_record.pk])] * 2,
                *[reverse("office:patient_forms", args=[cast.ana_record.pk])] * 2,
                reverse("office:forms"),
                reverse("office:form", args=[cast.form.pk]),
                reverse("office:form_sending", args=[cast.ana_record.pk]),
                answers,
                answers,
                f"{answers}paper/",
                reverse("office:blank_form", args=[cast.form.pk]),
            ],
            strict=True,
        )
    )


def grow(cast):
    """A busy clinic: a full day, a long list, a long history."""
    common = {"clinic": cast.harbour, "service": cast.treatment, "location": cast.at_harbour.place}
    for n in range(10):
        patient = PatientFactory(clinic=cast.harbour)
        made = visit(cast.at_harbour, cast.petra, patient, AT + timedelta(hours=n))
        made.assignments.add(open_form(cast.at_harbour, patient, account=None))
        visit(cast.at_harbour, cast.quinn, cast.ana_record, AT + timedelta(hours=n))
        sent_form(cast.at_harbour, cast.ana_record, by=cast.ana, words="more")
        keep_contact(cast.ana_record, by=cast.nora, at=AT, name=f"No {n}", relation="carer")
        invite_to(cast.ana_record, f"no{n}@example.org", by=cast.nora)
        GrantFactory(patient=cast.ana_record, relation=Relation.CARER)
        issue_code(cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.nora, at=AT, holder=f"No {n}")
        HoldFactory(**common, practitioner=cast.quinn, starts_at=AT + timedelta(days=1, hours=n))


def invite_to(patient, email, *, by):
    invite(patient, email=email, relation=Relation.CARER, level=Level.LIMITED, scopes=["forms"], by=by, at=AT)


def cost(client, url, monkeypatch, minutes) -> int:
    """The queries of a first look: the session is touched already, the last look at this page long ago."""
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=minutes))
    client.get("/office/patients/?q=warm")
    # The database's own clock writes the events; here it always was long ago.
    monkeypatch.setattr("audit.actions.SEEN_AGAIN_AFTER", -timedelta(days=9999))
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_however_full_the_clinic_is(cast, client, sign_in, monkeypatch, name):
    who, budget = PAGES[name]
    sign_in(client, getattr(cast, who))
    url = addresses(cast)[name]
    client.get(url)
    few = cost(client, url, monkeypatch, 1)
    grow(cast)
    many = cost(client, url, monkeypatch, 2)
    assert (few, many) == (budget, budget)
