"""Whoever sees a joined record sees no more than before: told in cases, and held over many random pairs."""

import random
from datetime import timedelta

import pytest

from accounts.tests.factories import AccountFactory
from common.tests.moment import AT, LONG_AGO
from outbox.models import Message
from records.actions import deny, give_access, lock_down
from records.actions.grants import revoke
from records.actions.joining import merging
from records.joining.access import Holders, terms_of
from records.models import AccessCode, Denial, Grant, Lockdown
from records.models.access import Basis, Level, Relation, Scope
from records.policies import has_scope
from records.tests.factories import GrantFactory, PatientFactory
from tests.merging.test_every_row import joined, settle

LATER, MUCH_LATER = AT + timedelta(days=2), AT + timedelta(days=90)
ALL = [scope.value for scope in Scope]


@pytest.fixture
def two(cast):
    """Two records of one grown-up, on which nobody has anything."""
    return tuple(PatientFactory(clinic=cast.harbour, created_at=LONG_AGO) for _ in range(2))


def full(account, patient, relation=Relation.SELF, **fields):
    return GrantFactory(account=account, patient=patient, full=True, relation=relation, **fields)


def opens(account, patient, *, at=AT) -> tuple:
    """What an account has on a record: how much, which parts, until when; nothing: empty."""
    grant = Grant.objects.live(at=at).filter(account=account, patient=patient).first()
    if grant is None:
        return ()
    parts = {scope.value for scope in Scope if has_scope(grant, scope)}
    return grant.level, parts, grant.expires_at


def within(now, before) -> bool:
    """Whether access is no more than it was."""
    if not now:
        return True
    if not before:
        return False
    is_level = now[0] == Level.LIMITED or before[0] == Level.FULL
    ends = now[2] is not None and now[2] <= before[2] if before[2] else True
    return is_level and now[1] <= before[1] and ends


def test_one_account_on_both_keeps_the_lower(cast, two):
    kept, gone = two
    full(cast.ben, kept, Relation.CARER, scopes=["forms", "records"])
    GrantFactory(
        account=cast.ben, patient=gone, relation=Relation.CARER, scopes=["records"], expires_at=LATER
    )
    merge = joined(kept, gone, by=cast.nora)
    assert opens(cast.ben, kept) == (Level.LIMITED, {"records"}, LATER)
    assert Message.objects.filter(kind="records.access_changed", account_id=cast.ben.pk).count() == 1
    merging.undo(merge, by=cast.nora, at=AT)
    assert opens(cast.ben, kept) == (Level.FULL, {"forms", "records"}, None)
    assert opens(cast.ben, gone) == (Level.LIMITED, {"records"}, LATER)


def test_who_is_on_one_only_keeps_what_they_have(cast, two):
    kept, gone = two
    mine, theirs = full(cast.ana, kept), GrantFactory(account=cast.cleo, patient=gone)
    joined(kept, gone, by=cast.nora)
    assert {(one.pk, one.patient_id) for one in Grant.objects.filter(pk__in=[mine.pk, theirs.pk])} == {
        (mine.pk, kept.pk),
        (theirs.pk, kept.pk),
    }


def test_of_two_who_are_the_patient_one_is_chosen(cast, two):
    kept, gone = two
    full(cast.ana, kept), full(cast.dov, gone)
    gift = full(cast.cleo, kept, Relation.PARTNER, basis=Basis.PATIENT, granted_by=cast.ana)
    assert set(Holders(kept, gone).seats(at=AT)) == {cast.ana, cast.dov}
    with pytest.raises(merging.ChangedMeanwhile):
        joined(kept, gone, by=cast.nora)
    merge = joined(kept, gone, by=cast.nora, chosen=cast.dov.pk)
    assert (opens(cast.dov, kept)[0], opens(cast.ana, kept), opens(cast.cleo, kept)) == (Level.FULL, (), ())
    told = Message.objects.filter(kind="records.access_changed").values_list("account_id", "about__what")
    assert set(told) == {(cast.ana.pk, "ended"), (cast.cleo.pk, "ended")}
    settle()
    merging.undo(merge, by=cast.nora, at=AT)
    settle()
    assert (opens(cast.ana, kept)[0], opens(cast.dov, gone)[0]) == (Level.FULL, Level.FULL)
    back = Grant.objects.live(at=AT).get(account=cast.cleo, patient=kept)
    assert (back.patient, back.granted_by, back.pk != gift.pk) == (kept, cast.ana, True)


def test_a_denial_or_a_lock_down_on_either_holds(cast, two):
    kept, gone = two
    full(cast.ben, kept, Relation.CARER)
    deny(gone, cast.ben, by=cast.nora, at=LONG_AGO)
    lock_down(gone, by=cast.nora, at=LONG_AGO)
    merge = joined(kept, gone, by=cast.nora)
    assert (opens(cast.ben, kept), Denial.objects.get().patient, Lockdown.objects.get().patient) == (
        (),
        kept,
        kept,
    )
    merging.undo(merge, by=cast.nora, at=AT)
    assert opens(cast.ben, kept)[0] == Level.FULL
    assert (Denial.objects.get().patient, Lockdown.objects.get().patient) == (gone, gone)


def test_what_was_shut_since_stays_shut_on_both(cast, two):
    kept, gone = two
    (
        full(cast.ben, gone, Relation.CARER),
        full(cast.cleo, gone, Relation.CARER),
        full(cast.cleo, kept, Relation.CARER),
    )
    merge = joined(kept, gone, by=cast.nora)
    deny(kept, cast.ben, by=cast.nora, at=LATER)
    revoke(Grant.objects.get(account=cast.cleo, revoked_at=None, patient=kept), by=cast.nora, at=LATER)
    parted = merging.undo(merge, by=cast.nora, at=LATER)
    for account in (cast.ben, cast.cleo):
        assert (opens(account, kept, at=LATER), opens(account, gone, at=LATER)) == ((), ())
    assert [line["account"] for line in parted.grants] == [str(cast.cleo.pk)]


def test_codes_of_the_closed_record_end_for_good(cast, two):
    from records.actions.codes import issue_code

    kept, gone = two
    codes = [
        issue_code(one, relation=Relation.SELF, scopes=[], by=cast.nora, at=AT, with_words=False)[0]
        for one in (kept, gone)
    ]
    merge = joined(kept, gone, by=cast.nora)
    live = AccessCode.objects.live(at=AT)
    assert list(live) == codes[:1]
    merging.undo(merge, by=cast.nora, at=AT)
    assert list(live.all()) == codes[:1]


# Many pairs ---------------------------------------------------------------------------------------


def scatter(chance, accounts, patient, by) -> None:
    """A random grant to each of some accounts; at most one of them is the patient in full."""
    seat_taken = False
    for account in accounts:
        if chance.random() < 0.4:
            continue
        relation = chance.choice(list(Relation))
        is_full = chance.random() < 0.6 and not (relation == Relation.SELF and seat_taken)
        seat_taken |= is_full and relation == Relation.SELF
        minor = relation in (Relation.PARENT, Relation.GUARDIAN) and chance.random() < 0.5
        GrantFactory(
            account=account,
            patient=patient,
            relation=relation,
            level=Level.FULL if is_full else Level.LIMITED,
            granted_by=by if is_full else None,
            basis=Basis.CLINIC if is_full else Basis.BOOKING,
            scopes=chance.sample(ALL, chance.randint(0, len(ALL))),
            expires_at=chance.choice([None, None, LATER, MUCH_LATER, AT - timedelta(hours=1)]),
            is_for_minor=minor,
            consent_at=AT if minor and chance.random() < 0.5 else None,
        )
        if chance.random() < 0.1:
            deny(patient, account, by=by, at=LONG_AGO)


@pytest.mark.parametrize("seed", range(12))
def test_never_raised_nothing_lost_and_undone(cast, seed):
    chance = random.Random(seed)
    accounts = [AccountFactory() for _ in range(5)]
    for _round in range(4):
        kept, gone = (PatientFactory(clinic=cast.harbour, created_at=LONG_AGO) for _ in range(2))
        for patient in (kept, gone):
            scatter(chance, accounts, patient, cast.nora)
        before = {account: [opens(account, one) for one in (kept, gone)] for account in accounts}
        was = {
            (row.account_id, row.patient_id): terms_of(row)
            for row in Grant.objects.filter(patient__in=[kept, gone])
        }
        denied = set(Denial.objects.filter(patient__in=[kept, gone]).values_list("account", flat=True))
        seats = [account.pk for account in Holders(kept, gone).seats(at=AT)]
        chosen = chance.choice(seats) if len(seats) > 1 else None
        merge = joined(kept, gone, by=cast.nora, chosen=chosen)
        settle()
        for account, (here, there) in before.items():
            now = opens(account, kept)
            if account.pk in denied:
                assert now == ()
                continue
            assert all(within(now, each) for each in (here, there) if each), (seed, account)
            is_out = chosen and account.pk in set(seats) - {chosen}
            # Rows that open nothing for another reason, such as an age, may hold back; nothing else is lost.
            if (here or there) and not is_out and not (here and there):
                has_two = {(account.pk, kept.pk), (account.pk, gone.pk)} <= was.keys()
                assert now or has_two, (seed, account)
            assert not now or here or there, "out of nothing comes nothing"
        merging.undo(merge, by=cast.nora, at=AT)
        settle()
        after = {account: [opens(account, one) for one in (kept, gone)] for account in accounts}
        assert after == before, seed
        for row in Grant.objects.filter(patient__in=[kept, gone], revoked_at=None):
            assert terms_of(row) == was[row.account_id, row.patient_id]


def test_a_grant_raised_since_does_not_raise_the_reopened_one(cast, two):
    kept, gone = two
    GrantFactory(account=cast.ana, patient=gone)
    merge = joined(kept, gone, by=cast.nora)
    give_access(
        account=cast.ana, patient=kept, relation=Relation.SELF, level=Level.FULL, by=cast.nora, at=LATER,
        basis=Basis.CODE,
    )  # fmt: skip
    merging.undo(merge, by=cast.nora, at=LATER)
    assert [opens(cast.ana, one, at=LATER)[0] for one in two] == [Level.FULL, Level.LIMITED]
