"""`/healthz` and `/readyz`: what an operator's monitor relies on."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from clinic import watching
from common import clock
from config.tasks import note_beat
from outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_clinic():
    from clinic.tests.factories import ClinicFactory

    ClinicFactory()


def test_alive(client):
    assert (client.get("/healthz").status_code, client.get("/healthz").content) == (200, b"ok\n")


def test_ready_when_everything_holds(client):
    note_beat()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        dict.fromkeys(["clock", "migrations", "mail", "beat", "audit"], True),
    )


def test_a_silent_beat_is_told(client):
    with clock.shifted(timedelta(0)):
        note_beat()
    with clock.shifted(timedelta(minutes=4)):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["beat"]) == (503, False)


def test_a_clock_two_seconds_off_is_told(client):
    """Settled 15."""
    with clock.shifted(timedelta(seconds=3)):
        note_beat()
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["clock"]) == (503, False)


def test_mail_that_does_not_leave_is_told(client):
    note_beat()
    at = clock.now() - timedelta(minutes=6)
    Message.objects.create(kind="x", dedupe_key="x", posted_at=at, due_at=at)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["mail"]) == (503, False)


def test_an_audit_that_was_altered_is_told(client):
    note_beat()
    cache.set(watching.BROKEN_KEY, [1], timeout=None)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["audit"]) == (503, False)
