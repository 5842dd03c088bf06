"""Inviting the patient, a contact, somebody else; linking an account: who gets what, and what nobody learns."""

import uuid

import pytest

from common.tests.moment import AT
from office.tests.people import choose_ages, place, says
from outbox.models import Message
from records.actions import deny
from records.actions.contacts import keep_contact
from records.actions.invitations import accept
from records.models import AccessRequest, Contact, Grant, Invitation
from records.models.access import Basis, Level, Relation, Scope
from records.tests.factories import LockdownFactory, PatientFactory
from smartforms.models import Assignment
from smartforms.tests.factories import TemplateFactory

LINKED = ["Done. With an account here the record is open now; otherwise an invitation is on its way."]
AGES = "Ages are not chosen yet, so this record cannot be given in full"
CHANGED = ["The address on file has changed. Nothing was sent: look again."]


def wanted(**changes):
    return {"level": "full", "scopes": ["appointments", "forms"], "authorised": "on", "message": ""} | changes


def person(**changes):
    return wanted(name="Karin Vale", email="karin@example.org", relation="parent") | changes


@pytest.fixture
def ages(cast):
    return choose_ages(cast)


@pytest.fixture
def karin(cast):
    return keep_contact(
        cast.ana_record, by=cast.nora, at=AT, name="Karin Vale", relation="parent", email="karin@example.org"
    )


# The patient --------------------------------------------------------------------------------------


def test_the_patient_is_invited_in_full(cast, finn):
    url = place("invite_patient", cast.ana_record)
    assert finn.get(url).context["address"] == "ana@example.org"
    sent = {
        "authorised": "on",
        "address": "ana@example.org",
        "message": "Welcome",
        "templates": [cast.form.pk],
    }
    answer = finn.post(url, sent, follow=True)
    assert says(answer) == ["Invitation on its way to ana@example.org."]
    invitation = Invitation.objects.get()
    assert (invitation.relation, invitation.level, invitation.message, invitation.issued_by) == (
        Relation.SELF, Level.FULL, "Welcome", cast.finn,
    )  # fmt: skip
    assert Message.objects.get().kind == "records.invitation"
    assert [row["stands"] for row in answer.context["invitations"]] == ["The mail is about to leave"]


def test_a_shared_address_gives_limited_access_and_says_so(cast, finn):
    PatientFactory(clinic=cast.harbour, email="ANA@example.org")
    url = place("invite_patient", cast.ana_record)
    assert finn.get(url).context["shared"].startswith("Another adult here has this address too.")
    finn.post(url, {"authorised": "on", "address": "ana@example.org"})
    assert Invitation.objects.get().level == Level.LIMITED


def test_the_address_must_have_been_checked(cast, finn):
    url = place("invite_patient", cast.ana_record)
    answer = finn.post(url, {"address": "ana@example.org"})
    assert (answer.status_code, answer.context["form"].errors) == (
        422, {"authorised": ["Tick that the address was checked with the patient"]},
    )  # fmt: skip
    assert says(finn.post(url, {"authorised": "on", "address": "old@example.org"}, follow=True)) == CHANGED
    assert not Invitation.objects.exists()


def test_without_an_address_nothing_can_be_sent(cast, finn):
    cast.ana_record.email = ""
    cast.ana_record.save()
    url = place("invite_patient", cast.ana_record)
    assert "There is no address on file." in finn.get(url).text
    finn.post(url, {"authorised": "on", "address": ""})
    assert not Invitation.objects.exists()


# A contact ----------------------------------------------------------------------------------------


def test_a_contact_is_invited_as_far_as_chosen(cast, finn, karin, ages):
    url = place("invite_contact", cast.ana_record, karin.pk)
    sent = wanted(address=karin.email, until_day="31", until_month="12", until_year="2026")
    assert says(finn.post(url, sent, follow=True)) == ["Invitation on its way to karin@example.org."]
    invitation = Invitation.objects.get()
    assert (invitation.contact, invitation.relation, invitation.level, invitation.scopes) == (
        karin, Relation.PARENT, Level.FULL, ["appointments", "forms"],
    )  # fmt: skip
    assert invitation.access_until.isoformat() == "2027-01-01T04:00:00+00:00"
    assert Contact.objects.get().may_have_access is True


def test_an_adults_access_ends_after_a_year_unless_chosen_otherwise(cast, finn, karin, ages):
    page = finn.get(place("invite_contact", cast.ana_record, karin.pk))
    assert page.context["form"]["until"].value().isoformat() == "2027-11-17"
    assert page.context["form"]["scopes"].value() is None  # nothing is ticked that could leak


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"authorised": ""}, {"authorised": ["Tick that this person may see this patient’s information"]}),
        ({"level": ""}, {"level": ["Choose how much"]}),
        ({"scopes": []}, {"scopes": ["Choose at least one part of the record"]}),
        ({"templates": [str(uuid.uuid4())]}, {"templates": ["Choose from the forms that are there"]}),
        ({"email": "x"}, {"email": ["Enter an email address like name@example.org"]}),
        ({"relation": "self"}, {"relation": ["Choose who this person is to the patient"]}),
    ],
)
def test_what_is_missing_is_said_beside_it(cast, finn, ages, changes, wrong):
    answer = finn.post(place("invite_person", cast.ana_record), person(**changes))
    assert (answer.status_code, answer.context["form"].errors) == (422, wrong)
    assert not Invitation.objects.exists() and not Message.objects.exists()


def test_without_ages_a_minors_record_is_not_given_in_full(cast, finn):
    url = place("invite_person", cast.kit_record)
    answer = finn.post(url, person())
    assert (answer.status_code, answer.context["form"].errors) == (422, {"level": [AGES]})
    assert answer.context["ages"]["text"].endswith("Ask Nora Cast.")
    assert finn.post(url, person(level="limited")).status_code == 302


def test_pressed_twice_there_is_one_of_each(cast, finn, ages):
    url = place("invite_person", cast.ana_record)
    for _n in range(2):
        finn.post(url, person(templates=[cast.form.pk]))
    assert Invitation.objects.standing().count() == 1
    assert Assignment.objects.filter(invitation__isnull=False).count() == 1


def test_a_locked_record_invites_nobody(cast, finn, karin, ages):
    LockdownFactory(patient=cast.ana_record, at=AT, by=cast.nora)
    places = [
        ("invite_person", ()),
        ("link_account", ()),
        ("invite_patient", ()),
        ("invite_contact", (karin.pk,)),
    ]
    for name, more in places:
        answer = finn.post(
            place(name, cast.ana_record, *more), person(address="karin@example.org"), follow=True
        )
        assert says(answer) == ["Portal access to this record is locked. Lift that first."]
    assert not Invitation.objects.exists()


# Forms along with it ------------------------------------------------------------------------------


def test_whoever_accepts_gets_the_forms(cast, finn, ages):
    finn.post(
        place("invite_person", cast.ana_record), person(email="dov@example.org", templates=[cast.form.pk])
    )
    invitation = Invitation.objects.get()
    form = Assignment.objects.get(invitation=invitation)
    assert (form.account, form.patient, form.sent_by) == (None, cast.ana_record, cast.finn)
    Invitation.objects.update(sent_at=AT)
    grant = accept(invitation, account=cast.dov, born=cast.ana_record.date_of_birth, at=AT)
    form.refresh_from_db()
    assert (isinstance(grant, Grant), form.account) == (True, cast.dov)
    assert Assignment.objects.visible_to(cast.dov, at=AT).filter(pk=form.pk).exists()


def test_whoever_had_to_ask_gets_the_forms_with_the_yes(cast, finn, ages):
    finn.post(place("invite_person", cast.ana_record), person(templates=[cast.form.pk]))
    Invitation.objects.update(sent_at=AT)
    invitation = Invitation.objects.get()
    asked = accept(invitation, account=cast.dov, born=cast.ana_record.date_of_birth, at=AT)
    form = Assignment.objects.get(invitation__accepted_by=cast.dov)
    assert (isinstance(asked, AccessRequest), asked.along, form.account) == (True, invitation.pk, None)
    finn.post(place("decision", cast.ana_record, asked.pk), {"answer": "accept"})
    form.refresh_from_db()
    assert form.account == cast.dov


def test_the_forms_have_their_day_and_a_reader(cast, finn, ages):
    day = {"due_day": "30", "due_month": "11", "due_year": "2026"}
    wanted = person(templates=[cast.form.pk], practitioner=cast.petra.pk, **day)
    finn.post(place("invite_person", cast.ana_record), wanted)
    form = Assignment.objects.get(invitation__isnull=False)
    assert (form.practitioner, form.due_at.astimezone(cast.harbour.zone).strftime("%d %H:%M")) == (
        cast.petra, "30 23:59",
    )  # fmt: skip
    for wrong in (wanted | {"due_year": "2025"}, wanted | {"practitioner": cast.lena.pk}):
        assert finn.post(place("invite_person", cast.ana_record), wrong).status_code == 422


def test_forms_are_not_sent_along_to_somebody_who_could_not_see_them(cast, finn, ages):
    wanted = person(templates=[cast.form.pk], scopes=[Scope.APPOINTMENTS])
    answer = finn.post(place("invite_person", cast.ana_record), wanted)
    assert answer.context["form"].errors == {
        "scopes": ["Choose the part Forms too, or they cannot see what you send along"]
    }
    assert not Assignment.objects.filter(invitation__isnull=False).exists()


def test_only_this_clinics_published_forms_are_offered(cast, finn, ages):
    TemplateFactory(clinic=cast.harbour, title="Never published")
    offered = finn.get(place("invite_person", cast.ana_record)).context["form"].fields["templates"].choices
    assert [title for _key, title in offered] == ["Harbour intake"]
    answer = finn.post(place("invite_person", cast.ana_record), person(templates=[cast.at_lakeside.form.pk]))
    assert answer.status_code == 422


def test_taking_an_invitation_back_takes_untouched_forms_along(cast, finn, ages):
    finn.post(place("invite_person", cast.ana_record), person(templates=[cast.form.pk]))
    invitation = Invitation.objects.get()
    url = place("invitation_cancellation", cast.ana_record, invitation.pk)
    assert finn.get(url).status_code == 405
    assert says(finn.post(url, follow=True))[-1] == "The invitation of karin@example.org is taken back."
    assert says(finn.post(url, follow=True)) == []
    assert Assignment.objects.get(invitation=invitation).cancelled_at == AT
    assert finn.post(place("invitation_cancellation", cast.kit_record, invitation.pk)).status_code == 404


# Linking by address -------------------------------------------------------------------------------


def link(client, patient, email, **changes):
    return client.post(place("link_account", patient), person(email=email, **changes), follow=True)


def test_an_account_of_this_clinic_is_let_in_and_any_other_is_invited_and_it_reads_the_same(cast, finn, ages):
    told = {
        email: says(link(finn, cast.kit_record, email))
        for email in ("ana@example.org", "zoe@example.org", "new@example.org")
    }
    assert list(told.values()) == [LINKED] * 3
    grant = Grant.objects.get(account=cast.ana, patient=cast.kit_record)
    assert (grant.basis, grant.level, grant.granted_by) == (Basis.CLINIC, Level.FULL, cast.finn)
    # Zoe's account lives at the other clinic: here nobody learns of it.
    assert sorted(Invitation.objects.values_list("email", flat=True)) == [
        "new@example.org",
        "zoe@example.org",
    ]
    assert not Grant.objects.filter(account=cast.zoe, patient=cast.kit_record).exists()


def test_linked_twice_the_record_is_opened_once(cast, finn, ages):
    for _press in range(2):
        assert says(link(finn, cast.ana_record, "cleo@example.org")) == LINKED
    (old, new) = Grant.objects.filter(account=cast.cleo, patient=cast.ana_record).order_by("starts_at")
    assert (old.reason, new.revoked_at) == ("replaced", None)
    # What staff change afterwards is another grant.
    link(finn, cast.ana_record, "cleo@example.org", scopes=[Scope.BILLING])
    assert Grant.objects.filter(account=cast.cleo, patient=cast.ana_record).count() == 3


def test_the_denied_wait_before_staff(cast, finn, ages):
    deny(cast.kit_record, cast.ana, by=cast.nora, at=AT)
    assert says(link(finn, cast.kit_record, "ana@example.org")) == LINKED
    assert AccessRequest.objects.get().why == "denied"
    assert not Grant.objects.filter(account=cast.ana, patient=cast.kit_record).exists()


def test_linking_needs_the_tick_and_the_ages(cast, finn):
    answer = link(finn, cast.kit_record, "ana@example.org", authorised="")
    assert set(answer.context["form"].errors) == {"authorised", "level"}
    assert not Grant.objects.filter(account=cast.ana, patient=cast.kit_record).exists()


@pytest.mark.parametrize("name", ["invite_patient", "invite_person", "link_account"])
def test_inviting_is_for_those_who_give_access(cast, client, sign_in, name):
    url = place(name, cast.ana_record)
    for who, expected in (("petra_account", 200), ("quinn_account", 403), ("ana", 404), ("omar", 404)):
        sign_in(client, getattr(cast, who))
        assert client.get(url).status_code == expected
        assert expected == 200 or client.post(url, person()).status_code == expected
    assert not Invitation.objects.exists()
