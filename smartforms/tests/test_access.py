"""Who sees, fills and reads which form."""

from datetime import timedelta

import pytest

from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from records.models.access import Relation, Scope
from records.tests.factories import GrantFactory, LockdownFactory
from smartforms import policies
from smartforms.models import Assignment, Response, Status
from smartforms.policies import Reason
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, TemplateFactory, VersionFactory


def seen_by(account, at):
    return set(Assignment.objects.visible_to(account, at=at))


def test_everyone_sees_their_part(cast, at):
    assert seen_by(cast.ana, at) == {cast.ana_sent, cast.ana_open}  # limited, sent to her
    assert seen_by(cast.ben, at) == {cast.ana_sent, cast.ana_open, cast.kit_sent, cast.kit_open}  # full
    assert seen_by(cast.cleo, at) == set()  # limited, nothing was sent to her
    assert seen_by(cast.zoe, at) == {cast.zoe_sent, cast.zoe_open}
    for stranger in (cast.dov, cast.nora, cast.omar, cast.petra_account):
        assert seen_by(stranger, at) == set()


def test_full_access_without_the_scope_forms_sees_none(cast, at):
    type(cast.ben_grant).objects.filter(pk=cast.ben_grant.pk).update(scopes=[Scope.APPOINTMENTS])
    assert seen_by(cast.ben, at) == {cast.kit_sent, cast.kit_open}


def test_confidential_forms_do_not_exist_for_proxies(cast, at):
    own = AssignmentFactory(patient=cast.ana_record, template=cast.form, account=cast.ana, confidential=True)
    to_ben = AssignmentFactory(
        patient=cast.ana_record, template=cast.form, account=cast.ben, confidential=True
    )
    assert own in seen_by(cast.ana, at)
    assert {own, to_ben} & (seen_by(cast.ben, at) | seen_by(cast.cleo, at)) == set()


def test_access_ends_at_once(cast, at):
    type(cast.ana_grant).objects.filter(pk=cast.ana_grant.pk).update(revoked_at=at, revoked_by=cast.nora)
    assert seen_by(cast.ana, at) == set()
    LockdownFactory(patient=cast.kit_record, at=at)
    assert seen_by(cast.ben, at) == {cast.ana_sent, cast.ana_open}


def find(account, assignment, at):
    return (
        Assignment.objects.visible_to(account, at=at)
        .select_related("response", "version__template")
        .get(pk=assignment.pk)
    )


def test_reading_back(cast, at):
    assert policies.why_not_read_back(cast.ana, find(cast.ana, cast.ana_sent, at)) is None
    assert policies.why_not_read_back(cast.ben, find(cast.ben, cast.ana_sent, at)) is None
    GrantFactory(account=cast.dov, patient=cast.kit_record, relation=Relation.CARER)
    theirs = AssignmentFactory(patient=cast.kit_record, template=cast.form, account=cast.dov)
    ResponseFactory(assignment=theirs, sent=True, submitted_by=cast.ben)
    assert policies.why_not_read_back(cast.dov, find(cast.dov, theirs, at)) == Reason.OF_ANOTHER
    cast.ana.verified_at = None
    assert policies.why_not_read_back(cast.ana, find(cast.ana, cast.ana_sent, at)) == Reason.UNVERIFIED


def test_filling(cast, at):
    assert policies.why_not_fill(cast.ana, find(cast.ana, cast.ana_open, at), at=at) is None
    assert policies.why_not_fill(cast.ana, find(cast.ana, cast.ana_sent, at), at=at) == Reason.SENT
    ResponseFactory(assignment=cast.ana_open, saved_by=cast.ben)
    assert policies.why_not_fill(cast.ana, find(cast.ana, cast.ana_open, at), at=at) == Reason.OF_ANOTHER
    assert policies.why_not_fill(cast.ben, find(cast.ben, cast.ana_open, at), at=at) is None


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ({}, Status.NOT_STARTED),
        ({"opened_at": -1}, Status.IN_PROGRESS),
        ({"due_at": 1}, Status.NOT_STARTED),
        ({"due_at": 0}, Status.OVERDUE),
        ({"due_at": -1, "opened_at": -2}, Status.OVERDUE),
        ({"due_at": -2, "expires_at": 0}, Status.EXPIRED),
        ({"expires_at": 1, "opened_at": -1}, Status.IN_PROGRESS),
        ({"expires_at": -1, "cancelled_at": -2}, Status.CANCELLED),
    ],
)
def test_status_is_what_the_dates_say(dates, status, at, db):
    assignment = Assignment(**{name: at + hours * HOUR for name, hours in dates.items()})
    assert assignment.status(at=at) == status
    assignment.response = Response(submitted_at=at)
    assert assignment.status(at=at) == Status.COMPLETED


def member(clinic, *roles):
    return MembershipFactory(clinic=clinic, roles=list(roles))


def test_staff_read_by_role_and_care(cast, at):
    sent = find(cast.ana, cast.ana_sent, at)
    petra, quinn = cast.petra_account.memberships.get(), cast.quinn_account.memberships.get()
    assert policies.reads_answers(petra, sent, at=at)  # Ana's practitioner
    readers = [quinn, *(member(cast.harbour, role) for role in Role), cast.omar.memberships.get(), None]
    assert [policies.reads_answers(each, sent, at=at) for each in readers] == [False] * len(readers)
    assert not policies.reads_answers(petra, find(cast.ana, cast.ana_open, at), at=at)  # a draft is Ana's own


def test_administrative_forms_are_read_by_the_desk(cast, at):
    plain = VersionFactory(template=TemplateFactory(clinic=cast.harbour, is_clinical=False)).template
    sent = AssignmentFactory(patient=cast.ana_record, template=plain, account=cast.ana)
    ResponseFactory(assignment=sent, sent=True)
    sent = find(cast.ana, sent, at)
    reads = {role: policies.reads_answers(member(cast.harbour, role), sent, at=at) for role in Role}
    assert reads == {role: role != Role.BILLING for role in Role}
    assert not policies.reads_answers(cast.omar.memberships.get(), sent, at=at)


def test_status_is_known_to_all_but_billing(cast, at):
    knows = {role: policies.sees_status(member(cast.harbour, role), cast.ana_open) for role in Role}
    assert knows == {role: role != Role.BILLING for role in Role}
    assert not policies.sees_status(cast.omar.memberships.get(), cast.ana_open)
