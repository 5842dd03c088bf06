"""Two owners take the role from each other in the same moment: one stays. Without the lock, none would."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.tests.factories import AccountFactory
from clinic import actions
from clinic.models import Membership
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common.tests.moment import AT

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def owners(cast) -> int:
    return Membership.objects.filter(clinic=cast.harbour, ended_at=None, roles__contains=[Role.OWNER]).count()


def each_lowers_the_other(cast) -> list[bool]:
    """Whether each press went through."""
    second = MembershipFactory(user=AccountFactory(), clinic=cast.harbour, roles=[Role.OWNER])
    pair = [second, Membership.objects.get(user=cast.nora, ended_at=None)]
    together = threading.Barrier(2)

    def press(member):
        try:
            together.wait(timeout=30)
            return actions.change_roles(member, [Role.BILLING], by=cast.nora, at=AT)
        except actions.LastOwner:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        return sorted(both.map(press, pair))


def test_one_owner_stays(cast):
    assert (each_lowers_the_other(cast), owners(cast)) == ([False, True], 1)


def test_without_the_lock_none_would(cast, monkeypatch):
    """The red control: each looks before the other has written."""
    both_looked = threading.Barrier(2)

    def without_a_lock(membership):
        if owners(cast) == 1:
            raise actions.LastOwner
        both_looked.wait(timeout=30)

    monkeypatch.setattr(actions, "_somebody_else_owns", without_a_lock)
    assert (each_lowers_the_other(cast), owners(cast)) == ([True, True], 0)
