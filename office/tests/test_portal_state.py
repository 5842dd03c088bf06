"""Below the name: whether the patient is in the portal, was invited, and the way to invite them."""

from datetime import timedelta

import pytest

from common.tests.moment import AT
from office.presenters.portal_state import ago
from records.models import AccessRules, Invitation, Patient
from records.models.access import Level, Relation
from records.tests.factories import LockdownFactory, PatientFactory, regranted


def beneath(client, patient):
    return client.get(f"/office/patients/{patient.pk}/").context["beneath"]["portal"]


def said(state):
    return (state["label"], state.get("action", "")) if state else None


def invite(patient, *, hours, good=True):
    at = AT - timedelta(hours=hours)
    until = AT + timedelta(hours=1) if good else AT - timedelta(hours=2)
    return Invitation.objects.create(
        clinic=patient.clinic, patient=patient, email=patient.email, relation=Relation.SELF, level=Level.LIMITED,
        issued_at=at, issued_by=patient.clinic.memberships.first().user, sent_at=at, expires_at=until,
    )  # fmt: skip


@pytest.fixture
def desk(cast, client, sign_in):
    return sign_in(client, cast.finn)


def test_not_invited_yet(cast, desk):
    patient = PatientFactory(clinic=cast.harbour)
    state = beneath(desk, patient)
    assert said(state) == ("Not invited", "Send portal invitation")
    assert state["url"] == f"/office/patients/{patient.pk}/invitations/patient/"


def test_invited_and_that_it_ran_out(cast, desk):
    patient = PatientFactory(clinic=cast.harbour)
    one = invite(patient, hours=3)
    assert said(beneath(desk, patient)) == ("Invited 3 h ago", "")
    Invitation.objects.filter(pk=one.pk).update(expires_at=AT - timedelta(hours=2))
    assert said(beneath(desk, patient)) == ("Invitation ran out 2 h ago", "Invite again")


def test_no_email_a_child_and_a_limited_account(cast, desk):
    assert said(beneath(desk, PatientFactory(clinic=cast.harbour, email=""))) == ("No email", "")
    AccessRules.objects.update_or_create(clinic=cast.harbour, defaults={"review_age": 12, "majority_age": 18})
    assert said(beneath(desk, cast.kit_record)) == ("Not invited", "")
    assert said(beneath(desk, cast.ana_record)) == ("Active, limited access", "Send portal invitation")


def test_in_full_and_locked_down_the_heading_has_said_it(cast, desk):
    regranted(cast.ana_grant, level="full", granted_by=cast.nora)
    answer = desk.get(f"/office/patients/{cast.ana_record.pk}/")
    assert answer.context["beneath"]["portal"] is None
    assert [tag["label"] for tag in answer.context["heading"]["tags"]] == ["Portal: full access"]
    LockdownFactory(patient=cast.kit_record, by=cast.nora)
    assert beneath(desk, cast.kit_record) is None


def test_who_may_not_know_of_access_reads_nothing_of_it(cast, client, sign_in):
    patient = Patient.objects.get(pk=cast.ana_record.pk)
    assert beneath(sign_in(client, cast.quinn_account), patient) is None


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(0), "0 min ago"), (timedelta(minutes=59), "59 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 day ago"), (timedelta(days=9, hours=5), "9 days ago"),
    ],
)  # fmt: skip
def test_how_long_ago(back, words):
    assert ago(AT - back, AT) == words
