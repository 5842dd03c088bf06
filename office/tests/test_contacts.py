"""The people of a patient, and who of them uses the portal."""

import uuid

import pytest

from audit.models import Event
from common.tests.moment import AT
from office.tests.people import billing, choose_ages, place, says
from records.actions import ALL_SCOPES
from records.actions.codes import issue_code, mail_link
from records.actions.contacts import keep_contact
from records.actions.invitations import invite
from records.models import AccessCode, Contact, Grant, Invitation
from records.models.access import Level, Relation
from records.tests.factories import GrantFactory

KARIN = {"name": "Karin Vale", "relation": "parent", "phone": "(902) 555-0100", "email": "karin@example.org"}


@pytest.fixture
def karin(cast):
    return keep_contact(cast.ana_record, by=cast.nora, at=AT, may_be_told=True, **KARIN)


def tab(client, patient):
    return client.get(place("contacts", patient))


def test_a_contact_is_added(cast, finn):
    assert tab(finn, cast.ana_record).context["rows"] == []
    answer = finn.post(place("new_contact", cast.ana_record), KARIN | {"may_be_told": "on"}, follow=True)
    assert says(answer) == ["Karin Vale is saved."]
    (row,) = answer.context["rows"]
    told = ("name", "relation", "phone", "email", "may_be_told", "may_have_access", "tag_label")
    assert tuple(row[word] for word in told) == (
        "Karin Vale", "Parent", "(902) 555-0100", "karin@example.org", True, False, "No access",
    )  # fmt: skip
    # Pressed twice, the second is told that there is one already.
    again = finn.post(place("new_contact", cast.ana_record), KARIN)
    assert (again.status_code, Contact.objects.count()) == (422, 1)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": " "}, {"name": ["Enter the name"]}),
        ({"name": "x" * 121}, {"name": ["Use at most 120 characters"]}),
        ({"relation": "self"}, {"relation": ["Choose who this person is to the patient"]}),
        ({"email": "karin"}, {"email": ["Enter an email address like name@example.org"]}),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_kept(cast, finn, changes, wrong):
    answer = finn.post(place("new_contact", cast.ana_record), KARIN | changes)
    assert (answer.status_code, answer.context["form"].errors) == (422, wrong)
    assert 'value="(902) 555-0100"' in answer.text
    assert not Contact.objects.exists()


def test_two_who_add_the_same_name_at_once_make_one(cast, finn, monkeypatch):
    monkeypatch.setattr("office.views.contacts.contacts_of", lambda patient: Contact.objects.none())
    answers = [finn.post(place("new_contact", cast.ana_record), KARIN) for _both in range(2)]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert list(answers[1].context["form"].errors) == ["name"]
    assert Contact.objects.count() == 1


def test_a_new_address_ends_what_was_mailed_to_the_old_one(cast, finn, karin):
    karin.may_have_access = True
    karin.save()
    sent = invite(
        cast.ana_record, email=karin.email, relation=karin.relation, level=Level.LIMITED, scopes=["forms"],
        by=cast.nora, at=AT, contact=karin,
    )  # fmt: skip
    old = sent.token
    url = place("contact", cast.ana_record, karin.pk)
    assert "A new address ends what was mailed to the old one." in finn.get(url).text
    finn.post(url, KARIN | {"email": "new@example.org", "may_have_access": "on"})
    sent.refresh_from_db()
    assert (sent.email, sent.token == old) == ("new@example.org", False)


def code_for(cast, karin, *, mailed):
    code, _words = issue_code(
        cast.ana_record, relation="parent", scopes=["forms"], by=cast.nora, at=AT, holder=karin.name,
        level=Level.LIMITED,
    )  # fmt: skip
    if mailed:
        mail_link(code, email=karin.email, by=cast.nora, at=AT)
    return code


@pytest.mark.parametrize(
    ("mailed", "changes", "ended"),
    [
        (True, {"email": "new@example.org"}, "address_changed"),
        (True, {"email": "new@example.org", "name": "Karin Valentin"}, "address_changed"),
        (False, {"email": "new@example.org"}, ""),  # paper has no address
        (True, {}, ""),
        (False, {"may_have_access": ""}, "not_authorised"),
    ],
)
def test_a_contacts_code_ends_with_its_reason(cast, finn, karin, mailed, changes, ended):
    code = code_for(cast, karin, mailed=mailed)
    finn.post(place("contact", cast.ana_record, karin.pk), KARIN | {"may_have_access": "on"} | changes)
    code.refresh_from_db()
    assert code.revoked_because == ended


def test_a_removed_contacts_code_opens_nothing(cast, finn, karin):
    code = code_for(cast, karin, mailed=False)
    other, _words = issue_code(cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.nora, at=AT)
    finn.post(place("contact_ending", cast.ana_record, karin.pk))
    assert [AccessCode.objects.get(pk=one.pk).revoked_because for one in (code, other)] == [
        "contact_ended",
        "",
    ]


def test_who_may_no_longer_see_is_no_longer_invited(cast, finn, karin):
    invite(
        cast.ana_record, email=karin.email, relation=karin.relation, level=Level.LIMITED, scopes=["forms"],
        by=cast.nora, at=AT, contact=karin,
    )  # fmt: skip
    finn.post(place("contact", cast.ana_record, karin.pk), KARIN)
    assert Invitation.objects.get().revoked_because == "not_authorised"


def test_removing_asks_first_and_twice_changes_nothing(cast, finn, karin):
    url = place("contact_ending", cast.ana_record, karin.pk)
    assert finn.get(url).context["title"] == "Remove Karin Vale from the contacts?"
    assert Contact.objects.get().ended_at is None
    assert says(finn.post(url, follow=True)) == ["Karin Vale is no longer a contact."]
    assert says(finn.post(url, follow=True)) == []
    assert finn.get(place("contact", cast.ana_record, karin.pk)).status_code == 404
    assert Event.objects.filter(verb="contact.ended").count() == 1


def test_portal_users_who_are_no_contact(cast, finn):
    page = tab(finn, cast.ana_record).context
    assert [(row["email"], row["tag_label"]) for row in page["users"]] == [
        ("ben@example.org", "Full"), ("cleo@example.org", "Limited"),
    ]  # fmt: skip
    keep_contact(cast.ana_record, by=cast.nora, at=AT, name="Ben", relation="carer", email="BEN@example.org")
    page = tab(finn, cast.ana_record).context
    assert [row["email"] for row in page["users"]] == ["cleo@example.org"]
    assert [(row["name"], row["tag_label"], row["invite_url"]) for row in page["rows"]] == [
        ("Ben", "Full", "")
    ]
    assert (page["patient_row"]["tag_label"], bool(page["patient_row"]["invite_url"])) == ("Limited", True)


def test_practitioners_and_billing_read_and_others_do_not_exist(cast, client, sign_in, karin):
    for who, sees in ((cast.petra_account, True), (cast.quinn_account, False), (billing(cast), False)):
        sign_in(client, who)
        page = tab(client, cast.ana_record)
        assert (page.status_code, page.context["rows"][0]["phone"]) == (200, "(902) 555-0100")
        assert (page.context["may_keep"], "ben@example.org" in page.text) == (False, sees)
        assert client.post(place("new_contact", cast.ana_record), KARIN).status_code == 403
        assert client.post(place("contact", cast.ana_record, karin.pk), KARIN).status_code == 403
    sign_in(client, cast.omar)
    assert tab(client, cast.ana_record).status_code == 404
    assert Contact.objects.count() == 1


def test_a_contact_of_another_patient_is_not_there(cast, finn, karin):
    for patient, key in (
        (cast.kit_record, karin.pk),
        (cast.zoe_record, karin.pk),
        (cast.ana_record, uuid.uuid4()),
    ):
        for name in ("contact", "contact_ending", "invite_contact"):
            url = place(name, patient, key)
            assert (finn.get(url).status_code, finn.post(url, KARIN).status_code) == (404, 404)
    assert Contact.objects.get().ended_at is None


def test_a_grant_of_another_record_makes_nobody_a_portal_user_here(cast, finn):
    choose_ages(cast)
    assert [row["email"] for row in tab(finn, cast.kit_record).context["users"]] == ["ben@example.org"]
    Grant.objects.filter(pk=cast.kit_grant.pk).update(revoked_at=AT, revoked_by=cast.nora)
    assert tab(finn, cast.kit_record).context["users"] == []
    assert Relation.PARENT == cast.kit_grant.relation


def test_the_tag_says_how_much_and_invites_only_where_a_mail_can_go(cast, finn, karin):
    for scopes, said in ((["appointments"], "Some parts"), (list(ALL_SCOPES), "Full")):
        Grant.objects.filter(account=cast.dov, revoked_at=None).update(revoked_at=AT)
        GrantFactory(
            account=cast.dov, patient=cast.ana_record, relation=Relation.CARER, full=True, scopes=scopes
        )
        Contact.objects.filter(pk=karin.pk).update(email=cast.dov.email)
        (row,) = tab(finn, cast.ana_record).context["rows"]
        assert (row["tag_label"], row["invite_url"]) == (said, "")
    Grant.objects.filter(account=cast.dov, revoked_at=None).update(revoked_at=AT)
    (row,) = tab(finn, cast.ana_record).context["rows"]
    assert row["invite_url"]
    Contact.objects.filter(pk=karin.pk).update(email="")
    (row,) = tab(finn, cast.ana_record).context["rows"]
    assert row["invite_url"] == ""


def test_a_permission_withdrawn_meanwhile_is_not_given_back_by_an_older_page(cast, finn, karin):
    url = place("contact", cast.ana_record, karin.pk)
    keep_contact(cast.ana_record, contact=karin, by=cast.nora, at=AT, may_have_access=True)
    shown = {"shown": finn.get(url).context["shown"], "may_be_told": "on"}
    finn.post(url, KARIN | shown)
    finn.post(url, KARIN | shown | {"may_have_access": "on", "phone": "12"})
    karin.refresh_from_db()
    assert (karin.may_have_access, karin.phone) == (False, "12")
