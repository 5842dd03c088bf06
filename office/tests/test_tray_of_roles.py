"""The tray of everybody: what each role finds there and decides, and the same number in the frame of every page."""

import pytest

from booking.actions import agreeing
from booking.models import Appointment
from common.tests.moment import AT
from office.tests.people import place
from office.tests.test_tray import TRAY, rows
from outbox.tests.factories import MessageFactory
from records.actions import sent
from records.tests.factories import SentFileFactory
from tray.actions import put
from tray.models import Item


@pytest.fixture
def card(cast):
    return SentFileFactory(patient=cast.ana_record, by=cast.ben)


# Who decides which kind: F front desk, N owner, P practitioner whose patient Ana is, Q one who never met her.
DECIDE = {
    "profile.proposed": "FN", "possible_duplicate": "FN", "erasure_asked": "N", "emergency": "N",
    "access_request": "FNP", "access_taken_back": "FNP", "code_burned": "FNP", "age_13_in_90_days": "FNP",
    "form.alert": "FNP", "file.sent": "FNP", "visit_request": "FNP", "guessing": "FN", "form.sent_in": "P",
    "form.sent_in_admin": "FNP", "waiting.unanswered": "FNP",
}  # fmt: skip


def test_everybody_sees_what_they_decide_and_the_shell_counts_it_everywhere(cast, client, sign_in, card):
    for kind in DECIDE:
        patient = None if kind == "guessing" else cast.ana_record
        put(kind, clinic=cast.harbour, target=cast.ana_record, patient=patient, at=AT)
        put(kind, clinic=cast.lakeside, target=cast.zoe_record, patient=cast.zoe_record, at=AT)
    Item.objects.filter(kind=sent.KIND, target__endswith=str(cast.ana_record.pk)).delete()
    people = {"F": cast.finn, "N": cast.nora, "P": cast.petra_account, "Q": cast.quinn_account}
    for letter, account in people.items():
        browser = sign_in(client, account)
        page = browser.get(TRAY)
        decides = sum(letter in who for who in DECIDE.values())
        assert (len(page.context["rows"]), page.context["counts"][:2].strip()) == (decides, str(decides)), (
            letter
        )
        for place_ in (TRAY, "/office/patients/", "/office/calendar/", place("patient", cast.ana_record)):
            shown = browser.get(place_)
            counted = {item["url"]: item.get("count") for item in shown.context["nav_items"]}
            assert counted[TRAY] == decides, (letter, place_)
            badge = f'<span>Tray</span><span class="badge">{decides}</span>'
            assert (badge in shown.text) is bool(decides), (letter, place_)


def test_whoever_is_asked_for_a_visit_by_somebody_new_finds_it_in_the_tray(cast, client, sign_in):
    asked = cast.ana_visit
    Appointment.objects.filter(pk=asked.pk).update(practitioner=cast.quinn, requested_at=AT)
    agreeing.ask_clinic(asked, by=cast.ana, at=AT)
    assert [row[0] for row in rows(sign_in(client, cast.quinn_account).get(TRAY))] == ["Asks for a visit"]
    Appointment.objects.filter(pk=asked.pk).update(practitioner=cast.petra)
    assert rows(sign_in(client, cast.quinn_account).get(TRAY)) == []


def test_what_somebody_else_decides_is_not_ticked_off_by_a_practitioner(cast, client, sign_in):
    put("profile.proposed", clinic=cast.harbour, target=cast.ana_record, patient=cast.ana_record, at=AT)
    item = Item.objects.get(kind="profile.proposed")
    browser = sign_in(client, cast.petra_account)
    assert browser.post(f"{TRAY}done/", {"only": item.pk}).status_code == 404


def test_what_is_new_in_the_tray_leads_to_where_it_is_read(cast, client, sign_in):
    failed = MessageFactory(kind="booking.reminder", clinic_id=cast.harbour.pk, dead_at=AT)
    for kind, target in (
        ("mail.failed", failed), ("form.sent_in", cast.ana_sent), ("waiting.unanswered", cast.ana_record),
    ):  # fmt: skip
        put(kind, clinic=cast.harbour, target=target, patient=cast.ana_record, at=AT)
    found = {}
    for who in ("finn", "petra_account"):
        browser = sign_in(client, getattr(cast, who))
        lines = browser.get(f"{TRAY}?order=oldest").context["rows"]
        found[who] = [(str(row["what"]), row["detail"], browser.get(row["url"]).status_code) for row in lines]
        addresses = {str(row["what"]): row["url"] for row in lines}
    left = ("Left three offers of the waiting list unanswered", "", 200)
    assert found == {
        "finn": [("Mail did not get through", "Reminder of a visit", 200), left],
        "petra_account": [("Form about health sent in", "", 200), left],
    }
    assert addresses["Form about health sent in"] == place("answers", cast.ana_record, cast.ana_sent.pk)
