"""What a patient gave to others stands on the patient's own full access (D3, docs/adr/0004)."""

from datetime import timedelta

import pytest

from accounts.tests.mailed import arrived
from common.tests.moment import AT
from records.actions import deny, end_access, give_access, lift_denial, lift_lock_down, lock_down
from records.actions.codes import Refused
from records.actions.invitations import accept
from records.actions.opening import decide_request
from records.actions.sharing import NotYoursToShare, share
from records.models import AccessRequest, Grant, Invitation
from records.models.access import Basis, Level, Relation

LATER = AT + timedelta(hours=1)
A_DAY = (AT + timedelta(days=100)).date()


@pytest.fixture
def own(cast):
    """Ana’s grant on herself, in full."""
    return ana_in_full(cast)


def ana_in_full(cast, level=Level.FULL):
    return give_access(
        account=cast.ana, patient=cast.ana_record, relation=Relation.SELF, level=level, by=cast.nora, at=AT,
        basis=Basis.CODE,
    )  # fmt: skip


def invited(own, email, **asked):
    asked = {"relation": Relation.PARTNER, "scopes": ["appointments"], "last_day": A_DAY} | asked
    return share(own, email=email, name="", by=own.account, at=AT, **asked)


@pytest.fixture
def gift(own, cast):
    """Dov sees Ana’s visits, given by her; somebody else is only invited."""
    invited(own, "somebody@example.org")
    return accept(
        invited(own, "dov@example.org"), account=cast.dov, born=cast.ana_record.date_of_birth, at=AT
    )


def is_live(grant, at=LATER) -> bool:
    return Grant.objects.live(at=at).filter(pk=grant.pk).exists()


def standing() -> int:
    return Invitation.objects.standing().count()


def test_it_ends_with_the_giver_s_own_access_and_its_holder_is_told(own, gift, cast):
    arrived(at=AT)
    end_access(own, by=cast.nora, at=LATER)
    gift.refresh_from_db()
    assert (gift.revoked_at, gift.revoked_by, gift.reason) == (LATER, cast.nora, "giver_ended")
    assert standing() == 0
    assert [mail.to for mail in arrived(at=LATER)] == [["dov@example.org"]]
    # What the clinic gave is not the patient's gift.
    assert is_live(cast.ben_grant) and is_live(cast.cleo_grant)
    # Nor does it come back by itself.
    ana_in_full(cast)
    assert not is_live(gift)


def test_another_full_grant_at_once_keeps_it(own, gift, cast):
    after = ana_in_full(cast)
    assert after.pk != own.pk and not is_live(own)
    assert is_live(gift) and standing() == 1


def test_falling_to_limited_ends_it(own, gift, cast):
    ana_in_full(cast, level=Level.LIMITED)
    assert not is_live(gift) and standing() == 0


def test_another_account_in_the_seat_ends_it(own, gift, cast):
    asked = AccessRequest.objects.create(
        patient=cast.ana_record, account=cast.cleo, relation=Relation.SELF, level=Level.FULL, scopes=[],
        basis=Basis.CODE, why="taken", asked_at=AT,
    )  # fmt: skip
    assert is_live(decide_request(asked, accept=True, by=cast.nora, at=LATER))
    assert not is_live(gift) and standing() == 0


def test_a_denial_of_the_giver_ends_it_for_good(own, gift, cast):
    denial = deny(cast.ana_record, cast.ana, by=cast.nora, at=AT)
    assert not is_live(gift) and standing() == 0
    lift_denial(denial, by=cast.nora, at=LATER)
    assert is_live(own) and not is_live(gift)


def test_under_lock_down_it_rests_and_invitations_die(own, gift, cast):
    lock_down(cast.ana_record, by=cast.nora, at=AT)
    assert not is_live(gift) and standing() == 0
    lift_lock_down(cast.ana_record, by=cast.nora, at=LATER)
    assert is_live(gift, at=LATER + timedelta(minutes=1))


def test_an_invitation_of_somebody_who_lost_the_right_opens_nothing(own, cast):
    invitation = invited(own, "dov@example.org")
    end_access(own, by=cast.nora, at=AT)
    with pytest.raises(Refused, match="over"):
        accept(invitation, account=cast.dov, born=cast.ana_record.date_of_birth, at=LATER)
    assert not Grant.objects.filter(account=cast.dov).exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"relation": Relation.SELF},
        {"scopes": []},
        {"last_day": AT.date() + timedelta(days=366)},
        {"last_day": AT.date() - timedelta(days=1)},
    ],
)
def test_the_action_itself_keeps_to_the_limits(own, cast, asked):
    with pytest.raises(NotYoursToShare):
        invited(own, "dov@example.org", **asked)
    assert standing() == 0


def test_who_lost_the_right_a_moment_ago_gives_nothing(own, cast):
    end_access(own, by=cast.nora, at=AT)
    with pytest.raises(NotYoursToShare):
        invited(own, "dov@example.org")


@pytest.mark.parametrize("name", ["ana_grant", "ben_grant", "cleo_grant"])
def test_limited_or_somebody_else_gives_nothing(cast, name):
    grant = getattr(cast, name)
    with pytest.raises(NotYoursToShare):
        invited(grant, "dov@example.org")
