"""The second step when signing in: offered to everyone, compulsory for staff where the installation says so."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from accounts.tests.mailed import arrived

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def compulsory(settings):
    settings.STAFF_SECOND_FACTOR = True


def code_now(secret=SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def with_app(account):
    TOTP.activate(account, SECRET)
    return account


def signs_in(account) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize("who", ["nora", "finn", "petra_account"])
def test_staff_set_it_up_before_anything_else(compulsory, cast, who):
    client = signs_in(getattr(cast, who))
    assert client.get("/office/").url == reverse("mfa_index")
    assert client.get("/portal/").url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_they_are_told_why_and_no_link_leads_in_a_circle(compulsory, cast):
    why = "People who work at a clinic need a second step."
    here = signs_in(cast.nora)
    page = here.get(reverse("mfa_index")).text
    assert (why in page, f'href="{reverse("office:home")}"' in page) == (True, False)
    with_app(cast.nora)
    page = here.get(reverse("mfa_index")).text
    assert (why in page, f'href="{reverse("office:home")}"' in page) == (False, True)
    assert why not in signs_in(cast.dov).get(reverse("mfa_index")).text


def test_patients_are_not_forced(compulsory, cast):
    assert signs_in(cast.dov).get("/portal/").status_code == 200


def test_where_it_is_off_nobody_is(cast):
    assert signs_in(cast.finn).get("/portal/").status_code == 200


def test_setting_up_the_app_opens_the_door(compulsory, cast, at, django_capture_on_commit_callbacks):
    client = signs_in(cast.finn)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        codes = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}, follow=True)
    assert "Your backup codes" in codes.content.decode()
    assert client.get("/portal/").status_code == 200
    (told,) = arrived(at=at)
    assert "authenticator app was turned on" in told.body


def test_the_password_alone_no_longer_signs_in(cast):
    client = signs_in(with_app(cast.ana))
    assert not get_user(client).is_authenticated
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "This code does not fit" in wrong.content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_now()}).url == "/portal/"
    assert get_user(client) == cast.ana


def test_nor_does_a_new_password_by_mail(cast, at):
    from accounts.tests.test_forgotten_password import NEW, ask, choose, path_in

    with_app(cast.ana)
    ask(cast.ana.email)
    choose(path_in(arrived(at=at)[0]))
    client = Client()
    client.post(reverse("account_login"), {"login": cast.ana.email, "password": NEW})
    assert not get_user(client).is_authenticated


def test_staff_keep_their_last_one(compulsory, cast):
    with_app(cast.finn)
    client = signs_in(cast.finn)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=cast.finn, type="totp").exists()


def test_patients_may_turn_it_off(compulsory, cast):
    with_app(cast.dov)
    client = signs_in(cast.dov)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=cast.dov).exists()


def test_the_pages_need_the_password_again(client, sign_in, cast):
    ana = sign_in(client, cast.ana)
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert ana.get(reverse(name)).url.startswith(reverse("account_reauthenticate"))


def test_setting_it_up_and_turning_it_off_end_all_other_sessions(cast, django_capture_on_commit_callbacks):
    """C42: whoever else was signed in has to show both steps."""
    here, there = signs_in(cast.dov), signs_in(cast.dov)
    there.get("/portal/")
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = here.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        here.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert (get_user(here).is_authenticated, get_user(there).is_authenticated) == (True, False)
    there = signs_in(cast.dov)
    there.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    there.get("/portal/")
    here.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=cast.dov).exists()
    assert (get_user(here).is_authenticated, get_user(there).is_authenticated) == (True, False)
