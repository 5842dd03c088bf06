"""Whether somebody has a second step to sign in: asked of a whole list at once."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef


def has_second_factor(account: str = "pk") -> Exists:
    """An annotation: whether the account in this column has an app or a passkey. Recovery codes alone are none."""
    own = Authenticator.objects.filter(user=OuterRef(account))
    return Exists(own.exclude(type=Authenticator.Type.RECOVERY_CODES))


def is_compulsory_for_staff() -> bool:
    """Whether nothing opens for staff before they have one."""
    return settings.STAFF_SECOND_FACTOR
