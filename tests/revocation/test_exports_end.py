"""A copy of all records is made for two people: when one of them may no longer have it, it ends, however far it is."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from accounts.tests.factories import AccountFactory
from audit.models import Event
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common.tests.moment import AT
from records.actions import exports
from records.models import ClinicExport
from records.takeout import working
from records.takeout.packing import Packing


def membership_ended(account):
    account.memberships.update(ended_at=AT)


def role_lost(account):
    account.memberships.update(roles=[Role.FRONT_DESK])


def disabled(account):
    type(account).objects.filter(pk=account.pk).update(is_active=False)


ENDS = [membership_ended, role_lost, disabled]
all_ways = pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
both_people = pytest.mark.parametrize("who", ["asked_by", "released_by"])


@pytest.fixture
def export(cast):
    """Nora asked for it and Mo released it; Max, another manager, has nothing to do with it."""
    mo, cast.max = (AccountFactory(email=f"{name}@example.org") for name in ("mo", "max"))
    for account in (mo, cast.max):
        MembershipFactory(user=account, clinic=cast.harbour, roles=[Role.MANAGER])
    asked = exports.ask(cast.harbour, by=cast.nora, at=AT, reason="Moving")
    assert exports.release(asked, by=mo, at=AT)
    return ClinicExport.objects.select_related("asked_by", "released_by").get(pk=asked.pk)


class Passing:
    """A clock that goes on by two seconds whenever it is looked at, so that each step asks."""

    now = AT

    def __call__(self):
        self.now += timedelta(seconds=2)
        return self.now


@pytest.fixture
def while_packing(monkeypatch):
    """Something happens once the first record has been packed; which records were packed is told."""
    happens, packed = [], []

    def pack(self, reader, original=Packing.pack):
        packed.append(reader.patient.pk)
        original(self, reader)
        while happens:
            happens.pop()()

    monkeypatch.setattr(Packing, "pack", pack)
    return happens, packed


def how_it_stands(export) -> tuple:
    """Whether it is ready, why it ended, whether there is a file, and what its audit says of it."""
    export.refresh_from_db()
    told = (
        Event.objects.filter(target=str(export.pk), verb__startswith="export.")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    return (
        bool(export.ready_at),
        export.ended_because,
        default_storage.exists(export.stored_as),
        list(told)[2:],
    )


OVER = (False, "left", False, ["export.ended"])


@all_ways
@both_people
def test_it_stops_in_the_midst(export, while_packing, end, who):
    happens, packed = while_packing
    happens.append(lambda: end(getattr(export, who)))
    assert working.make_exports(now=Passing()) == 0
    assert (len(packed), how_it_stands(export)) == (1, OVER)


@all_ways
@both_people
def test_it_is_not_delivered(export, django_capture_on_commit_callbacks, monkeypatch, end, who):
    """Who is gone at the very last moment: the file lies in the storage already, and goes."""
    stored = working.in_storage

    def and_then(*args):
        kept = stored(*args)
        assert default_storage.exists(export.stored_as)
        end(getattr(export, who))
        return kept

    monkeypatch.setattr(working, "in_storage", and_then)
    with django_capture_on_commit_callbacks(execute=True):
        assert working.make_exports(now=lambda: AT) == 0
    assert how_it_stands(export) == OVER


@both_people
def test_it_is_not_begun(export, while_packing, who):
    membership_ended(getattr(export, who))
    assert working.make_exports(now=lambda: AT) == 0
    assert (while_packing[1], how_it_stands(export)) == ([], OVER)


@all_ways
def test_of_a_third_person_it_asks_nothing(cast, export, while_packing, end):
    """The control: it is made while somebody else leaves."""
    happens, packed = while_packing
    happens.append(lambda: end(cast.max))
    assert working.make_exports(now=Passing()) == 1
    assert (len(packed), how_it_stands(export)) == (2, (True, "", True, ["export.ready"]))
