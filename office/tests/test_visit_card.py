"""The card of a visit over the calendar: who, how to reach them, their forms, and what can be done from there."""

from datetime import timedelta

import pytest

from audit.models import Event
from common.tests.moment import AT
from office.tests.people import billing, place, says
from records.models import Patient
from tests.story import open_form

STARTS = AT + timedelta(days=2)
BACK = "day=2026-11-19&view=week"


@pytest.fixture
def at_the_hour(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: STARTS)


def look(client, cast, visit=None):
    visit = visit or cast.ana_visit
    return client.get(place("visit_card", visit.patient, visit.pk), {"back": BACK})


def test_who_where_to_reach_them_and_their_forms(cast, finn):
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="(902) 555-0119")
    cast.ana_visit.assignments.add(open_form(cast.at_harbour, cast.ana_record, account=cast.ana))
    page = look(finn, cast)
    shown = page.context
    assert (shown["who"], shown["tag_label"], shown["told"]) == (
        "Ana Cast",
        "Booked",
        ["Thu 19 Nov, 9:00 to 9:40 am", "Treatment, Petra Cast, 1 Harbour Street"],
    )
    assert (shown["phone"], shown["email"]) == ("(902) 555-0119", "ana@example.org")
    assert [(one["title"], one["tag_label"]) for one in shown["forms"]] == [("Harbour intake", "Not started")]
    assert 'href="tel:9025550119"' in page.text and "<html" not in page.text
    event = Event.objects.get(verb="appointment.opened")
    assert (event.actor, event.target, event.patient) == (
        cast.finn.pk,
        str(cast.ana_visit.pk),
        cast.ana_record.pk,
    )


def test_what_a_note_of_the_patient_says_is_not_on_it(cast, client, sign_in):
    cast.ana_visit.note = "My own trouble"
    cast.ana_visit.save()
    assert "My own trouble" not in look(sign_in(client, cast.petra_account), cast).text


@pytest.mark.parametrize(
    ("who", "notes", "moves", "forms"),
    [
        ("finn", ["arrived", "completed", "no_show"], True, 1),
        ("petra_account", ["arrived", "completed", "no_show"], True, 1),
        ("quinn_account", [], False, 1),
        ("billing", [], False, 0),
    ],
)
def test_what_can_be_done_is_what_the_role_may(cast, client, sign_in, at_the_hour, who, notes, moves, forms):
    cast.ana_visit.assignments.add(open_form(cast.at_harbour, cast.ana_record, account=cast.ana))
    account = billing(cast) if who == "billing" else getattr(cast, who)
    shown = look(sign_in(client, account), cast).context
    assert [one["value"] for one in shown["notes"]] == notes
    assert [bool(shown[name]) for name in ("move_url", "length_url", "late_url", "cancel_url")] == [moves] * 4
    assert len(shown["forms"]) == forms


def test_a_note_leads_back_to_the_days_one_came_from(cast, finn, at_the_hour):
    sent = {"what": "arrived", "back": BACK}
    address = place("attendance", cast.ana_record, cast.ana_visit.pk)
    answer = finn.post(address, sent)
    assert answer.url == f"/office/calendar/?{BACK}#v-{cast.ana_visit.pk}"
    assert says(finn.get(answer.url)) == ["Noted: the patient is here."]
    astray = finn.post(
        address, {"what": "completed", "back": "day=2026-11-19&next=https://elsewhere.example"}
    )
    assert astray.url == f"/office/calendar/?day=2026-11-19#v-{cast.ana_visit.pk}"


def test_nobody_reached_says_so_and_another_clinics_is_nowhere(cast, finn):
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="", email="")
    assert "No phone number and no e-mail address are on file." in look(finn, cast).text
    assert finn.get(place("visit_card", cast.zoe_record, cast.ana_visit.pk)).status_code == 404
    assert finn.get(place("visit_card", cast.kit_record, cast.ana_visit.pk)).status_code == 404
