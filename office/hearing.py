"""How the team hears by mail of what waits: at once, by groups of things that each chooses, or in one mail a day.

The mails are rows of the outbox, made by a task; what they say is looked up when they leave, and is never more than how
much of what waits. Losing or repeating the task changes nothing.
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction

import outbox
from clinic.models import Clinic, Membership
from office.hearing_groups import ALERTS, group_of, groups_for
from office.policies import sees_tray
from office.tray import calling
from tray.models import Item, Notices, Way
from tray.notices import digest_due, leaves_at, way_of

A_DAY = timedelta(days=1)
AT_MOST = 1000  # things that one run of the task tells of


def counted(member, clinic, way, notices, *, at, since=None) -> Counter:
    """What calls this member and is told in this way, by group; nothing of their own doing.

    `since`: only what the team was told of from then on.
    """
    rows = calling(member, clinic, at=at).exclude(put_by=member.user_id)
    rows = rows.only("kind", "assigned_to", "assigned_by")
    if since is not None:
        rows = rows.filter(told_at__gte=since)
    found = Counter(group_of(item, member.user_id) for item in rows)
    told = {name for name in groups_for(member) if way_of(notices, name, member.roles) == way}
    if way == Way.DAILY:
        told.add(ALERTS)
    return Counter({name: number for name, number in found.items() if name in told})


@transaction.atomic
def tell_news(*, at) -> int:
    """Post what came since the team was told last, to whoever wants to hear of it at once; how many mails that are.

    Each thing is told by one run: two workers never have the same in hand.
    """
    fresh = Item.objects.select_for_update(skip_locked=True, of=["self"]).filter(told_at=None)
    items = list(fresh.order_by("pk")[:AT_MOST])
    if not items:
        return 0
    Item.objects.filter(pk__in=[one.pk for one in items]).update(told_at=at)
    # What came in while no worker ran for days is no news any more.
    where = {one.clinic_id for one in items if one.changed_at > at - A_DAY}
    return sum(_tell_clinic(clinic, at=at) for clinic in Clinic.objects.filter(pk__in=where).order_by("pk"))


def _tell_clinic(clinic, *, at) -> int:
    number = 0
    chosen = {one.account_id: one for one in Notices.objects.filter(clinic=clinic)}
    for member in _team(clinic):
        mine = chosen.get(member.user_id) or Notices(clinic=clinic, account=member.user)
        if counted(member, clinic, Way.AT_ONCE, mine, at=at, since=at):
            number += 1
            due_at = leaves_at(mine, clinic, at=at)
            # Of all that comes in quiet hours there is one mail, when they end.
            outbox.post(
                "office.news",
                clinic=clinic,
                account=member.user,
                about={"since": at.isoformat()},
                dedupe_key=f"office.news:{clinic.pk}:{member.user_id}:{due_at.isoformat()}",
                at=at,
                due_at=due_at,
            )
    return number


def _team(clinic) -> list[Membership]:
    live = Membership.objects.filter(clinic=clinic, ended_at=None, user__is_active=True)
    return [member for member in live.select_related("user").order_by("pk") if sees_tray(member)]


def send_digests(*, at) -> int:
    """Post the one mail of the day to whoever wants it, once its hour has come; how many that are.

    A day on which nothing waits has none.
    """
    everybody = Notices.objects.select_related("clinic").order_by("pk")
    daily = [one for one in everybody if Way.DAILY in one.ways.values()]
    return sum(_send_digest(one, at=at) for one in daily)


@transaction.atomic
def _send_digest(notices, *, at) -> bool:
    clinic = notices.clinic
    today = at.astimezone(clinic.zone).date()
    if notices.digest_on == today or digest_due(notices, clinic, today) > at:
        return False
    rows = Notices.objects.select_for_update(skip_locked=True, of=["self"]).filter(pk=notices.pk)
    mine = rows.exclude(digest_on=today).select_related("account").first()
    if mine is None:
        return False
    Notices.objects.filter(pk=mine.pk).update(digest_on=today)
    member = next((one for one in _team(clinic) if one.user_id == mine.account_id), None)
    if member is None or not counted(member, clinic, Way.DAILY, mine, at=at):
        return False
    outbox.post(
        "office.digest",
        clinic=clinic,
        account=mine.account,
        about={"day": today.isoformat()},
        dedupe_key=f"office.digest:{clinic.pk}:{mine.account_id}:{today.isoformat()}",
        at=at,
    )
    return True
