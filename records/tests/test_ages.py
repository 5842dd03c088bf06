"""Two ages the clinic chooses, asked at the moment of the question: review and majority (D3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.tests.moment import AT
from outbox.models import Message
from records import policies
from records.actions import give_access, record_consent
from records.models import AccessRules, Grant, Patient
from records.models.access import Basis, Level, Relation, Scope

# Halifax lies four hours behind in winter, three in summer.
MIDNIGHT = datetime(2027, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def rules(cast):
    return AccessRules.objects.create(clinic=cast.harbour, review_age=12, majority_age=18)


def born(patient, day: date):
    Patient.objects.filter(pk=patient.pk).update(date_of_birth=day)
    patient.date_of_birth = day


def parent_of(cast, at=AT, **fields):
    """Ben's grant on Kit, given again under the rules."""
    given = {"level": Level.FULL, "by": cast.nora, "at": at, "basis": Basis.CODE} | fields
    return give_access(account=cast.ben, patient=cast.kit_record, relation=Relation.PARENT, **given)


def scopes(account, patient, at) -> set:
    covered = {
        scope
        for scope in Scope
        if Grant.objects.covering(scope, at=at).filter(account=account, patient=patient).exists()
    }
    # The same question asked of a row that was fetched.
    for grant in Grant.objects.live(at=at).filter(account=account, patient=patient):
        assert covered == {scope for scope in Scope if policies.has_scope(grant, scope)}
    return covered


ALL, FEWER = set(Scope), {Scope.APPOINTMENTS, Scope.BILLING}


@pytest.mark.parametrize(("years", "before", "after"), [(12, ALL, FEWER), (18, FEWER, set())])
def test_on_the_birthday_at_the_clinic_s_midnight_a_parent_sees_less(cast, rules, years, before, after):
    parent_of(cast)
    born(cast.kit_record, date(2027 - years, 3, 2))
    assert scopes(cast.ben, cast.kit_record, MIDNIGHT - timedelta(seconds=1)) == before
    assert scopes(cast.ben, cast.kit_record, MIDNIGHT) == after


def test_born_on_29_february_one_turns_of_age_on_1_march(cast, rules):
    parent_of(cast)
    born(cast.kit_record, date(2012, 2, 29))
    first_of_march = datetime(2030, 3, 1, 4, 0, tzinfo=UTC)
    assert scopes(cast.ben, cast.kit_record, first_of_march - timedelta(seconds=1)) == FEWER
    assert scopes(cast.ben, cast.kit_record, first_of_march) == set()
    # In a year with that day, on that day; and who was born on the 28th never waits for it.
    born(cast.kit_record, date(2016, 2, 29))
    assert scopes(cast.ben, cast.kit_record, datetime(2028, 2, 29, 4, 0, tzinfo=UTC)) == FEWER
    assert scopes(cast.ben, cast.kit_record, datetime(2028, 2, 29, 3, 59, tzinfo=UTC)) == ALL


def test_with_the_young_person_s_consent_a_parent_keeps_what_they_had_until_majority(cast, rules):
    before = parent_of(cast)
    born(cast.kit_record, date(2014, 11, 1))
    assert scopes(cast.ben, cast.kit_record, AT) == FEWER
    agreed = record_consent(before, by=cast.nora, at=AT)
    assert agreed.pk != before.pk and Grant.objects.get(pk=before.pk).revoked_at == AT
    assert (agreed.level, agreed.granted_by, agreed.consent_at) == (Level.FULL, cast.nora, AT)
    assert scopes(cast.ben, cast.kit_record, AT) == ALL
    assert scopes(cast.ben, cast.kit_record, datetime(2032, 11, 1, 12, tzinfo=UTC)) == set()
    record_consent(before, by=cast.nora, at=AT)  # pressed twice
    told = Message.objects.get(kind="records.access_changed")
    assert (told.account_id, told.about) == (cast.ben.pk, {"grant": str(agreed.pk), "what": "changed"})


def test_a_grant_on_an_adult_does_not_end_by_age(cast, rules):
    assert scopes(cast.ben, cast.ana_record, AT) == ALL  # her carer
    grant = give_access(
        account=cast.dov, patient=cast.ana_record, relation=Relation.PARENT, level=Level.FULL, by=cast.nora,
        at=AT, basis=Basis.CODE,
    )  # fmt: skip
    assert grant.is_for_minor is False
    assert scopes(cast.dov, cast.ana_record, AT) == ALL


def test_one_s_own_grant_never_ends_by_age(cast, rules):
    give_access(
        account=cast.dov, patient=cast.kit_record, relation=Relation.SELF, level=Level.FULL, by=cast.nora,
        at=AT, basis=Basis.CODE,
    )  # fmt: skip
    born(cast.kit_record, date(2008, 1, 1))
    assert scopes(cast.dov, cast.kit_record, AT) == ALL


def test_without_chosen_ages_nothing_ends_and_nobody_new_is_let_in_in_full(cast):
    """No silent default: not 18, not anything."""
    grant = parent_of(cast)
    assert grant.is_for_minor is True
    born(cast.kit_record, date(1990, 1, 1))
    assert scopes(cast.ben, cast.kit_record, AT) == ALL
    born(cast.kit_record, date(2017, 3, 2))
    assert policies.is_minor(cast.kit_record, at=AT) is None
    assert policies.why_not_full(cast.kit_record, Relation.PARENT, at=AT) == "ages_unknown"
    assert policies.why_not_full(cast.kit_record, Relation.SELF, at=AT) is None
    assert policies.why_not_full(cast.ana_record, Relation.CARER, at=AT) is None
    AccessRules.objects.create(clinic=cast.harbour, review_age=12, majority_age=18)
    assert policies.why_not_full(cast.kit_record, Relation.PARENT, at=AT) is None
    assert policies.may_share(cast.ana_grant, at=AT) is False  # limited
