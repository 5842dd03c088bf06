"""Ana’s record once more, and a browser that joins the two."""

from datetime import timedelta

from django.urls import reverse

from accounts.tests.factories import PASSWORD
from common.tests.moment import AT
from records.tests.factories import PatientFactory
from tests.story import BORN


def made_liz(cast):
    """Ana’s record once more, under another name and with another address."""
    return PatientFactory(
        clinic=cast.harbour, given_name="Anna", family_name="Cast", date_of_birth=BORN, made_online=True,
        created_at=AT - timedelta(days=3), email="anna@example.org", address="1 Pier Road",
    )  # fmt: skip


def browser_of(account, client, sign_in):
    """A browser of somebody who has just typed the password once more."""
    sign_in(client, account)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def place(name, *patients):
    return reverse(f"office:{name}", args=[patient.pk for patient in patients])


def join(browser, kept, gone, **choices):
    """Look, and press the button."""
    url = place("joining", kept, gone)
    seen = browser.get(url).context["seen"]
    fields = {"email": "kept", "phone": "kept", "given_name": "kept", "address": "gone"}
    return browser.post(url, fields | {"seen": seen} | choices)
