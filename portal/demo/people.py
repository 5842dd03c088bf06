"""Accounts of the demo: people who sign in, and the roles they have at a clinic."""

from accounts.actions import account_at
from accounts.models import User
from clinic.models import Membership, Practitioner
from records.models import AccessRules


def account(email: str, given_name: str, family_name: str, *, password: str | None, at) -> User:
    """The account that owns an address; made and proved when there is none."""
    return account_at(email, password=password, given_name=given_name, family_name=family_name, at=at)


def employ(user, clinic, *roles, at) -> None:
    """The account works at the clinic in these roles, unless it ever did: an ended membership stays ended."""
    Membership.objects.get_or_create(
        user=user, clinic=clinic, defaults={"roles": list(roles), "started_at": at}
    )


def choose_ages(clinic) -> None:
    """From 13 on young people decide with their parents, from 18 on alone; unless the clinic decided otherwise."""
    AccessRules.objects.get_or_create(clinic=clinic, defaults={"review_age": 13, "majority_age": 18})


def practitioner(clinic, slug: str, *, order: int, user=None, **details) -> Practitioner:
    """Someone patients see."""
    found, _made = Practitioner.objects.get_or_create(
        clinic=clinic, slug=slug, defaults={**details, "order": order, "user": user}
    )
    return found
