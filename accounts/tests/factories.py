"""People who sign in."""

from functools import cache

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import User
from common.tests.moment import LONG_AGO

PASSWORD = "kettle harbour sparrow"


@cache
def hashed_password() -> str:
    """The one password everybody in the tests has, hashed once."""
    return make_password(PASSWORD)


class AccountFactory(factory.django.DjangoModelFactory):
    """Somebody who signs in and has proved the address; `unverified=True` has only typed it."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        unverified = factory.Trait(verified_at=None)

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    given_name = "Robin"
    family_name = "Vale"
    password = factory.LazyFunction(hashed_password)
    verified_at = LONG_AGO
    date_joined = LONG_AGO

    @factory.post_generation
    def address(account, create, _given):
        if create:
            verified = account.verified_at is not None
            EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=verified)
