"""After five wrong passwords sign-in waits: how long is known, and staff can open it."""

import time
from datetime import UTC, datetime, timedelta

from accounts.sign_in import open_sign_in, sign_in_wait
from audit.models import Event

HOSTS = ["testserver"]
A_MINUTE = timedelta(minutes=1)


def try_wrongly(client, times):
    for number in range(times):
        client.post("/accounts/login/", {"login": "Ana@Example.org", "password": f"wrong {number}"})


def now():
    return datetime.fromtimestamp(time.time(), UTC)


def wait(email="ana@example.org", **more):
    return sign_in_wait(email, hosts=HOSTS, at=now(), **more)


def test_four_wrong_passwords_close_nothing(cast, client):
    try_wrongly(client, 4)
    assert wait() == timedelta(0)


def test_five_close_it_for_a_quarter_of_an_hour(cast, client):
    try_wrongly(client, 5)
    assert 14 * A_MINUTE < wait() <= 15 * A_MINUTE
    assert wait("ben@example.org") == timedelta(0)
    later = now() + 14 * A_MINUTE
    assert timedelta(0) < sign_in_wait("ANA@example.org", hosts=HOSTS, at=later) <= A_MINUTE
    assert sign_in_wait("ana@example.org", hosts=HOSTS, at=now() + 16 * A_MINUTE) == timedelta(0)
    assert sign_in_wait("ana@example.org", hosts=["lakeside.localhost"], at=now()) == timedelta(0)


def test_staff_can_open_it(cast, client):
    from accounts.tests.factories import PASSWORD

    try_wrongly(client, 6)
    right = {"login": "ana@example.org", "password": PASSWORD}
    assert client.post("/accounts/login/", right).status_code == 200
    open_sign_in("ana@example.org", hosts=HOSTS, by=cast.finn, clinic=cast.harbour)
    assert wait() == timedelta(0)
    assert client.post("/accounts/login/", right).status_code == 302
    event = Event.objects.get(verb="account.sign_in_opened")
    assert (event.actor, event.target) == (cast.finn.pk, str(cast.ana.pk))
