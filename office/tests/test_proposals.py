"""What a patient wrote in a form beside what is on file: who sees it, who decides, and what an acceptance does."""

import pytest
from django.urls import reverse

from common.tests.moment import AT
from office.tests.forms import administrative
from office.tests.people import billing, place, says
from records.actions.codes import issue_code, mail_link
from records.actions.grants import revoke
from records.actions.new_address import confirm
from records.actions.proposals import propose
from records.details import seen
from records.models import AccessCode, DetailChange, Patient, ProfileProposal
from records.models.access import Relation

WAITS = {"phone": "902 555 0177", "email": "new@example.org"}


@pytest.fixture
def proposed(cast):
    """By field: Ana wrote another phone number and address; so did Zoe, elsewhere."""
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="(902) 555-0119")
    propose(cast.zoe_record, {"phone": "000 000"}, by=cast.zoe, at=AT, source="A form")
    made = propose(cast.ana_record, WAITS, by=cast.ana, at=AT, source="Your details")
    by_field = {one.field: one for one in made}
    confirm(by_field["email"], at=AT)
    return by_field


def waiting(answer):
    """What the page shows to decide."""
    return [row for row in answer.context["details"] if row.get("waits")]


def door(cast, proposal, *, accept=False):
    return place("proposal", cast.ana_record, proposal.pk) + ("?then=accept" if accept else "")


def on_file(cast):
    return Patient.objects.values("phone", "email").get(pk=cast.ana_record.pk)


def test_the_desk_sees_both_beside_each_other(cast, finn, proposed):
    for page in ("personal", "patient"):
        answer = finn.get(place(page, cast.ana_record))
        assert [
            (row["term"], row["on_file"], row["wrote"], row["asks_first"]) for row in waiting(answer)
        ] == [
            ("Mobile phone", "(902) 555-0119", "902 555 0177", False),
            ("Email", "ana@example.org", "new@example.org", True),
        ]
        assert waiting(answer)[0]["how"] == "Your details, Tue 17 Nov, 9:00 am, by Ana Cast"
        assert [tab["count"] for tab in answer.context["tabs"] if tab["label"] == "Personal"] == [2]
        assert (answer.context["waits"], "2 changes to check" in answer.text) == (2, True)
        assert answer.text.count("table-differs") == 2
        assert "000 000" not in answer.text


def test_what_is_the_same_is_said_and_not_tinted(cast, finn):
    propose(cast.ana_record, {"phone": "902-555-0119"}, by=cast.ana, at=AT)
    answer = finn.get(place("personal", cast.ana_record))
    assert [row["is_same"] for row in waiting(answer)] == [True]
    assert ("table-differs" in answer.text, "Not editable in the portal" in answer.text) == (False, True)


@pytest.mark.parametrize("who", ["petra_account", "quinn_account", "billing"])
def test_who_does_not_keep_the_record_sees_and_decides_nothing(cast, client, sign_in, proposed, who):
    sign_in(client, billing(cast) if who == "billing" else getattr(cast, who))
    answer = client.get(place("personal", cast.ana_record))
    assert (answer.status_code, waiting(answer), answer.context["beside"]) == (200, [], False)
    assert "902 555 0177" not in answer.text
    for accept in (True, False):
        assert client.post(door(cast, proposed["phone"], accept=accept)).status_code == 403
    for name, *more in (("acceptance",), ("proposal_undoing", proposed["phone"].pk), ("detail_history",)):
        assert client.post(place(name, cast.ana_record, *more)).status_code in (403, 405)
    assert client.get(place("detail_history", cast.ana_record)).status_code == 403
    assert ProfileProposal.objects.open().count() == 3


def test_it_stands_on_the_answers_too_for_those_who_keep_the_record(cast, client, sign_in, proposed):
    form = administrative(cast)
    url = reverse("office:answers", args=[form.patient_id, form.pk])
    assert len(sign_in(client, cast.finn).get(url).context["proposals"]) == 2
    assert "proposals" not in sign_in(client, cast.petra_account).get(url).context


def test_accepting_takes_it_into_the_record(cast, finn, proposed):
    url = door(cast, proposed["phone"], accept=True)
    answer = finn.post(url, {"shown": seen("(902) 555-0119")}, follow=True)
    assert (says(answer), on_file(cast)["phone"]) == (["The record is saved."], "902 555 0177")
    assert [row["term"] for row in waiting(answer)] == ["Email"]
    assert [(row["term"], row["stands"]) for row in answer.context["details"] if row["stands"]] == [
        ("Mobile phone", "Accepted 17 Nov, Finn Cast")
    ]
    assert says(finn.post(url, follow=True)) == ["This changed meanwhile. Look at it once more."]


def test_a_new_address_is_asked_about_first_and_ends_what_was_mailed_to_the_old_one(cast, finn, proposed):
    code, _words = issue_code(cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.nora, at=AT)
    mail_link(code, email="ana@example.org", by=cast.nora, at=AT)
    url = door(cast, proposed["email"], accept=True)
    page = finn.get(url)
    assert page.context["facts"] == [
        "On file: ana@example.org",
        "Written: new@example.org",
        "Your details, Tue 17 Nov, 9:00 am, by Ana Cast",
        "A new address ends what was mailed to ana@example.org: 1 access link.",
    ]
    assert on_file(cast)["email"] == "ana@example.org"
    answer = finn.post(url, follow=True)
    assert (says(answer)[0], on_file(cast)["email"]) == ("The record is saved.", "new@example.org")
    assert AccessCode.objects.get(pk=code.pk).revoked_because == "address_changed"


def test_keeping_what_is_on_file_says_why(cast, finn, proposed):
    url = door(cast, proposed["phone"])
    assert finn.get(url).context["title"] == "Mobile phone: Keep what is on file?"
    for sent, wrong in (
        ({}, {"why": ["Choose what the patient reads"]}),
        ({"why": "own"}, {"words": ["Write what the patient reads"]}),
        ({"why": "mistake", "reason": "x" * 201}, {"reason": ["Use at most 200 characters"]}),
    ):
        refused = finn.post(url, sent)
        assert (refused.status_code, refused.context["form"].errors) == (422, wrong)
    answer = finn.post(url, {"why": "own", "words": "Is it 0178?", "reason": "Her old number"}, follow=True)
    assert (says(answer), on_file(cast)["phone"]) == (["The record stays as it is."], "(902) 555-0119")
    kept = ProfileProposal.objects.get(pk=proposed["phone"].pk)
    assert (kept.accepted, kept.decided_by, kept.reason, kept.told) == (
        False, cast.finn, "Her old number", "Is it 0178?",
    )  # fmt: skip
    row = next(row for row in answer.context["details"] if row["stands"])
    assert (row["stands"], row["accepted"]) == ("Kept ours 17 Nov, Finn Cast", False)


def test_what_a_colleague_corrected_meanwhile_is_shown_and_not_overwritten(cast, finn, proposed):
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="333")
    for url, sent in (
        (door(cast, proposed["phone"], accept=True), {"shown": seen("(902) 555-0119")}),
        (place("acceptance", cast.ana_record) + "?shown=old", {}),
    ):
        answer = finn.post(url, sent, follow=True)
        assert (says(answer), on_file(cast)["phone"]) == (
            ["This changed meanwhile. Look at it once more."], "333",
        )  # fmt: skip
    assert waiting(answer)[0]["since"] == (
        "The record was changed since. When this was written, it said: (902) 555-0119"
    )


def test_an_address_that_has_not_answered_is_not_to_be_accepted(cast, finn):
    (one,) = propose(cast.ana_record, {"email": "new@example.org"}, by=cast.ana, at=AT)
    answer = finn.get(place("personal", cast.ana_record))
    (row,) = waiting(answer)
    assert (row["accept_url"], row["unconfirmed"], answer.context["waits"]) == ("", True, 0)
    assert [tab["count"] for tab in answer.context["tabs"] if tab["label"] == "Personal"] == [0]
    said = says(finn.post(door(cast, one, accept=True), follow=True))
    assert (said, on_file(cast)["email"]) == (
        ["This changed meanwhile. Look at it once more."], "ana@example.org",
    )  # fmt: skip
    assert finn.post(door(cast, one), {"why": "unsure"}).status_code == 302
    assert ProfileProposal.objects.get().accepted is False


def test_all_are_accepted_with_one_press_that_asks_first_where_an_address_is_among_them(cast, finn, proposed):
    page = finn.get(place("personal", cast.ana_record)).context
    assert (page["accept_all_label"], page["accept_all_asks"]) == ("Accept both", True)
    asks = finn.get(page["accept_all_url"])
    assert asks.context["facts"] == [
        "Mobile phone: 902 555 0177",
        "Email: new@example.org",
        "Links and invitations that were mailed to the old address would end. There are none now.",
    ]
    said = says(finn.post(page["accept_all_url"], follow=True))
    assert said[0] == "The record is saved."
    assert on_file(cast) == {"phone": "902 555 0177", "email": "new@example.org"}
    assert says(finn.post(page["accept_all_url"], follow=True)) == [
        "This changed meanwhile. Look at it once more."
    ]


def test_ours_is_kept_in_all_with_one_reason_and_one_press_takes_it_back(cast, finn, proposed):
    personal = place("personal", cast.ana_record)
    page = finn.get(personal)
    assert (page.context["keep_all_label"], "Undo the last" in page.text) == ("Keep ours in both", False)
    url = page.context["keep_all_url"]
    asks = finn.get(url)
    assert asks.context["facts"] == ["Mobile phone: 902 555 0177", "Email: new@example.org"]
    refused = finn.post(url, {"why": "", "reason": "Rang up"})
    assert (refused.status_code, refused.context["form"].errors["why"]) == (
        422, ["Choose what the patient reads"],
    )  # fmt: skip
    assert "Rang up" in refused.text
    answer = finn.post(url, {"why": "ask", "reason": "Rang up"}, follow=True)
    assert (says(answer), waiting(answer)) == (["The record stays as it is."], [])
    kept = ProfileProposal.objects.filter(patient=cast.ana_record).values_list("accepted", "told", "reason")
    assert list(kept) == [(False, "ask", "Rang up")] * 2
    assert says(finn.post(url, {"why": "ask"}, follow=True)) == [
        "This changed meanwhile. Look at it once more."
    ]
    assert answer.context["undo_all_label"] == "Undo the last 2 decisions"
    assert answer.context["undo_all_url"] in answer.text
    back = finn.post(answer.context["undo_all_url"], follow=True)
    assert (says(back), len(waiting(back))) == (["All of it is taken back. The changes wait again."], 2)
    assert says(finn.post(answer.context["undo_all_url"], follow=True)) == [
        "This decision can’t be taken back any more.",
        "Nothing was taken back. Where it is possible, do it one by one.",
    ]


def test_where_one_of_a_press_was_corrected_since_there_is_no_undo_of_all(cast, finn, proposed):
    url = finn.get(place("personal", cast.ana_record)).context["accept_all_url"]
    assert finn.post(url, follow=True).context["undo_all_label"] == "Undo the last 2 decisions"
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="333")
    assert "Undo the last" not in finn.get(place("personal", cast.ana_record)).text


def test_what_came_in_after_the_look_is_not_accepted_along(cast, finn, proposed):
    url = finn.get(place("personal", cast.ana_record)).context["accept_all_url"]
    propose(cast.ana_record, {"address": "2 Quay"}, by=cast.ana, at=AT)
    assert says(finn.post(url, follow=True)) == ["This changed meanwhile. Look at it once more."]
    assert ProfileProposal.objects.filter(accepted=True).count() == 0


def test_a_decision_is_taken_back(cast, finn, proposed):
    finn.post(door(cast, proposed["phone"], accept=True), follow=True)
    undo = place("proposal_undoing", cast.ana_record, proposed["phone"].pk)
    assert finn.get(undo).status_code == 405
    answer = finn.post(undo, follow=True)
    assert says(answer) == ["The decision is taken back. The change waits again."]
    assert (on_file(cast)["phone"], len(waiting(answer))) == ("(902) 555-0119", 2)
    assert says(finn.post(undo, follow=True)) == ["This decision can’t be taken back any more."]
    finn.post(door(cast, proposed["phone"], accept=True), follow=True)
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="333")
    rows = finn.get(place("personal", cast.ana_record)).context["details"]
    assert [(row["changed_since"], row["undo_url"]) for row in rows if row["stands"]] == [(True, "")]
    assert says(finn.post(undo, follow=True)) == ["The record was corrected since, and stays as it is now."]
    assert on_file(cast)["phone"] == "333"


def test_the_history_says_who_changed_what(cast, finn, proposed):
    finn.post(door(cast, proposed["phone"], accept=True))
    finn.post(place("proposal_undoing", cast.ana_record, proposed["phone"].pk))
    finn.post(door(cast, proposed["phone"]), {"why": "ask", "reason": "Odd"})
    rows = finn.get(place("detail_history", cast.ana_record)).context["rows"]
    told = [
        (row["term"], str(row["who"]), row.get("before"), row.get("after"), row.get("kept"), row["how"])
        for row in rows
    ]
    written = "Your details, Tue 17 Nov, 9:00 am, by Ana Cast"
    assert sorted(told, key=str) == sorted(
        [
            ("Mobile phone", "Finn Cast", None, None, "902 555 0177", written),
            (
                "Mobile phone",
                "Finn Cast",
                "902 555 0177",
                "(902) 555-0119",
                None,
                "A decision was taken back",
            ),
            ("Mobile phone", "Finn Cast", "(902) 555-0119", "902 555 0177", None, written),
        ],
        key=str,
    )
    assert [row["why"] for row in rows if row.get("kept")] == [
        ["Told: We would like to talk about it at your next visit.", "For the team: Odd"]
    ]
    assert DetailChange.objects.exclude(patient=cast.ana_record).count() == 0


def test_nothing_proposed_shows_nothing_beside(cast, finn):
    answer = finn.get(place("personal", cast.ana_record))
    assert (waiting(answer), answer.context["beside"], "From the portal" in answer.text) == ([], False, False)


def test_another_patients_proposal_is_not_there(cast, finn, proposed):
    for name in ("proposal", "proposal_undoing"):
        assert finn.post(place(name, cast.kit_record, proposed["phone"].pk)).status_code == 404
    zoes = ProfileProposal.objects.get(patient=cast.zoe_record)
    assert finn.post(place("proposal", cast.ana_record, zoes.pk) + "?then=accept").status_code == 404
    assert Patient.objects.get(pk=cast.zoe_record.pk).phone == "(902) 555-0119"


def test_of_somebody_whose_access_ended_since_it_is_said(cast, finn):
    propose(cast.ana_record, {"phone": "902 555 0188"}, by=cast.cleo, at=AT)
    propose(cast.ana_record, {"pronouns": "she/her"}, by=cast.ana, at=AT)
    propose(cast.ana_record, {"address": "1 Water Street"}, by=cast.finn, at=AT)
    said = f"{cast.cleo} no longer has access to this record."
    page = place("personal", cast.ana_record)
    assert said not in finn.get(page).text
    revoke(cast.cleo_grant, by=cast.nora, at=AT)
    answer = finn.get(page)
    assert {row["field"]: row["since"] for row in waiting(answer)} == {
        "phone": said, "pronouns": "", "address": "",
    }  # fmt: skip
    assert said in answer.text
