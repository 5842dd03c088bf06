"""What a patient wrote in a form beside what is on file: who sees it, who decides, and what an acceptance does."""

import pytest
from django.urls import reverse

from common.tests.moment import AT
from office.tests.forms import administrative
from office.tests.people import billing, place, says
from records.actions.codes import issue_code, mail_link
from records.actions.proposals import propose
from records.models import AccessCode, Patient, ProfileProposal
from records.models.access import Relation

WAITS = {"phone": "902 555 0177", "email": "new@example.org"}


@pytest.fixture
def proposed(cast):
    """By field: Ana wrote another phone number and address; so did Zoe, elsewhere."""
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="(902) 555-0119")
    propose(cast.zoe_record, {"phone": "000 000"}, by=cast.zoe, at=AT, source="A form")
    made = propose(cast.ana_record, WAITS, by=cast.ana, at=AT, source="Your details")
    return {one.field: one for one in made}


def door(cast, proposal, *, accept=False):
    return place("proposal", cast.ana_record, proposal.pk) + ("?then=accept" if accept else "")


def on_file(cast):
    return Patient.objects.values("phone", "email").get(pk=cast.ana_record.pk)


def test_the_desk_sees_both_beside_each_other(cast, finn, proposed):
    answer = finn.get(place("personal", cast.ana_record))
    assert [
        (row["term"], row["on_file"], row["wrote"], row["asks_first"]) for row in answer.context["proposals"]
    ] == [
        ("Phone", "(902) 555-0119", "902 555 0177", False),
        ("Email", "ana@example.org", "new@example.org", True),
    ]
    assert answer.context["proposals"][0]["how"] == "Your details, Tue 17 Nov, 9:00 am, by Ana Cast"
    assert [tab["count"] for tab in answer.context["tabs"] if tab["label"] == "Personal"] == [2]
    assert "000 000" not in answer.text


@pytest.mark.parametrize("who", ["petra_account", "quinn_account", "billing"])
def test_who_does_not_keep_the_record_sees_and_decides_nothing(cast, client, sign_in, proposed, who):
    sign_in(client, billing(cast) if who == "billing" else getattr(cast, who))
    answer = client.get(place("personal", cast.ana_record))
    assert (answer.status_code, answer.context["proposals"]) == (200, [])
    assert "902 555 0177" not in answer.text
    for accept in (True, False):
        assert client.post(door(cast, proposed["phone"], accept=accept)).status_code == 403
    assert ProfileProposal.objects.open().count() == 3


def test_it_stands_on_the_answers_too_for_those_who_keep_the_record(cast, client, sign_in, proposed):
    form = administrative(cast)
    url = reverse("office:answers", args=[form.patient_id, form.pk])
    assert len(sign_in(client, cast.finn).get(url).context["proposals"]) == 2
    assert "proposals" not in sign_in(client, cast.petra_account).get(url).context


def test_accepting_takes_it_into_the_record(cast, finn, proposed):
    url = door(cast, proposed["phone"], accept=True)
    answer = finn.post(url, {"was": "(902) 555-0119"}, follow=True)
    assert (says(answer), on_file(cast)["phone"]) == (["The record is saved."], "902 555 0177")
    assert [row["term"] for row in answer.context["proposals"]] == ["Email"]
    assert says(finn.post(url, follow=True)) == ["This changed meanwhile. Look at it once more."]


def test_a_new_address_is_asked_about_first_and_ends_what_was_mailed_to_the_old_one(cast, finn, proposed):
    code, _words = issue_code(cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.nora, at=AT)
    mail_link(code, email="ana@example.org", by=cast.nora, at=AT)
    url = door(cast, proposed["email"], accept=True)
    page = finn.get(url)
    assert page.context["facts"] == [
        "On file: ana@example.org",
        "In the form: new@example.org",
        "Your details, Tue 17 Nov, 9:00 am, by Ana Cast",
        "A new address ends what was mailed to ana@example.org: 1 access link.",
    ]
    assert on_file(cast)["email"] == "ana@example.org"
    answer = finn.post(url, follow=True)
    assert (says(answer)[0], on_file(cast)["email"]) == ("The record is saved.", "new@example.org")
    assert AccessCode.objects.get(pk=code.pk).revoked_because == "address_changed"


def test_keeping_what_is_on_file_may_say_why(cast, finn, proposed):
    url = door(cast, proposed["phone"])
    assert finn.get(url).context["title"] == "Phone: Keep what is on file?"
    long = finn.post(url, {"reason": "x" * 201})
    assert (long.status_code, long.context["form"].errors) == (
        422, {"reason": ["Use at most 200 characters"]},
    )  # fmt: skip
    answer = finn.post(url, {"reason": "Her old number"}, follow=True)
    assert (says(answer), on_file(cast)["phone"]) == (["The record stays as it is."], "(902) 555-0119")
    kept = ProfileProposal.objects.get(pk=proposed["phone"].pk)
    assert (kept.accepted, kept.decided_by, kept.reason) == (False, cast.finn, "Her old number")


def test_what_a_colleague_corrected_meanwhile_is_not_overwritten(cast, finn, proposed):
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="333")
    answer = finn.post(door(cast, proposed["phone"], accept=True), {"was": "(902) 555-0119"}, follow=True)
    assert (says(answer), on_file(cast)["phone"]) == (
        ["This changed meanwhile. Look at it once more."], "333",
    )  # fmt: skip


def test_nothing_proposed_shows_nothing(cast, finn):
    answer = finn.get(place("personal", cast.ana_record))
    assert (answer.context["proposals"], "Changes to check" in answer.text) == ([], False)
