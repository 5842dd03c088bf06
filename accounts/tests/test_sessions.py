"""How long a session lasts, which ones there are, and how they end."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import PASSWORD, AccountFactory
from common import clock

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def house(cast, monkeypatch):
    """The cast, with a clock that runs."""
    monkeypatch.undo()
    return cast


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    client.get("/portal/")
    return client


def is_in(client, *, after=timedelta(0)) -> bool:
    with clock.shifted(after):
        return client.get("/portal/").status_code in (200, 302) and get_user(client).is_authenticated


@pytest.mark.parametrize("who, limit", [("dov", 30 * MINUTE), ("finn", 15 * MINUTE)])
def test_standing_idle_ends_it_sooner_for_staff(house, who, limit):
    account = getattr(house, who)
    assert is_in(signed_in(account), after=limit - MINUTE)
    assert not is_in(signed_in(account), after=limit + MINUTE)


def test_using_it_keeps_it_alive_but_not_past_twelve_hours(house):
    client = signed_in(house.dov)
    steps = [minutes * MINUTE for minutes in range(25, 12 * 60, 25)]
    assert all(is_in(client, after=step) for step in steps)
    assert not is_in(client, after=12 * HOUR)


def test_it_is_touched_at_most_once_a_minute(house, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(house.dov)
    with clock.shifted(timedelta(seconds=50)), CaptureQueriesContext(connection) as queries:
        client.get("/portal/")
    assert not any(query["sql"].startswith("UPDATE") for query in queries)


def test_what_was_being_booked_outlives_the_session(house):
    client = signed_in(house.dov)
    session = client.session
    session["booking"] = {"mark": "m", "holds": ["h"]}
    session["secret"] = "of this person"
    session.save()
    assert not is_in(client, after=HOUR)
    assert client.session["booking"] == {"mark": "m", "holds": ["h"]}
    assert "secret" not in client.session


def test_a_post_after_the_end_asks_to_sign_in_and_comes_back(house):
    client = signed_in(house.dov)
    with clock.shifted(HOUR):
        response = client.get(reverse("account_email"))
    assert response.url == "/accounts/login/?next=/accounts/email/"


# The list ------------------------------------------------------------------------------------------


def test_every_session_is_on_the_list_whichever_door_it_came_through(house):
    signed_in(house.dov)
    Client().post(reverse("account_login"), {"login": house.dov.email, "password": PASSWORD})
    made = Client()
    made.post(reverse("account_signup"), {"email": "new@example.org", "password": PASSWORD})
    made.get("/portal/")
    assert UserSession.objects.filter(user=house.dov).count() == 2
    assert UserSession.objects.filter(user=get_user(made)).count() == 1


def test_one_can_end_all_others(house):
    here, there = signed_in(house.dov), signed_in(house.dov)
    page = here.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2
    here.post(reverse("usersessions_list"))
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_new_password_ends_all_others(house):
    here, there = signed_in(house.dov), signed_in(house.dov)
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "another good password"}
    )
    assert (is_in(here), is_in(there)) == (True, False)
    assert here.get(reverse("usersessions_list")).context["session_count"] == 1


def test_nobody_sees_the_sessions_of_others(house):
    signed_in(house.ana)
    page = signed_in(house.dov).get(reverse("usersessions_list"))
    assert {session.user for session in page.context["sessions"]} == {house.dov}


def test_a_browser_is_called_by_its_name(house):
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    client = Client(headers={"user-agent": firefox})
    client.force_login(house.dov)
    assert "Firefox on Linux" in client.get(reverse("usersessions_list"), follow=True).content.decode()


def test_a_closed_account_is_out_at_the_next_request(house):
    account = AccountFactory()
    client = signed_in(account)
    type(account).objects.filter(pk=account.pk).update(is_active=False)
    assert not is_in(client)


def test_signing_out_takes_a_press_of_a_button(house):
    client = signed_in(house.dov)
    client.get(reverse("account_logout"))
    assert is_in(client)
    assert client.post(reverse("account_logout")).url == "/book/"
    assert not is_in(client)


# What is left in the browser -----------------------------------------------------------------------


def test_an_end_takes_along_what_the_browser_kept(house):
    """C44: after the press, or the limit, the back button finds nothing; until then the browser keeps its files."""
    client = signed_in(house.dov)
    assert "Clear-Site-Data" not in client.get("/portal/").headers
    assert client.post(reverse("account_logout")).headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get("/book/").headers
    idle = signed_in(house.dov)
    with clock.shifted(HOUR):
        answer = idle.get("/portal/")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (302, '"cache"')


def test_signing_in_anew_ends_nothing(house):
    client = Client()
    answer = client.post(reverse("account_login"), {"login": house.dov.email, "password": PASSWORD})
    assert "Clear-Site-Data" not in answer.headers
