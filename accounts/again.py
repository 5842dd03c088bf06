"""The password once more, before something that cannot be taken back lightly."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records


def password_again(view):
    """As allauth asks for it; but of somebody who has just given it, nothing is looked up first."""
    asked = reauthentication_required(view)

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if gave_it_just_now(request):
            return view(request, *args, **kwargs)
        return asked(request, *args, **kwargs)

    guarded.asks_again = True  # a test walks the pages by this: each says in its own words why it asks
    return guarded


def gave_it_just_now(request) -> bool:
    """Whether this session gave the password (or the key) again within the time that counts as now."""
    records = get_authentication_records(request, request.user)
    again = [one["at"] for one in records if one.get("reauthenticated")]
    return bool(again) and time.time() - again[-1] < app_settings.REAUTHENTICATION_TIMEOUT
