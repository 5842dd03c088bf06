"""What colleagues do with one thing of the tray: given, put off, back with what is new, done and not done after all."""

from datetime import timedelta

import pytest

from audit.models import Event
from common.tests.moment import AT
from tray import actions
from tray.models import Item
from tray.tests.factories import ItemFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def item(cast):
    return ItemFactory(clinic=cast.harbour, kind="code_burned", patient=cast.ana_record.pk)


def noted() -> list:
    return list(
        Event.objects.filter(verb__startswith="tray.").order_by("pk").values_list("verb", "actor", "ids")
    )


def test_given_taken_handed_back_each_once(cast, item):
    for _press in range(2):
        actions.assign(item, cast.petra_account, seen=None, by=cast.finn, at=AT)
    for _press in range(2):
        actions.assign(item, None, seen=cast.petra_account, by=cast.petra_account, at=AT)
    assert noted() == [
        ("tray.assigned", cast.finn.pk, [str(cast.petra_account.pk)]),
        ("tray.handed_back", cast.petra_account.pk, None),
    ]
    assert Event.objects.filter(
        verb="tray.assigned", patient=cast.ana_record.pk, clinic=cast.harbour.pk
    ).exists()


def test_whoever_saw_it_with_nobody_does_not_get_what_a_colleague_took(cast, item):
    assert actions.assign(item, cast.petra_account, seen=None, by=cast.petra_account, at=AT)
    assert not actions.assign(item, cast.finn, seen=None, by=cast.finn, at=AT)
    assert Item.objects.get().assigned_to == cast.petra_account
    assert actions.assign(item, cast.finn, seen=cast.petra_account, by=cast.finn, at=AT)


def test_put_off_twice_is_once_and_brought_back(cast, item):
    for _press in range(2):
        actions.snooze(item, AT + HOUR, by=cast.finn, at=AT)
    assert [Item.objects.awake(at=at).count() for at in (AT, AT + HOUR)] == [0, 1]
    for _press in range(2):
        actions.snooze(item, None, by=cast.finn, at=AT)
    assert Item.objects.awake(at=AT).count() == 1
    assert [verb for verb, *_more in noted()] == ["tray.snoozed", "tray.woken"]


def test_what_is_put_off_is_back_when_something_new_comes_to_it(cast):
    about = {"clinic": cast.harbour, "target": cast.ana_record, "patient": cast.ana_record}
    actions.put("profile.proposed", **about, at=AT)
    item = Item.objects.get()
    actions.snooze(item, AT + HOUR, by=cast.finn, at=AT)
    Item.objects.update(told_at=AT)
    actions.put("profile.proposed", **about, by=cast.ana, at=AT + HOUR / 2)
    item = Item.objects.get()
    assert (item.snoozed_until, item.put_at, item.told_at, item.put_by) == (None, AT, None, cast.ana)


def test_done_and_waiting_again_unless_the_same_came_in_anew(cast, item):
    assert actions.tick_off(item, by=cast.finn, at=AT)
    assert actions.put_back(item, by=cast.nora, at=AT)
    assert not actions.put_back(item, by=cast.nora, at=AT)
    actions.tick_off(item, by=cast.finn, at=AT)
    ItemFactory(clinic=cast.harbour, kind=item.kind, target=item.target)
    assert not actions.put_back(item, by=cast.nora, at=AT)
    assert Item.objects.filter(done_at=None).count() == 1
    assert [verb for verb, *_more in noted()] == ["tray.ticked_off", "tray.put_back", "tray.ticked_off"]
