"""Accounts that stayed empty vanish after thirty days; whatever belongs to one keeps it (product §2)."""

from datetime import timedelta

import pytest

from accounts.actions import live_link
from accounts.emptying import empty_accounts, forget_empty_accounts
from accounts.models import MailedLink, User
from accounts.tests.factories import AccountFactory
from common.tests.moment import AT

MONTH = timedelta(days=30)


def made(email, ago=MONTH, **fields) -> User:
    return AccountFactory(email=email, date_joined=AT - ago, **fields)


@pytest.mark.django_db
def test_after_thirty_days_and_not_before():
    made("old@example.org"), made("unproved@example.org", unverified=True)
    made("new@example.org", ago=MONTH - timedelta(seconds=1))
    made("operator@example.org", is_staff=True)
    assert forget_empty_accounts(at=AT) == 2
    assert sorted(User.objects.values_list("email", flat=True)) == ["new@example.org", "operator@example.org"]
    assert forget_empty_accounts(at=AT) == 0


def test_whoever_is_anybody_stays(cast, at):
    User.objects.update(date_joined=AT - 2 * MONTH)
    lonely = made("lonely@example.org")
    before = set(User.objects.values_list("email", flat=True))
    assert set(empty_accounts(at=AT)) == {lonely, cast.dov}, "Dov the stranger has nothing here"
    live_link(lonely, "verify", email=lonely.email, at=AT)
    assert forget_empty_accounts(at=AT) == 2
    assert before - set(User.objects.values_list("email", flat=True)) == {lonely.email, cast.dov.email}
    assert not MailedLink.objects.exists(), "what served signing in went along"


def test_the_address_is_free_again(cast, at):
    made("back@example.org")
    forget_empty_accounts(at=AT)
    assert AccountFactory(email="back@example.org").is_verified
