"""Who would be invited: every patient of the clinic in one list, nobody of another clinic in any (product §6)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import AccountFactory
from common.tests.moment import AT, LONG_AGO
from records.actions import deny, lock_down
from records.actions.invitations import invite, level_allowed
from records.bulk import Outcome, Why, preview_of
from records.models import Invitation
from records.models.access import Level, Relation
from records.tests.bulk import AGES, born, contact, patient, rules
from records.tests.factories import GrantFactory, PatientFactory


@pytest.fixture
def clinic(cast):
    """Harbour; Ana looks at herself, and Ben, his father, at Kit."""
    rules(cast.harbour, **AGES)
    return cast.harbour


def mails(clinic):
    """{address: [(given name, relation, level, why)]} of every mail."""
    return {
        mail.email: [
            (line.patient.given_name, str(line.relation), str(line.level), line.why) for line in mail.lines
        ]
        for mail in preview_of(clinic, at=AT).mailings
    }


def lists(clinic):
    """{list: [given name]} of everybody who gets no mail."""
    others = preview_of(clinic, at=AT).others
    return {str(outcome): [one.given_name for one in people] for outcome, people in others.items()}


def test_the_cast_is_there_already_and_the_other_clinic_is_not_here(clinic):
    assert (mails(clinic), lists(clinic)) == ({}, {"active": ["Ana", "Kit"]})


def test_somebody_alone_is_invited_as_themself_and_limited(clinic):
    patient(clinic, "Solo Vale", 40, "Solo@Example.org ")
    assert mails(clinic) == {"solo@example.org": [("Solo", "self", "limited", None)]}


def test_a_family_is_one_mail_the_eldest_first(clinic):
    for name, years in (("Kid", 8), ("Teen", 15), ("Mum", 44)):
        patient(clinic, f"{name} Vale", years, "vale@example.org")
    assert mails(clinic) == {
        "vale@example.org": [
            ("Mum", "self", "limited", None),
            ("Teen", "parent", "limited", None),
            ("Kid", "parent", "limited", None),
        ]
    }
    preview = preview_of(clinic, at=AT)
    assert (preview.count(Outcome.FAMILY), preview.count(Outcome.INVITED), len(preview.families)) == (3, 0, 1)


@pytest.mark.parametrize("full", [True, False])
def test_two_adults_at_one_address_stay_limited_whatever_the_setting(clinic, full):
    """The leak this is about: each would open the other's record from the mailbox they share."""
    rules(clinic, full_by_invitation=full)
    one, other = (patient(clinic, f"{name} Vale", 60, "two@example.org") for name in ("Him", "Her"))
    assert mails(clinic) == {
        "two@example.org": [
            (name, "self", "limited", Why.SHARED)
            for name in sorted(("Him", "Her"), key=lambda name: str({"Him": one, "Her": other}[name].pk))
        ]
    }


def test_an_adult_who_looks_already_still_shares_the_address(clinic, cast):
    rules(clinic, full_by_invitation=True)
    patient(clinic, "Other Cast", 50, cast.ana.email)
    assert mails(clinic) == {cast.ana.email: [("Other", "self", "limited", Why.SHARED)]}


def test_children_of_a_mailbox_with_two_adults_wait_for_a_named_contact(clinic, cast):
    for name, years in (("Him", 40), ("Her", 41), ("Kid", 8)):
        patient(clinic, f"{name} Vale", years, "two@example.org")
    preview = preview_of(clinic, at=AT)
    (kid,) = preview.others[Outcome.ALONE]
    assert (kid.given_name, preview.why[kid.pk]) == ("Kid", Why.TWO_ADULTS)
    contact(kid, by=cast.nora, email="Gran@example.org")
    assert mails(clinic)["gran@example.org"] == [("Kid", "guardian", "limited", None)]


def test_a_grown_up_sibling_is_no_parent(clinic):
    for name, years in (("Sister", 19), ("Kid", 8)):
        patient(clinic, f"{name} Vale", years, "vale@example.org")
    preview = preview_of(clinic, at=AT)
    assert [(one.given_name, preview.why[one.pk]) for one in preview.others[Outcome.ALONE]] == [
        ("Kid", Why.TOO_YOUNG)
    ]


def test_a_minor_without_anybody(clinic, cast):
    """An address of one's own, a contact without access, one without a mailbox, one of the past: nobody."""
    for number, fields in enumerate(
        (
            None,
            {"email": "a@example.org", "access": False},
            {"email": ""},
            {"email": "b@example.org", "ended_at": AT},
        )
    ):
        kid = patient(clinic, f"Kid{number} Vale", 9, f"kid{number}@example.org")
        if fields:
            contact(kid, by=cast.nora, **fields)
    assert lists(clinic)["alone"] == ["Kid0", "Kid1", "Kid2", "Kid3"]
    assert mails(clinic) == {}


def test_full_for_a_minor_needs_the_clinic_s_ages(clinic):
    for name, years in (("Mum", 44), ("Kid", 8)):
        patient(clinic, f"{name} Vale", years, "vale@example.org")
    rules(clinic, full_by_invitation=True)
    assert mails(clinic)["vale@example.org"] == [
        ("Mum", "self", "full", None),
        ("Kid", "parent", "full", None),
    ]
    rules(clinic, full_by_invitation=True, review_age=None, majority_age=None)
    assert mails(clinic)["vale@example.org"] == [
        ("Mum", "self", "full", None),
        ("Kid", "parent", "limited", Why.AGES),
    ]


def test_the_mailbox_of_one_s_contact_is_not_one_s_own(clinic, cast):
    rules(clinic, full_by_invitation=True)
    old = patient(clinic, "Old Vale", 88, "daughter@example.org")
    contact(old, by=cast.nora, email="Daughter@example.org", relation=Relation.CARER)
    assert mails(clinic) == {"daughter@example.org": [("Old", "self", "limited", Why.CONTACT)]}


def test_no_address(clinic):
    patient(clinic, "Paper Vale", 70)
    assert lists(clinic) == {"active": ["Ana", "Kit"], "no-email": ["Paper"]}


def test_records_that_look_alike_are_held_back(clinic):
    """Also where only one of them would get a mail, and where the other is looked at already."""
    for email in ("grace@example.org", ""):
        patient(clinic, "Grace Lam", 33, email)
    seen = patient(clinic, "Émile Roy", 50, "emile@example.org")
    GrantFactory(patient=seen, account=AccountFactory())
    patient(clinic, "EMILE ROY", 50, "emile@example.org")
    assert lists(clinic) == {"active": ["Ana", "Kit", "Émile"], "twins": ["Grace", "Grace", "EMILE"]}
    assert mails(clinic) == {}


def test_somebody_else_s_look_is_not_one_s_own(clinic, cast):
    """An adult whose carer looks is still to be invited; a minor whose parent looks is not."""
    carer = AccountFactory()
    for name, years in (("Adult", 40), ("Minor", 10)):
        one = patient(clinic, f"{name} Vale", years, f"{name.lower()}@example.org")
        GrantFactory(account=carer, patient=one, relation=Relation.CARER)
    assert mails(clinic) == {"adult@example.org": [("Adult", "self", "limited", None)]}
    assert lists(clinic) == {"active": ["Ana", "Kit", "Minor"]}


def test_a_standing_invitation_counts_until_it_has_run_out(clinic, cast):
    one = patient(clinic, "Solo Vale", 40, "solo@example.org")
    made = invite(
        one, email=one.email, relation="self", level="limited", scopes=[], by=cast.nora, at=LONG_AGO
    )
    assert lists(clinic) == {"active": ["Ana", "Kit"], "already": ["Solo"]}
    Invitation.objects.filter(pk=made.pk).update(sent_at=LONG_AGO, expires_at=AT)
    assert mails(clinic) == {"solo@example.org": [("Solo", "self", "limited", None)]}


def test_closed_records_are_not_invited_to(clinic, cast):
    locked = patient(clinic, "Locked Vale", 40, "locked@example.org")
    lock_down(locked, by=cast.nora, at=LONG_AGO)
    for name, years in (("Mum", 44), ("Kid", 8)):
        kid = patient(clinic, f"{name} Roy", years, "roy@example.org")
    deny(kid, AccountFactory(email="roy@example.org"), by=cast.nora, at=LONG_AGO)
    assert mails(clinic) == {"roy@example.org": [("Mum", "self", "limited", None)]}
    assert lists(clinic) == {"active": ["Ana", "Kit"], "locked": ["Kid", "Locked"]}


def test_levels_are_those_that_one_invitation_alone_would_get(clinic, cast):
    rules(clinic, full_by_invitation=True)
    for name, years, email in (
        ("Him Vale", 60, "two@example.org"), ("Her Vale", 61, "two@example.org"),
        ("Solo Roy", 30, "solo@example.org"), ("Kid Roy", 7, "solo@example.org"),
    ):  # fmt: skip
        patient(clinic, name, years, email)
    for mail in preview_of(clinic, at=AT).mailings:
        for line in mail.lines:
            line.patient.clinic = clinic
            asked = {"email": mail.email, "relation": line.relation, "level": Level.FULL, "at": AT}
            assert line.level == level_allowed(line.patient, **asked)


def test_another_level_or_record_is_another_mail(clinic):
    patient(clinic, "Solo Vale", 40, "solo@example.org")
    before = {mail.key for mail in preview_of(clinic, at=AT).mailings}
    assert {mail.key for mail in preview_of(clinic, at=AT).mailings} == before
    rules(clinic, full_by_invitation=True)
    fuller = {mail.key for mail in preview_of(clinic, at=AT).mailings}
    patient(clinic, "Kid Vale", 4, "solo@example.org")
    larger = {mail.key for mail in preview_of(clinic, at=AT).mailings}
    assert len(before | fuller | larger) == 3


def test_it_costs_four_queries_whatever_the_number(clinic, django_assert_num_queries):
    for number in range(40):
        PatientFactory(
            clinic=clinic, email=f"family{number // 4}@example.org", date_of_birth=born(number + 1)
        )
    with CaptureQueriesContext(connection) as queries:
        preview_of(clinic, at=AT)
    assert len(queries) == 4
