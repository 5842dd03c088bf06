"""What a colleague wants to be mailed about, and at which moment: by the clock of the clinic's place."""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction

import audit
from clinic.models.clinic import Role
from tray.models import Notices, Way

# What a colleague chooses by: which kinds of things belong to a group, upper rooms say (`office/tray.py`).
GIVEN, FORMS = "given", "forms"


def notices_of(account, clinic) -> Notices:
    """A colleague's choice at a clinic; one that was never saved where they never chose."""
    mine = Notices.objects.filter(clinic=clinic, account=account).first()
    return mine or Notices(clinic=clinic, account=account)


def way_of(notices: Notices, group: str, roles) -> str:
    """How they hear of a group of things. At first: at once of what a colleague gives them, and practitioners of forms
    that were sent in; of nothing else."""
    first = {GIVEN} | ({FORMS} if Role.PRACTITIONER in roles else set())
    return notices.ways.get(group) or (Way.AT_ONCE if group in first else Way.OFF)


def wants_completed(account, clinic) -> bool:
    """Whether a practitioner is mailed at once when a form that was sent for them was filled in."""
    return way_of(notices_of(account, clinic), FORMS, [Role.PRACTITIONER]) == Way.AT_ONCE


@transaction.atomic
def choose(*, account, clinic, ways: dict, hour: int, quiet_from: int, quiet_until: int, at) -> bool:
    """What a colleague wants to be mailed about. Choosing the same twice changes nothing.

    A daily mail whose hour is over begins tomorrow, as does one that was made today already.
    """
    mine, _is_new = Notices.objects.select_for_update().get_or_create(clinic=clinic, account=account)
    before = (mine.ways, mine.hour, mine.quiet_from, mine.quiet_until)
    if before == (ways, hour, quiet_from, quiet_until):
        return False
    mine.ways, mine.hour, mine.quiet_from, mine.quiet_until = ways, hour, quiet_from, quiet_until
    today = at.astimezone(clinic.zone).date()
    if digest_due(mine, clinic, today) <= at:
        mine.digest_on = today
    mine.save()
    audit.record("notices.chosen", by=account, target=account, clinic=clinic)
    return True


def digest_due(notices, clinic, day) -> datetime:
    """The instant of a day's one mail. An hour that the clocks skip is the one after; of one that comes twice, the
    first."""
    return _instant(day, notices.hour, clinic)


def leaves_at(notices, clinic, *, at) -> datetime:
    """When a mail that could leave now does: after the quiet hours, if it is in them."""
    begins, ends = notices.quiet_from, notices.quiet_until
    local = at.astimezone(clinic.zone)
    is_over_midnight = ends < begins
    late = local.hour >= begins
    is_quiet = (late or local.hour < ends) if is_over_midnight else begins <= local.hour < ends
    if not is_quiet:
        return at
    day = local.date() + timedelta(days=1 if is_over_midnight and late else 0)
    return max(at, _instant(day, ends, clinic))


def _instant(day, hour, clinic) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clinic.zone).astimezone(UTC)
