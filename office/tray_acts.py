"""What a colleague does with one or several things of the tray at once: give, put off, tick off."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import OuterRef, Subquery

import audit
from clinic.models import Clinic, Membership
from common.counting import HowMany
from office.tray import is_told, may_wait, seen_by, waiting_for
from tray import actions
from tray.models import Item


@dataclass
class Outcome:
    """What became of each: done; refused; lost to a colleague, by who has it now; or waiting no more."""

    done: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    lost: dict = field(default_factory=dict)
    gone: list = field(default_factory=list)


def chosen_of(member, clinic, ids, *, at) -> list[Item]:
    """These things of the tray, as far as this member sees them; also what is done meanwhile."""
    return list(seen_by(member, clinic, at=at).filter(pk__in=ids).order_by("pk"))


@transaction.atomic
def give(items, to, *, clinic, seen: dict, by, at) -> Outcome:
    """Give things to a colleague (a membership), or with None back to nobody.

    Nobody gets what they do not decide themself. `seen` says who had each when the page was drawn: where a colleague
    was faster it stays with them.
    """
    ids, found = [one.pk for one in items], Outcome()
    sees = (
        set(ids)
        if to is None
        else set(waiting_for(to, clinic, at=at).filter(pk__in=ids).values_list("pk", flat=True))
    )
    account = to.user if to is not None else None
    for item in items:
        if item.done_at:
            found.gone.append(item)
        elif item.pk not in sees:
            found.refused.append(item)
        elif actions.assign(item, account, seen=seen.get(item.pk), by=by, at=at):
            found.done.append(item)
        else:
            _who_was_faster(item, account, found)
    return found


def _who_was_faster(item, account, found: Outcome) -> None:
    now = Item.objects.filter(pk=item.pk).values_list("assigned_to", "done_at").first()
    if now is None or now[1]:
        found.gone.append(item)
    elif now[0] == (account.pk if account else None):
        found.done.append(item)  # the second press of the same
    else:
        found.lost.setdefault(now[0], []).append(item)


@transaction.atomic
def put_off(items, until, *, by, at) -> Outcome:
    """Put things off until then, or with None bring them back. What must not wait stays."""
    found = Outcome()
    for item in items:
        if item.done_at:
            found.gone.append(item)
        elif until and not may_wait(item.kind):
            found.refused.append(item)
        else:
            actions.snooze(item, until, by=by, at=at)
            found.done.append(item)
    return found


@transaction.atomic
def tick_off(items, *, by, at) -> Outcome:
    """Take note of what there is nothing to decide about; the rest is decided on its own page."""
    return _told(items, actions.tick_off, by=by, at=at)


@transaction.atomic
def put_back(items, *, by, at) -> Outcome:
    """What was ticked off waits again. What was decided is undone where it was decided."""
    return _told(items, actions.put_back, by=by, at=at)


def _told(items, act, *, by, at) -> Outcome:
    """Do this to each that is only told of."""
    found = Outcome()
    for item in items:
        if not is_told(item.kind):
            found.refused.append(item)
        elif act(item, by=by, at=at):
            found.done.append(item)
        else:
            found.gone.append(item)
    return found


def give_back(*, at) -> int:
    """What is with somebody who works here no more, or decides it no more, is nobody's again; how much that was."""
    held = Item.objects.filter(done_at=None, assigned_to__isnull=False)
    number = 0
    for clinic_id, account in held.order_by().values_list("clinic", "assigned_to").distinct():
        live = Membership.objects.filter(clinic=clinic_id, user=account, ended_at=None, user__is_active=True)
        member = live.select_related("clinic", "user").first()
        theirs = held.filter(clinic=clinic_id, assigned_to=account)
        if member is not None:
            theirs = theirs.exclude(pk__in=waiting_for(member, member.clinic, at=at).values("pk"))
        number += sum(_returned(item, at=at) for item in theirs)
    return number


@transaction.atomic
def _returned(item, *, at) -> bool:
    mine = Item.objects.filter(pk=item.pk, done_at=None, assigned_to=item.assigned_to_id)
    if not mine.update(assigned_to=None, assigned_by=None, changed_at=at, told_at=None, put_by=None):
        return False
    audit.record("tray.returned", by=None, target=item, patient=item.patient, clinic=item.clinic_id)
    return True


def stamp_of(clinic, *, at) -> str:
    """What is another as soon as anything in this clinic's tray changed, or is not put off any more.

    One question, which looks at what waits and not at all that was ever done.
    """
    rows = Item.objects.filter(clinic=OuterRef("pk"))
    waits = rows.filter(done_at=None)
    woken = waits.filter(snoozed_until__lte=at).order_by("-snoozed_until")
    found = Clinic.objects.filter(pk=clinic.pk).values_list(
        HowMany(waits),
        Subquery(rows.order_by("-changed_at").values("changed_at")[:1]),
        Subquery(woken.values("snoozed_until")[:1]),
    )
    number, *moments = found.get()
    return "-".join([str(number), *(f"{one.timestamp():.6f}" if one else "" for one in moments)])
