"""A document is shared at the very moment at which a worker drops the mail of one that was taken back."""

import threading
from datetime import timedelta
from time import monotonic, sleep

import pytest
from django.db import connection
from django.db.models import QuerySet

from common.tests.moment import AT
from outbox import actions
from outbox.delivery import drain
from outbox.models import Message
from records import news
from records.actions import documents
from records.tests.factories import DocumentFactory, GrantFactory

LATER = AT + timedelta(minutes=1)

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def in_a_thread(act):
    def do():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=do)
    thread.start()
    return thread


def has_to_wait(thread) -> bool:
    """Whether what goes on there comes to wait for somebody else's lock, or is through with it."""
    until = monotonic() + 30
    while thread.is_alive() and monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) "
                "WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone() is not None:
                return True
        sleep(0.02)
    return False


def ends_of_both(monkeypatch) -> list[tuple]:
    """What became of the mails, where the second document is shared while a worker has the first one's in hand."""
    grant = GrantFactory(full=True)
    taken_back, shared = (DocumentFactory(patient=grant.patient) for _ in range(2))
    documents.share(taken_back, by=grant.granted_by, at=AT)
    documents.unshare(taken_back, by=grant.granted_by, at=AT)
    looked, go_on, waits_for = threading.Event(), threading.Event(), news.waits_for

    def and_stop(*args, **more):
        found = waits_for(*args, **more)
        looked.set()
        assert go_on.wait(timeout=60)
        return found

    monkeypatch.setattr(news, "waits_for", and_stop)
    worker = in_a_thread(lambda: drain(at=LATER))
    assert looked.wait(timeout=60)
    sharing = in_a_thread(lambda: documents.share(shared, by=grant.granted_by, at=LATER))
    has_waited = has_to_wait(sharing)
    go_on.set()
    worker.join(timeout=60)
    sharing.join(timeout=60)
    monkeypatch.setattr(news, "waits_for", waits_for)
    drain(at=LATER)
    mails = Message.objects.filter(kind=news.KIND, patient_id=grant.patient_id).order_by("posted_at")
    return [has_waited, *mails.values_list("posted_at", "sent_at", "dropped_because")]


def test_it_is_told_by_a_mail_of_its_own(monkeypatch):
    assert ends_of_both(monkeypatch) == [True, (AT, None, "nothing new to see"), (LATER, LATER, "")]


def test_the_control_without_waiting_for_the_worker_nobody_is_told(monkeypatch):
    """Red: were the mail not waited for, it would be taken for one that is about to leave."""

    class Impatient(QuerySet):
        def select_for_update(self, *args, **more):
            return self

    unsent = actions.unsent
    monkeypatch.setattr(actions, "unsent", lambda: Impatient(Message, query=unsent().query))
    assert ends_of_both(monkeypatch) == [False, (AT, None, "nothing new to see")]
