"""After five wrong passwords sign-in waits: how long is known, and staff can open it."""

from datetime import timedelta

from accounts.sign_in import open_sign_in
from accounts.tests.factories import PASSWORD
from accounts.tries import sign_in_wait
from audit.models import Event
from common.tests.moment import AT

A_MINUTE = timedelta(minutes=1)


def try_wrongly(client, times, network="198.51.100.7"):
    for number in range(times):
        form = {"login": "Ana@Example.org", "password": f"wrong {number}"}
        client.post("/accounts/login/", form, REMOTE_ADDR=network)


def test_four_wrong_passwords_close_nothing(cast, client):
    try_wrongly(client, 4)
    assert sign_in_wait("ana@example.org", at=AT) == timedelta(0)


def test_five_close_it_for_a_quarter_of_an_hour(cast, client):
    try_wrongly(client, 5)
    assert sign_in_wait("ANA@example.org", at=AT + A_MINUTE) == 14 * A_MINUTE
    assert sign_in_wait("ben@example.org", at=AT) == timedelta(0)
    assert sign_in_wait("ana@example.org", at=AT + 16 * A_MINUTE) == timedelta(0)


def test_a_few_from_each_of_many_networks_close_it_only_when_they_are_twenty(cast, client):
    for number in range(4):
        try_wrongly(client, 4, network=f"198.51.100.{number}")
    assert sign_in_wait("ana@example.org", at=AT) == timedelta(0)
    try_wrongly(client, 4, network="198.51.100.9")
    assert sign_in_wait("ana@example.org", at=AT) == 15 * A_MINUTE


def test_staff_can_open_it(cast, client):
    try_wrongly(client, 6)
    right = {"login": "ana@example.org", "password": PASSWORD}
    assert client.post("/accounts/login/", right, REMOTE_ADDR="198.51.100.7").status_code == 200
    open_sign_in("ana@example.org", by=cast.finn, clinic=cast.harbour)
    assert sign_in_wait("ana@example.org", at=AT) == timedelta(0)
    assert client.post("/accounts/login/", right, REMOTE_ADDR="198.51.100.7").status_code == 302
    event = Event.objects.get(verb="account.sign_in_opened")
    assert (event.actor, event.target) == (cast.finn.pk, str(cast.ana.pk))
