"""Six mails an hour to an address that nobody proved, however many accounts claim it and workers send."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from common.tests.moment import AT
from outbox import delivery, registry, sparing
from outbox.models import Message
from outbox.tests.factories import MessageFactory

KIND, ADDRESS = "outbox.test_sparing", "ana@example.org"
HOUR = timedelta(hours=1)


@pytest.fixture
def waiting(monkeypatch):
    """`waiting(n, to=…)`: so many mails to an address nobody proved are due."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(registry, "_gates", [])

    def compose(message, *, at):
        sparing.spare(message.about["to"], at=at)
        return EmailMultiAlternatives("Subject", "Body", to=[message.about["to"]])

    registry.register(KIND, compose)
    return lambda count, to=ADDRESS, due_at=AT: MessageFactory.create_batch(
        count, kind=KIND, about={"to": to}, due_at=due_at
    )


def arrived(*, at=AT) -> list[str]:
    before = len(mail.outbox)
    delivery.drain(at=at)
    return [sent.to[0].lower() for sent in mail.outbox[before:]]


def test_the_first_six_of_an_hour_leave_and_the_others_are_dropped(db, waiting):
    waiting(8)
    assert arrived() == [ADDRESS] * 6
    dropped = Message.objects.exclude(dropped_at=None).values_list("dropped_because", flat=True)
    assert list(dropped) == ["enough mail for an hour"] * 2


def test_an_hour_later_the_next_one_leaves(db, waiting):
    waiting(6)
    arrived()
    for at, count in ((AT + HOUR - timedelta(seconds=1), 0), (AT + HOUR, 1)):
        waiting(1, due_at=at)
        assert len(arrived(at=at)) == count


def test_another_mailbox_has_its_own_six_and_capitals_are_no_other_mailbox(db, waiting):
    waiting(6)
    waiting(1, to="ANA@example.org")
    waiting(1, to="ben@example.org")
    assert sorted(arrived()) == [ADDRESS] * 6 + ["ben@example.org"]


def test_nothing_to_read_is_kept_of_the_address(db, waiting):
    waiting(1)
    arrived()
    kept = Message.objects.get().recipient
    assert (kept, len(kept)) == (sparing.mark_of(ADDRESS), 32)
    assert "ana" not in kept


# Many workers at once --------------------------------------------------------------------------------


def all_at_once(workers=4) -> int:
    """So many workers drain the outbox; how many mails left."""
    barrier = threading.Barrier(workers)

    def worker(_number):
        try:
            barrier.wait(timeout=60)
            delivery.drain(at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as everybody:
        list(everybody.map(worker, range(workers)))
    return Message.objects.exclude(sent_at=None).count()


@pytest.fixture
def slow_post(monkeypatch):
    """A mail takes a moment to hand over, as it does."""
    send = EmailMultiAlternatives.send

    def slowly(self, *args, **kwargs):
        time.sleep(0.1)
        return send(self, *args, **kwargs)

    monkeypatch.setattr(EmailMultiAlternatives, "send", slowly)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_four_workers_send_six(waiting, slow_post):
    waiting(16)
    assert all_at_once() == 6


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_red_control_without_the_lock_they_send_more(waiting, slow_post, monkeypatch):
    monkeypatch.setattr(sparing, "one_at_a_time", lambda what: None)
    waiting(16)
    assert all_at_once() > 6
