"""A change of one's details: what it does and does not, and what becomes of it."""

import pytest

from common.tests.moment import AT
from portal.details import CHANGED_HERE
from portal.tests.details import as_it_was, file_everything, leaks, page_of, row_of, says, send
from portal.tests.family import ana_in_full
from records.actions import correct_details
from records.actions.proposals import decide, propose
from records.models import DetailChange, Patient, PatientDetails, ProfileProposal


@pytest.fixture
def filed(cast):
    return file_everything(cast)


def test_a_change_waits_and_the_record_stays(cast, client, sign_in, filed):
    ana_in_full(cast)
    before = as_it_was(cast)
    answer = send(sign_in(client, cast.ana), cast.ana_record, "phone", phone=" 902  555 ")
    assert (says(answer), as_it_was(cast)) == (["Sent to the clinic."], before)
    row = row_of(answer, "Mobile phone")
    assert (row["value"], row["tag_label"], row["still"]) == ("902 555", "Waiting", "902 OFFICIAL")
    assert answer.context["waiting"] == {
        "title": "One change is waiting for the clinic",
        "text": "You sent it today at 9:00 am. Until someone checks, the clinic keeps using your old details.",
    }
    one = ProfileProposal.objects.get()
    assert (one.field, one.value, one.before, one.proposed_by, one.source) == (
        "phone", "902 555", "902 OFFICIAL", cast.ana, "",
    )  # fmt: skip
    send(client, cast.ana_record, "address", address="2 Quay\r\n\r\n Halifax ")
    answer = client.get(page_of(cast.ana_record))
    assert answer.context["waiting"]["title"] == "Two changes are waiting for the clinic"
    assert ProfileProposal.objects.get(field="address").value == "2 Quay\nHalifax"


def test_whatever_else_is_sent_along_is_nobodys_word(cast, client, sign_in, filed):
    """Every column of the record, and of a proposal, posted to every line."""
    ana_in_full(cast)
    before = as_it_was(cast)
    names = [
        field.name
        for model in (Patient, PatientDetails, ProfileProposal)
        for field in model._meta.get_fields()
        if field.concrete
    ]
    sign_in(client, cast.ana)
    for key, line in CHANGED_HERE.items():
        ProfileProposal.objects.all().delete()
        choices = {"language": "fr", "reach_visits": "post", "reach_papers": "post", "reminders": "none"}
        posted = dict.fromkeys(names, "1999-01-01") | choices | {"email": "x@example.org", "accepted": "on"}
        assert client.post(page_of(cast.ana_record, key), posted).status_code == 302
        assert as_it_was(cast) == before
        made = ProfileProposal.objects.values_list(
            "field", "decided_at", "patient", "confirmed_at", "by_team"
        )
        asked = {detail.key for detail in line.details}
        assert set(made) == {(field, None, cast.ana_record.pk, None, False) for field in asked}
    assert DetailChange.objects.filter(changed_at=AT).exclude(patient=cast.zoe_record).count() == 0
    for closed in ("date_of_birth", "reason", "given_name"):
        assert client.post(page_of(cast.ana_record, closed), {"date_of_birth": "x"}).status_code == 404


def test_what_the_clinic_has_already_is_said_to_whoever_knows(cast, client, sign_in, filed):
    """To whoever may not know, an equal value looks like any other: else they could try numbers."""
    equal = {"phone": "902-OFFICIAL"}
    sign_in(client, cast.cleo)
    said = [says(send(client, cast.ana_record, "phone", phone=word)) for word in ("902 OFFICIAL", "1")]
    assert said == [["Sent to the clinic."]] * 2
    ana_in_full(cast)
    sign_in(client, cast.ana)
    same = {"phone": "902  OFFICIAL"}
    assert says(send(client, cast.ana_record, "phone", **same)) == ["That is what the clinic has already."]
    assert equal and ProfileProposal.objects.open().filter(proposed_by=cast.ana).count() == 0


def test_somebody_limited_sees_their_own_word_and_what_became_of_it(cast, client, sign_in, filed):
    sign_in(client, cast.ana)
    send(client, cast.ana_record, "phone", phone="111")
    send(client, cast.ana_record, "occupation", occupation="Cook")
    answer = client.get(page_of(cast.ana_record))
    row = row_of(answer, "Mobile phone")
    assert (row["value"], row["tag_label"], row.get("still"), leaks(answer.text)) == (
        "111", "Waiting", None, ["ana@"],
    )  # fmt: skip
    by_field = {one.field: one for one in ProfileProposal.objects.all()}
    decide(by_field["phone"], accept=True, by=cast.finn, at=AT)
    decide(by_field["occupation"], accept=False, by=cast.finn, at=AT, told="Ask Petra", reason="Teamword")
    answer = client.get(page_of(cast.ana_record))
    assert (row_of(answer, "Mobile phone")["value"], row_of(answer, "Mobile phone")["tag_label"]) == (
        "111", "Accepted 17 Nov",
    )  # fmt: skip
    row = row_of(answer, "Occupation")
    assert (row["value"], row["tag_label"], row["told"]) == ("Cook", "Not accepted 17 Nov", "Ask Petra")
    # What staff correct later is theirs to know.
    correct_details(cast.ana_record, by=cast.finn, at=AT, phone="Secretnumber")
    answer = client.get(page_of(cast.ana_record))
    assert (row_of(answer, "Mobile phone")["value"], "Secretnumber" in answer.text, "Teamword" in answer.text) == (
        "111", False, False,
    )  # fmt: skip


def test_not_accepted_is_told_with_the_clinics_words(cast, client, sign_in, filed):
    ana_in_full(cast)
    (one,) = propose(cast.ana_record, {"phone": "111"}, by=cast.ana, at=AT)
    decide(one, accept=False, by=cast.finn, at=AT, told="mistake", reason="Teamword")
    answer = sign_in(client, cast.ana).get(page_of(cast.ana_record))
    row = row_of(answer, "Mobile phone")
    assert (row["value"], row["tag_label"], row["refused"], row["told"]) == (
        "902 OFFICIAL", "Not accepted 17 Nov", "111",
        "It looks like a typing mistake. Please check it and send it again.",
    )  # fmt: skip
    assert ("Teamword" in answer.text, answer.context["waiting"]) == (False, None)


def test_a_proxys_word_is_shown_to_the_patient_and_not_the_other_way_round(cast, client, sign_in, filed):
    ana_in_full(cast)
    propose(cast.ana_record, {"phone": "Proxyword"}, by=cast.ben, at=AT)
    propose(cast.ana_record, {"phone": "Anasword", "address": "Anasplace"}, by=cast.ana, at=AT)
    row = row_of(sign_in(client, cast.ana).get(page_of(cast.ana_record)), "Mobile phone")
    assert (row["value"], row["notes"]) == (
        "Anasword", ["Ben Cast wrote: Proxyword. It waits for the clinic."],
    )  # fmt: skip
    answer = sign_in(client, cast.ben).get(page_of(cast.ana_record))
    assert row_of(answer, "Mobile phone")["value"] == "Proxyword"
    assert ("Anasword" in answer.text, "Anasplace" in answer.text) == (False, False)
    # Undo takes back one's own word and nobody else's.
    client.post(page_of(cast.ana_record, "phone", "taking-back"))
    waiting = ProfileProposal.objects.open().order_by("field").values_list("field", "proposed_by")
    assert list(waiting) == [("address", cast.ana.pk), ("phone", cast.ana.pk)]


def test_undo_takes_it_back_and_twice_is_harmless(cast, client, sign_in, filed):
    ana_in_full(cast)
    sign_in(client, cast.ana)
    send(client, cast.ana_record, "name", given_name="Anna", family_name="Kast")
    assert row_of(client.get(page_of(cast.ana_record)), "Name")["value"] == "Anna Kast"
    url = page_of(cast.ana_record, "name", "taking-back")
    assert client.get(url).status_code == 405
    assert says(client.post(url, follow=True)) == ["The change is taken back."]
    answer = client.post(url, follow=True)
    assert (says(answer), row_of(answer, "Name")["value"]) == (
        ["This change does not wait any more."], "Ana Cast",
    )  # fmt: skip
    assert set(ProfileProposal.objects.values_list("taken_back", "accepted")) == {(True, False)}


@pytest.mark.parametrize(
    ("line", "sent", "wrong"),
    [
        ("name", {"given_name": "", "family_name": "x"}, {"given_name": ["Enter the first name"]}),
        ("phone", {"phone": "1" * 41}, {"phone": ["Use at most 40 characters"]}),
        ("address", {"address": "x" * 501}, {"address": ["Use at most 500 characters"]}),
        ("email", {"email": "ana@"}, {"email": ["Enter an email address like name@example.org"]}),
        ("emergency", {"emergency_phone": "12"}, {"emergency_name": ["Enter the name"]}),
        (
            "emergency",
            {"emergency_name": "Ben", "emergency_phone": "abc"},
            {"emergency_phone": ["Enter a phone number"]},
        ),
        (
            "pharmacy",
            {"pharmacy_name": "Quay", "pharmacy_phone": "abc"},
            {"pharmacy_phone": ["Enter a phone number"]},
        ),
        ("phone", {"phone": "none"}, {"phone": ["Enter a phone number"]}),
        ("pronouns", {"pronouns": "a\u202eb\nc"}, {"pronouns": ["Write this on one line."]}),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_kept(cast, client, sign_in, line, sent, wrong):
    answer = send(sign_in(client, cast.ana), cast.ana_record, line, **sent)
    assert (answer.status_code, answer.context["form"].errors) == (422, wrong)
    assert (ProfileProposal.objects.count(), list(sent.values())[-1][:30].split("\n")[-1] in answer.text) == (
        0,
        True,
    )


def test_long_words_hold(cast, client, sign_in):
    ana_in_full(cast)
    long = "\n".join(["Averylongstreetwithoutanyspace" * 2] * 5)
    answer = send(sign_in(client, cast.ana), cast.ana_record, "address", address=long)
    assert row_of(answer, "Address")["value"] == long


def test_whoever_has_not_proved_their_address_is_asked_to_first(cast, client, sign_in):
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(verified_at=None)
    sign_in(client, cast.ana)
    assert client.get(page_of(cast.ana_record)).status_code == 200
    for answer in (
        client.get(page_of(cast.ana_record, "phone")),
        send(client, cast.ana_record, "phone", phone="1"),
    ):
        assert (answer.status_code, "Confirm your email address first" in answer.text) == (403, True)
    assert ProfileProposal.objects.count() == 0


def test_what_a_choice_means_stands_beside_it(cast, client, sign_in):
    sign_in(client, cast.ben)
    for line, words in {
        "reach_visits": "reminders are emailed only if",
        "reach_papers": "no email says that something new is in the record",
        "language": "mails come in it",
    }.items():
        assert words in client.get(f"{page_of(cast.ana_record)}{line}/").text


def test_what_becomes_of_reminders_is_said_as_it_is(cast, client, sign_in):
    ana_in_full(cast)
    sign_in(client, cast.ana)

    def said(**chosen) -> tuple:
        correct_details(cast.ana_record, by=cast.nora, at=AT, **chosen)
        answer = client.get(page_of(cast.ana_record))
        row = row_of(answer, "Reminders of visits")
        return answer.context["reminders"], row["value"] or row["empty"]

    otherwise = "None by email: visits are told of by phone or post, as you asked."
    assert said(reach_visits="phone") == (otherwise, otherwise)
    assert said(reminders="email") == ("An email a day before a visit.", "By email")
    assert said(reminders="none") == ("None, as you asked.", "No reminders")
