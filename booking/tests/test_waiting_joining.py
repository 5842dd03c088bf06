"""Joining the waiting list, once for the same; leaving it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from booking.actions.cancelling import cancel
from booking.models import WaitingEntry, WaitingOffer
from booking.models.waiting import Ending
from booking.tests.waiting import FRIDAY, fresh, full_friday, offers, wait
from booking.waiting import asking
from booking.waiting.joining import CannotWait, end
from common.tests.moment import AT
from outbox.models import Message
from records.actions.grants import revoke
from records.contract import answerers
from records.models import Grant
from records.models.access import Scope

DAY = timedelta(days=1)


def verbs() -> list[tuple]:
    return [(one.verb, one.actor) for one in Event.objects.filter(verb__startswith="waiting.").order_by("pk")]


def test_twice_for_the_same_is_once(cast):
    entry = wait(cast, cast.ana, cast.ana_record)
    assert wait(cast, cast.ana, cast.ana_record, at=AT + DAY) == entry
    assert (entry.joined_at, entry.joined_by, entry.clinic) == (AT, cast.ana, cast.harbour)
    assert wait(cast, cast.ana, cast.ana_record, part="evening") != entry
    assert wait(cast, cast.ben, cast.ana_record) != entry
    assert verbs() == [("waiting.joined", cast.ana.pk)] * 2 + [("waiting.joined", cast.ben.pk)]


def test_a_visit_is_waited_for_once_by_whoever(cast):
    entry = wait(cast, cast.ana, cast.ana_record, visit=cast.ana_visit)
    assert wait(cast, cast.ben, cast.ana_record, visit=cast.ana_visit, practitioner=None) == entry
    with pytest.raises(IntegrityError, match="booking_waits_once_a_visit"), transaction.atomic():
        WaitingEntry.objects.create(
            clinic=cast.harbour, account=cast.ben, patient=cast.ana_record, visit=cast.ana_visit,
            service=cast.treatment, location=cast.at_harbour.place, joined_at=AT, joined_by=cast.ben,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["dov", "omar", "unproved", "billing only"])
def test_only_who_may_see_visits(cast, who):
    account = getattr(cast, who, cast.ben)
    if who == "unproved":
        type(account).objects.filter(pk=account.pk).update(verified_at=None)
        account.refresh_from_db()
    if who == "billing only":
        Grant.objects.filter(account=account).update(scopes=[Scope.BILLING])
    with pytest.raises(CannotWait, match="no_access"):
        wait(cast, account, cast.ana_record)
    assert WaitingEntry.objects.count() == 0


def test_a_visit_one_does_not_see_is_not_waited_for(cast):
    """Ana is limited: what the clinic made is not hers, and Kit's is not of her record."""
    for visit, account in ((cast.ana_staff_visit, cast.ana), (cast.kit_visit, cast.ben)):
        with pytest.raises(CannotWait, match="visit_gone"):
            wait(cast, account, cast.ana_record, visit=visit)


def test_not_for_everything_at_once(cast):
    for day in range(asking.MOST):
        wait(cast, cast.ana, cast.ana_record, last_day=FRIDAY + day * DAY)
    with pytest.raises(CannotWait, match="too_many"):
        wait(cast, cast.ana, cast.ana_record, last_day=FRIDAY + 50 * DAY)
    assert wait(cast, cast.ana, cast.ana_record)  # it is there


def test_leaving_gives_the_offered_time_back(cast):
    first, _rest = full_friday(cast)
    entry = wait(cast, cast.ana, cast.ana_record)
    wait(cast, cast.ben, cast.kit_record, at=AT + timedelta(seconds=1))
    cancel(first, by=cast.nora, at=AT)
    offers(cast)
    assert end(entry, Ending.LEFT, by=cast.ana, at=AT)
    assert not end(entry, Ending.LEFT, by=cast.ana, at=AT)
    assert WaitingOffer.objects.get().answer == "withdrawn"
    assert [one.entry.account for one in offers(cast)] == [cast.ben]
    assert verbs()[2:] == [
        ("waiting.offered", None),
        ("waiting.left", cast.ana.pk),
        ("waiting.offered", None),
    ]


def test_an_account_sees_what_it_waits_for_itself(cast):
    entry = wait(cast, cast.ana, cast.ana_record)
    seen = {
        one.given_name: list(WaitingEntry.objects.visible_to(one, at=AT))
        for one in (cast.ana, cast.ben, cast.cleo, cast.dov, cast.nora)
    }
    assert seen == {"Ana": [entry], "Ben": [], "Cleo": [], "Dov": [], "Nora": []}
    revoke(cast.ana_grant, by=cast.nora, at=AT)
    assert list(WaitingEntry.objects.visible_to(cast.ana, at=AT)) == []


def test_a_merge_and_a_lock_down_ask_this_room(cast):
    first, _rest = full_friday(cast)
    wait(cast, cast.ana, cast.ana_record)
    cancel(first, by=cast.nora, at=AT)
    (offer,) = offers(cast)
    room = next(one for one in answerers() if one.room == "booking")
    assert room.open_doors(cast.ana_record, at=AT) == [
        "A time on offer from the waiting list: Fri 20 Nov, 9:00 am"
    ]
    assert room.open_doors(cast.kit_record, at=AT) == []
    from records.tests.factories import exported, reader_of

    kinds = {kind for kind, _row in exported(room, reader_of(cast.ana_grant))}
    assert {"waiting_list", "offered_times"} <= kinds
    moved = room.move(cast.ana_record, cast.kit_record, by=cast.nora, at=AT)
    assert moved["booking.waitingoffer"] == [offer.pk]
    assert WaitingOffer.objects.get().answer == "withdrawn"
    assert WaitingEntry.objects.get().patient == cast.kit_record
    room.undo(moved, cast.ana_record, by=cast.nora, at=AT)
    assert WaitingEntry.objects.get().patient == cast.ana_record


def test_a_mail_goes_with_every_offer(cast):
    first, _rest = full_friday(cast)
    wait(cast, cast.ana, cast.ana_record)
    cancel(first, by=cast.nora, at=AT)
    (offer,) = offers(cast)
    row = Message.objects.get(kind="booking.offer")
    assert (row.account_id, row.patient_id, row.about) == (
        cast.ana.pk, cast.ana_record.pk, {"offer": str(offer.pk)},
    )  # fmt: skip
    assert fresh(cast.harbour).pk == row.clinic_id
