"""The password once more: asked for, and not looked up again of somebody who has just given it."""

import time

import pytest
from allauth.account.internal.userkit import user_id_to_str
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.again import password_again
from accounts.tests.factories import AccountFactory

AGAIN = {"method": "password", "reauthenticated": True}


@password_again
def view(request):
    return HttpResponse("in")


def asked_by(account, *records):
    request = RequestFactory().get("/")
    request.user = account
    request.session = {
        "account_authentication_methods_user": user_id_to_str(account),
        "account_authentication_methods": list(records),
    }  # fmt: skip
    return request


@pytest.mark.parametrize(
    "record",
    [
        None,
        {"method": "password", "at": time.time()},
        AGAIN | {"at": time.time() - 301},
        {"method": "mfa", "reauthenticated": False, "at": time.time()},
    ],
    ids=["nothing", "signed in just now", "too long ago", "by no password again"],
)
def test_it_is_asked_for(db, record):
    with pytest.raises(ReauthenticationRequired):
        view(asked_by(AccountFactory(), *([record] if record else [])))


def test_whoever_has_just_given_it_costs_no_query(db, django_assert_num_queries):
    account = AccountFactory()
    with django_assert_num_queries(0):
        assert view(asked_by(account, AGAIN | {"at": time.time() - 299})).content == b"in"


def test_what_somebody_else_gave_in_this_session_does_not_count(db):
    request = asked_by(AccountFactory(), AGAIN | {"at": time.time()})
    request.user = AccountFactory()
    with pytest.raises(ReauthenticationRequired):
        view(request)
