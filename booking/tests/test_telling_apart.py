"""The account step of booking does the same work whatever exists for an address, and says the same (B14)."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.tests.test_telling_apart import SITUATIONS, WRONG, counted, heard
from booking.models import Hold
from booking.tests.test_pages import ACCOUNT, held_url


def test_signing_in_and_signing_up_while_booking_tell_nothing(cast, monkeypatch):
    seen = {}
    for number, (name, make) in enumerate(SITUATIONS.items()):
        email = f"someone{number}@example.org"
        make(email)
        browser = Client(REMOTE_ADDR=f"10.1.{number}.1")
        Hold.objects.all().delete()  # so that everybody is on the way to the same visit
        url = held_url(browser)
        found = []
        for form in ({"login": email, "password": WRONG}, {**ACCOUNT, "email": email}):
            with counted(monkeypatch) as hashes, CaptureQueriesContext(connection) as queries:
                response = browser.post(f"{url}account/", form)
            status, length, headers, cookies = heard(response, email)
            headers.pop("Location", None)  # names the hold
            found.append((len(hashes), len(queries), status, length, headers, cookies))
        seen[name] = found
    assert [hashes for hashes, *_rest in seen["nobody"]] == [3, 1]
    assert seen == dict.fromkeys(SITUATIONS, seen["nobody"])
