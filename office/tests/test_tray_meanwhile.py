"""The tray while others work: two at once, whoever left, and a page that asks whether anything changed."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from audit.models import Event
from clinic.actions import change_roles, end_membership
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common import clock
from common.tests.moment import AT
from office import tray_acts
from office.tests.test_tray_acts import GIVE, HOUR, NEWS, TRAY, holders, member
from tray import actions
from tray.actions import put
from tray.models import Item
from tray.tests.factories import ItemFactory


@pytest.fixture
def two(cast):
    about = {"clinic": cast.harbour, "patient": cast.ana_record.pk, "kind": "code_burned"}
    return [ItemFactory(**about), ItemFactory(**about)]


def test_whoever_leaves_or_decides_it_no_more_has_it_no_more(cast, two):
    ItemFactory(clinic=cast.harbour, kind="erasure_asked", assigned_to=cast.nora)
    Item.objects.filter(pk=two[0].pk).update(assigned_to=cast.petra_account)
    Item.objects.filter(pk=two[1].pk).update(assigned_to=cast.finn)
    assert tray_acts.give_back(at=AT) == 0
    end_membership(member(cast.petra_account, cast), by=cast.nora, at=AT)
    MembershipFactory(clinic=cast.harbour, roles=[Role.OWNER])  # the last one stays one
    change_roles(member(cast.nora, cast), [Role.FRONT_DESK], by=None, at=AT)
    assert [tray_acts.give_back(at=AT) for _run in range(2)] == [2, 0]
    assert holders() == [None, "Finn", None]
    assert Event.objects.filter(verb="tray.returned", actor=None).count() == 2


def test_a_poll_asks_two_questions_more_than_who_it_is(finn, cast, two, django_assert_num_queries):
    first = finn.get(NEWS)
    assert (first.status_code, first.content) == (204, b"")
    stamp = first["ETag"]
    with django_assert_num_queries(5):  # session, account, clinic; membership, and whether anything changed
        assert finn.get(NEWS, headers={"If-None-Match": stamp}).status_code == 304
    finn.post(GIVE, {"mine": two[0].pk})
    Item.objects.filter(pk=two[0].pk).update(changed_at=AT + HOUR)
    assert finn.get(NEWS, headers={"If-None-Match": stamp}).status_code == 204


def test_a_poll_is_no_sign_that_somebody_is_there(finn, two, monkeypatch):
    finn.get(TRAY)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(minutes=10))
    finn.get(NEWS, headers={"By-Itself": "1"})
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(minutes=16))
    assert finn.get(TRAY).status_code == 302


def test_orders(finn, cast):
    for nth, kind in enumerate(("possible_duplicate", "code_burned", "form.alert")):
        put(kind, clinic=cast.harbour, target=cast.ana_record, patient=cast.ana_record, at=AT + HOUR * nth)
    found = {
        order: [str(row["what"])[:4] for row in finn.get(f"{TRAY}?order={order}").context["rows"]]
        for order in ("", "oldest", "newest", "nonsense")
    }
    urgent, oldest = ["Answ", "Look", "Five"], ["Look", "Five", "Answ"]
    assert found == {"": urgent, "oldest": oldest, "newest": oldest[::-1], "nonsense": urgent}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_who_take_it_at_once_do_not_both_get_it(cast, two, monkeypatch, guarded):
    """The control: without asking who had it, both are told that it is theirs."""
    if not guarded:
        given = actions.assign
        monkeypatch.setattr(
            actions, "assign", lambda item, to, *, seen, **how: given(item, to, seen=holder_now(item), **how)
        )
    at_the_line, found = threading.Barrier(2, timeout=20), {}

    def take(account):
        try:
            who, items = member(account, cast), list(Item.objects.filter(pk=two[0].pk))
            at_the_line.wait()
            found[account.pk] = tray_acts.give(items, who, clinic=cast.harbour, seen={}, by=account, at=AT)
        finally:
            connection.close()

    takers = [threading.Thread(target=take, args=[account]) for account in (cast.finn, cast.petra_account)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert sum(bool(outcome.done) for outcome in found.values()) == (1 if guarded else 2)
    if guarded:
        (lost,) = [outcome.lost for outcome in found.values() if outcome.lost]
        assert set(lost) == set(Item.objects.filter(pk=two[0].pk).values_list("assigned_to", flat=True))


def holder_now(item):
    """Whoever has it at this moment, waited for."""
    with transaction.atomic():
        return Item.objects.select_for_update().get(pk=item.pk).assigned_to
