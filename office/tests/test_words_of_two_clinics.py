"""Words half written at one clinic, by somebody who works at another as well."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from accounts import kept_words
from accounts.tests.factories import PASSWORD
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common import clock

QUARTER = timedelta(minutes=16)


def signs_in(account, browser):
    browser.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})


def test_they_never_stand_at_the_other(cast, monkeypatch):
    monkeypatch.undo()  # the clock runs
    MembershipFactory(user=cast.finn, clinic=cast.lakeside, roles=[Role.FRONT_DESK])
    page = reverse("office:new_patient")
    here, there = Client(), Client(HTTP_HOST=cast.lakeside.hosts[0])
    signs_in(cast.finn, here)
    here.get(page)
    with clock.shifted(QUARTER):
        here.post(page, {"given_name": "Qdraft"}, headers={"referer": f"http://testserver{page}"})
        signs_in(cast.finn, there)
        shown = there.get(page)
        assert (shown.status_code, "Qdraft" in shown.text) == (200, False)
        assert kept_words.WAIT not in there.session
        there.post(page, {"given_name": ""})  # nor does the form there take them away
        signs_in(cast.finn, here)
        assert 'value="Qdraft"' in here.get(page).text
