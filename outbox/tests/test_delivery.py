"""Mail as rows: posted with the act, composed and sent once, tried again, given up, or dropped."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from common.tests.moment import AT
from outbox import actions, delivery, registry
from outbox.models import Message
from outbox.tests.factories import MessageFactory

KIND = "outbox.test"


@pytest.fixture
def kind(monkeypatch):
    """A kind of message that rooms of the tests compose; `kind.compose` may be replaced, `kind.gates` filled."""

    class Kind:
        gates = []
        composed = []

        def compose(self, message, *, at):
            self.composed.append(message.pk)
            return EmailMultiAlternatives("Subject", "Body", to=["ana@example.org"])

    one = Kind()
    one.gates, one.composed = [], []
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(registry, "_gates", [])
    registry.register(
        KIND,
        lambda message, at: one.compose(message, at=at),
        lambda message, at: [gate(message) for gate in one.gates],
    )
    return one


def post(key="one", **fields):
    actions.post(KIND, dedupe_key=key, at=AT, **fields)


def row(key="one"):
    return Message.objects.get(dedupe_key=key)


# Posting -------------------------------------------------------------------------------------------


def test_the_same_message_is_posted_once(db, kind):
    post(about={"visit": 7})
    post(about={"visit": 8})
    assert row().about == {"visit": "7"}


def test_a_kind_nobody_composes_is_refused_at_once(db):
    with pytest.raises(KeyError):
        actions.post("nobody.knows", dedupe_key="x", at=AT)


def test_an_act_rolled_back_takes_its_mail_along(db, kind, django_capture_on_commit_callbacks):
    class Undone(Exception):
        pass

    with django_capture_on_commit_callbacks() as on_commit:
        with pytest.raises(Undone), transaction.atomic():
            post()
            raise Undone
    assert on_commit == []
    assert not Message.objects.exists()


def test_a_mail_due_now_wakes_the_worker_on_commit(db, kind, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as on_commit:
        post()
        post("later", due_at=AT + timedelta(minutes=3))
    assert on_commit == [actions.wake]


def test_a_broker_that_is_down_costs_the_request_nothing(
    db, kind, monkeypatch, django_capture_on_commit_callbacks
):
    from outbox.tasks import drain_outbox

    def down(*args, **kwargs):
        assert kwargs == {"retry": False}  # trying again would keep the visitor waiting
        raise ConnectionError("no broker")

    monkeypatch.setattr(drain_outbox, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        post()
    delivery.drain(at=AT)  # beat does this every few seconds
    assert row().sent_at == AT


# Draining ------------------------------------------------------------------------------------------


def test_one_wake_sends_everything_that_is_due(db, kind):
    for n in range(3):
        post(f"due {n}")
    post("later", due_at=AT + timedelta(seconds=1))
    assert delivery.drain(at=AT) == 3
    assert len(mail.outbox) == 3
    assert row("later").sent_at is None


def test_what_was_sent_is_not_sent_again(db, kind):
    post()
    assert [delivery.drain(at=AT), delivery.drain(at=AT)] == [1, 0]
    assert len(mail.outbox) == 1


def test_a_mail_is_known_again_by_its_id(db, kind, settings):
    settings.MAIL_DOMAIN = "anteroom.example"
    post()
    delivery.drain(at=AT)
    headers = mail.outbox[0].extra_headers
    assert headers["Message-ID"] == f"<{row().pk}@anteroom.example>"
    assert headers["Auto-Submitted"] == "auto-generated"


def test_it_is_written_in_its_readers_language(db, kind):
    from django.utils.translation import get_language

    kind.compose = lambda message, at: EmailMultiAlternatives(get_language(), "", to=["ana@example.org"])
    post(locale="fr")
    delivery.drain(at=AT)
    assert mail.outbox[0].subject == "fr"


def test_one_bad_mail_does_not_keep_the_others(db, kind):
    def compose(message, at):
        if message.dedupe_key == "bad":
            raise ValueError("ana@example.org is in these words")
        return EmailMultiAlternatives("Subject", "", to=["ana@example.org"])

    kind.compose = compose
    post("bad")
    post("good")
    assert delivery.drain(at=AT) == 2
    assert (row("good").sent_at, row("bad").sent_at) == (AT, None)


def test_a_failure_is_noted_by_its_kind_only(db, kind):
    def compose(message, at):
        raise ValueError("ana@example.org is in these words")

    kind.compose = compose
    post()
    delivery.drain(at=AT)
    assert (row().attempts, row().last_error) == (1, "ValueError")


def test_a_compose_that_breaks_its_transaction_breaks_nothing_else(db, kind):
    def compose(message, at):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    kind.compose = compose
    post()
    delivery.drain(at=AT)
    assert row().last_error == "DataError"


# Trying again, giving up, dropping ------------------------------------------------------------------


def test_the_pauses_grow_up_to_six_hours():
    pauses = [delivery.pause_after(n) for n in range(1, delivery.TRIES)]
    assert pauses == [timedelta(seconds=seconds) for seconds in (15, 60, 240, 960, 3840, 15360, 6 * 3600)]


def test_after_the_last_try_it_is_dead_and_visible(db, kind):
    def compose(message, at):
        raise OSError("the post office is closed")

    kind.compose = compose
    post()
    at, tries = AT, 0
    while row().dead_at is None:
        assert delivery.drain(at=at) == 1
        assert delivery.drain(at=at) == 0  # not before its pause is over
        tries += 1
        at = row().due_at
    assert (tries, row().attempts, row().last_error) == (delivery.TRIES, delivery.TRIES, "OSError")
    assert delivery.drain(at=at + timedelta(days=9)) == 0


def test_whoever_runs_the_site_asks_for_what_was_given_up(db, capsys):
    """What, when and why; neither words nor addresses."""
    call_command("outbox_check")
    assert capsys.readouterr().out == "No mail was given up.\n"
    MessageFactory(dropped_at=AT)
    dead = MessageFactory(dead_at=AT, last_error="OSError", about={"email": "ana@example.org"})
    with pytest.raises(CommandError) as said:
        call_command("outbox_check")
    assert str(said.value) == f"Given up:\n{AT:%Y-%m-%d %H:%M} UTC accounts.notice {dead.pk} (OSError)"


def test_a_closed_post_office_is_a_failed_try_of_each_mail(db, kind, monkeypatch):
    """The connection itself fails: each mail has its pause, the drain goes on."""
    from django.core.mail.backends.smtp import EmailBackend

    monkeypatch.setattr(delivery, "get_connection", lambda: EmailBackend(host="127.0.0.1", port=1, timeout=1))
    post()
    post("two")
    assert delivery.drain(at=AT) == 2
    assert {row(key).last_error for key in ("one", "two")} == {"ConnectionRefusedError"}


def test_a_mail_whose_reason_is_gone_is_dropped_with_the_reason(db, kind):
    def gone(message):
        raise registry.ReasonGone("visit cancelled")

    kind.gates.append(gone)
    post()
    delivery.drain(at=AT)
    assert (row().dropped_at, row().dropped_because, row().sent_at) == (AT, "visit cancelled", None)
    assert mail.outbox == [] and kind.composed == []


def test_every_mail_passes_the_gates_of_the_house(db, kind):
    registry.register_gate(lambda message, at: (_ for _ in ()).throw(registry.ReasonGone("locked down")))
    post()
    delivery.drain(at=AT)
    assert row().dropped_because == "locked down"


def test_a_row_has_one_ending(db):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(sent_at=AT, dropped_at=AT)


# Two workers at once --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_drains_share_the_work_and_send_each_once(kind):
    together = threading.Barrier(2, timeout=20)

    def compose(message, at):
        # Both hold a row at the same time here, or the barrier breaks and the test fails.
        if message.dedupe_key in {"0", "1"}:
            together.wait()
        return EmailMultiAlternatives(message.dedupe_key, "", to=["ana@example.org"])

    kind.compose = compose
    for n in range(12):
        post(str(n))
    handled = []

    def work():
        try:
            handled.append(delivery.drain(at=AT))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert sum(handled) == 12
    assert sorted(sent.subject for sent in mail.outbox) == sorted(str(n) for n in range(12))
    assert not Message.objects.exclude(sent_at=AT).exists()
