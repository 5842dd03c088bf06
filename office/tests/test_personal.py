"""The official record: read by the team, corrected by those who keep it."""

from datetime import date

import pytest

from common.tests.moment import AT
from office.tests.people import billing, place, says
from records.actions.codes import issue_code, mail_link
from records.actions.invitations import invite
from records.models import AccessCode, DetailChange, Invitation, Patient, PatientDetails, ProfileProposal
from records.models.access import Level, Relation

ANA = {
    "given_name": "Ana", "family_name": "Cast", "date_of_birth_day": "4", "date_of_birth_month": "5",
    "date_of_birth_year": "1988", "pronouns": "she/her", "phone": "(902) 555-0188", "email": "ana@example.org",
    "address": "1 Quay\r\nHalifax",
}  # fmt: skip


def test_the_record_is_corrected(cast, finn):
    url = place("correction", cast.ana_record)
    assert 'value="1988"' in finn.get(url).text
    answer = finn.post(url, ANA | {"family_name": "Castle"}, follow=True)
    assert says(answer) == ["The record is saved."]
    assert {row["term"]: row["on_file"] for row in answer.context["details"] if row["on_file"]} == {
        "First name": "Ana",
        "Last name": "Castle",
        "Date of birth": "4 May 1988",
        "Pronouns": "she/her",
        "Mobile phone": "(902) 555-0188",
        "Email": "ana@example.org",
        "Address": "1 Quay\nHalifax",
    }
    assert Patient.objects.get(pk=cast.zoe_record.pk).family_name == "Cast"


def test_what_a_colleague_corrected_meanwhile_stays(cast, finn):
    """Both have the record open; whoever saves last changed only the telephone."""
    url, shown = place("correction", cast.ana_record), {}
    shown["shown"] = finn.get(url).context["shown"]
    before = Patient.objects.get(pk=cast.ana_record.pk)
    kept = {"phone": before.phone, "pronouns": before.pronouns, "address": before.address}
    finn.post(url, ANA | kept | shown | {"email": "ana.new@example.org"})
    assert finn.post(url, ANA | kept | shown | {"phone": "12"}).status_code == 302
    after = Patient.objects.get(pk=cast.ana_record.pk)
    assert (after.email, after.phone) == ("ana.new@example.org", "12")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"given_name": ""}, {"given_name": ["Enter the first name"]}),
        ({"family_name": "x" * 81}, {"family_name": ["Use at most 80 characters"]}),
        ({"date_of_birth_year": "88"}, {"date_of_birth": ["Enter the year of birth with four digits"]}),
        ({"email": "ana@"}, {"email": ["Enter an email address like name@example.org"]}),
        ({"phone": "1" * 41}, {"phone": ["Use at most 40 characters"]}),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_kept(cast, finn, changes, wrong):
    answer = finn.post(place("correction", cast.ana_record), ANA | {"pronouns": "kept"} | changes)
    assert (answer.status_code, answer.context["form"].errors) == (422, wrong)
    assert 'value="kept"' in answer.text
    assert Patient.objects.get(pk=cast.ana_record.pk).pronouns == ""


def test_the_page_says_what_a_new_address_ends_and_it_does(cast, finn):
    url = place("correction", cast.ana_record)
    assert finn.get(url).context["email_hint"].endswith("There are none now.")
    code, _words = issue_code(cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.nora, at=AT)
    mail_link(code, email=cast.ana_record.email, by=cast.nora, at=AT)
    sent = invite(
        cast.ana_record, email=cast.ana_record.email, relation=Relation.SELF, level=Level.FULL, scopes=[],
        by=cast.nora, at=AT,
    )  # fmt: skip
    assert finn.get(url).context["email_hint"] == (
        "A new address ends what was mailed to ana@example.org: 1 access link, 1 invitation."
    )
    old = sent.token
    finn.post(url, ANA | {"email": "new@example.org"})
    assert AccessCode.objects.get().revoked_because == "address_changed"
    assert Invitation.objects.get().token != old


def test_an_account_of_the_old_address_is_named_for_it_still_sees_the_record(cast, finn):
    """C69: what was mailed is dead, but an account is the owner's until somebody ends its access."""
    url = place("correction", cast.ana_record)
    said = says(finn.post(url, ANA | {"email": "new@example.org"}, follow=True))
    assert said[1].startswith("ana@example.org still signs in and sees this record.")
    assert says(finn.post(url, ANA | {"email": "newer@example.org"}, follow=True)) == ["The record is saved."]


def test_others_of_the_team_read(cast, client, sign_in):
    for who in (cast.petra_account, cast.quinn_account, billing(cast)):
        sign_in(client, who)
        page = client.get(place("personal", cast.ana_record))
        suggests = "" if who == cast.dov else place("suggestion", cast.ana_record)
        assert (page.status_code, page.context.get("edit_url", "")) == (200, suggests)
        refused = client.post(place("correction", cast.ana_record), ANA)
        assert (refused.status_code, refused.context["reason"]) == (
            403, "The record and its contacts are kept by the front desk, managers and owners.",
        )  # fmt: skip
    for who in (cast.ana, cast.omar):
        sign_in(client, who)
        assert client.get(place("personal", cast.ana_record)).status_code == 404
        assert client.post(place("correction", cast.ana_record), ANA).status_code == 404
    assert Patient.objects.get(pk=cast.ana_record.pk).phone == "(902) 555-0119"


def test_another_clinics_record_is_not_there(cast, finn):
    assert finn.post(place("correction", cast.zoe_record), ANA).status_code == 404
    assert Patient.objects.get(pk=cast.zoe_record.pk).date_of_birth == date(1988, 5, 4)


MORE = {
    "emergency_name": "Ben Cast", "emergency_relation": "brother", "emergency_phone": "12",
    "insurer": "Blue", "insurance_number": "7", "insurance_group": "", "pharmacy_name": "", "occupation": "Cook",
    "language": "fr", "reach_visits": "phone", "reminders": "none", "preferred_name": "Annie",
}  # fmt: skip


def test_all_of_the_record_is_kept_and_told_in_words(cast, finn):
    url = place("correction", cast.ana_record)
    kept = {"phone": "(902) 555-0119", "pronouns": "", "address": ""}
    answer = finn.post(url, ANA | kept | MORE, follow=True)
    assert {row["term"]: row["on_file"] for row in answer.context["details"] if row["on_file"]} == {
        "First name": "Ana",
        "Last name": "Cast",
        "Preferred name": "Annie",
        "Date of birth": "4 May 1988",
        "Mobile phone": "(902) 555-0119",
        "Email": "ana@example.org",
        "Emergency contact": "Ben Cast, brother\n12",
        "Occupation": "Cook",
        "Language": "French",
        "Insurance": "Blue\nNumber 7",
        "About visits": "By phone",
        "Reminders of visits": "No reminders",
    }
    assert 'value="Ben Cast"' in finn.get(url).text
    changes = DetailChange.objects.values_list("field", "after", "changed_by")
    assert sorted(changes) == [
        ("emergency", "Ben Cast\nbrother\n12", cast.finn.pk),
        ("insurance", "Blue\n7\n", cast.finn.pk),
        ("language", "fr", cast.finn.pk),
        ("occupation", "Cook", cast.finn.pk),
        ("preferred_name", "Annie", cast.finn.pk),
        ("reach_visits", "phone", cast.finn.pk),
        ("reminders", "none", cast.finn.pk),
    ]


def test_a_telephone_without_a_name_is_nobodys(cast, finn):
    halves = {"emergency_phone": "12", "insurance_number": "7", "pharmacy_address": "1 Quay"}
    answer = finn.post(place("correction", cast.ana_record), ANA | halves)
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {
            "emergency_name": ["Enter the name"],
            "insurer": ["Enter the insurance company"],
            "pharmacy_name": ["Enter the pharmacy"],
        },
    )
    assert PatientDetails.objects.count() == 0


def test_a_practitioner_suggests_and_the_desk_decides(cast, client, sign_in):
    sign_in(client, cast.petra_account)
    url, before = place("suggestion", cast.ana_record), Patient.objects.values().get(pk=cast.ana_record.pk)
    page = client.get(url)
    shown = {"shown": page.context["shown"], "phone": "(902) 555-0119", "pronouns": "", "address": ""}
    assert says(client.post(url, ANA | shown, follow=True)) == ["Nothing was changed."]
    said = says(client.post(url, ANA | shown | {"occupation": "Cook"}, follow=True))
    assert said == ["Your suggestion waits for the front desk."]
    assert client.post(url, ANA | {"family_name": ""}).status_code == 422
    assert (Patient.objects.values().get(pk=cast.ana_record.pk), PatientDetails.objects.count()) == (
        before,
        0,
    )
    one = ProfileProposal.objects.get()
    assert (one.field, one.value, one.by_team, one.proposed_by) == (
        "occupation",
        "Cook",
        True,
        cast.petra_account,
    )
    sign_in(client, cast.finn)
    assert client.get(url).status_code == 403
    client.post(place("proposal", cast.ana_record, one.pk) + "?then=accept")
    assert PatientDetails.objects.get().occupation == "Cook"
