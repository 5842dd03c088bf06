"""The tray as the team works with it: what waits, for whom of them, how much of it. Read only."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Substr

from booking.actions.agreeing import REQUEST
from booking.models import Appointment
from booking.policies import sees_waiting_list
from booking.waiting.joining import LEFT_OPEN
from clinic.models.clinic import Role
from clinic.team import member_behind
from common import clock
from common.paging import a_page_of
from office.policies import handles_all, keeps_records, sees_reports, sees_tray
from outbox.models import Message
from records.actions.emergencies import KIND as EMERGENCY
from records.actions.joining.merging import DUPLICATE
from records.actions.proposals import KIND as PROPOSED
from records.actions.sent import KIND as SENT
from records.models import CareRelation, Patient
from records.policies import care_of, may_keep_contacts, reviews_emergencies
from smartforms.alerts import KIND as ALERT
from smartforms.arriving import ADMINISTRATIVE as FORM
from smartforms.arriving import OF_HEALTH
from tray.failed import KIND as FAILED
from tray.models import Item

A_PAGE = 30
A_KIND = re.compile(r"[a-z0-9_.]{1,40}")
A_WEEK = timedelta(days=7)
# Answers that must not wait come first, then the files that somebody sent; the oldest at the top of each.
URGENCY = Case(When(kind=ALERT, then=Value(0)), When(kind=SENT, then=Value(1)), default=Value(2))
ORDERS = {"": (URGENCY, "put_at", "pk"), "oldest": ("put_at", "pk"), "newest": ("-put_at", "-pk")}
NO_FILE = UUID(int=0)  # an empty list would leave nobody
# What is only told: somebody ticks it off here. Everything else is done where it is decided.
TOLD = ("access_taken_back", "code_burned", "guessing", "age_", FAILED, OF_HEALTH, FORM, LEFT_OPEN)
# Kinds that only some of the team decide, and who. Alerts wait for everybody: who may not read them tells who may.
DECIDED_BY = {
    EMERGENCY: reviews_emergencies,
    "erasure_asked": keeps_records,
    PROPOSED: may_keep_contacts,
    DUPLICATE: may_keep_contacts,
    FAILED: sees_reports,
    LEFT_OPEN: sees_waiting_list,
}
MINE, NOBODYS, ALL, SNOOZED, DONE = "mine", "nobody", "all", "later", "done"
WHOSE = ("", MINE, NOBODYS, ALL, SNOOZED, DONE)  # the first: one's own and nobody's, which the shell counts


@dataclass(frozen=True)
class Asked:
    """Which part of the tray an address asks for; whatever makes no sense in it is all."""

    whose: str = ""
    kind: str = ""
    order: str = ""

    @classmethod
    def of(cls, query) -> "Asked":
        whose, kind, order = (query.get(name, "") for name in ("whose", "kind", "order"))
        return cls(
            whose if whose in WHOSE else "",
            kind if A_KIND.fullmatch(kind) else "",
            order if order in ORDERS else "",
        )


@dataclass
class Counts:
    """How much waits, by (kind, whose it is, whether it is put off)."""

    rows: Counter = field(default_factory=Counter)

    def kinds(self, whose: str) -> dict[str, int]:
        """How many of each kind there are in one part of the tray."""
        found = Counter()
        for (kind, holder, is_later), number in self.rows.items():
            if is_later == (whose == SNOOZED) and holder in _HOLDERS.get(whose, _HOLDERS[ALL]):
                found[kind] += number
        return dict(found)

    def total(self, whose: str) -> int:
        return sum(self.kinds(whose).values())


_HOLDERS = {"": (MINE, NOBODYS), MINE: (MINE,), NOBODYS: (NOBODYS,), ALL: (MINE, NOBODYS, "")}


@dataclass
class Tray:
    """A page of what waits; `counts` are of all of it."""

    page: Page
    asked: Asked
    counts: Counts
    patients: dict
    sent: dict
    cared: set


def seen_by(member, clinic, *, at):
    """What there is in the tray for this member, done or not, of what they decide.

    For the desk, managers and owners all of it, but for answers that a practitioner of the patient reads; for
    practitioners what is about their own patients, and who asks them for a visit.
    """
    others = [kind for kind, may_decide in DECIDED_BY.items() if not may_decide(member)]
    rows = Item.objects.filter(clinic_id=clinic.pk).exclude(kind__in=others)
    own = Q(patient__in=care_of(member, at=at).values("patient"))
    if handles_all(member):
        return rows.filter(~Q(kind=OF_HEALTH) | own | ~Exists(_readers_at(clinic)))
    return rows.filter(own | Q(kind=REQUEST, target__in=_asked_of(member, clinic)))


def waiting_for(member, clinic, *, at):
    """The same, as far as it waits: also what is put off, and what a colleague has."""
    return seen_by(member, clinic, at=at).filter(done_at=None)


def calling(member, clinic, *, at):
    """What this member has to look at now: their own and nobody's, not put off."""
    return waiting_for(member, clinic, at=at).awake(at=at).mine_or_nobodys(member.user_id)


def _readers_at(clinic):
    """Whoever of this clinic cares for the patient of an item."""
    here = {
        "practitioner__user__memberships__clinic": clinic,
        "practitioner__user__memberships__ended_at": None,
    }
    care = CareRelation.objects.filter(patient=OuterRef("patient"), until=None, **here)
    return care.filter(practitioner__user__memberships__roles__contains=[Role.PRACTITIONER])


def _asked_of(member, clinic):
    """The visits that a practitioner is asked for, as items of the tray name them: also by whom they never met."""
    asked = Appointment.objects.waiting().filter(clinic=clinic, practitioner__user=member.user_id)
    named = Concat(Value(f"{Appointment._meta.label_lower}:"), Cast("pk", CharField()))
    return asked.order_by().values(named=named)


def counts_behind(request) -> Counts:
    """How much waits, for whoever asks. One query a page: its frame, its notices and the tray share it."""
    if not hasattr(request, "_tray_counts"):
        member, found = member_behind(request), Counts()
        if member is not None and sees_tray(member):
            at = clock.now()
            mine = When(assigned_to=member.user_id, then=Value(MINE))
            rows = waiting_for(member, request.clinic, at=at).annotate(
                holder=Case(mine, When(assigned_to=None, then=Value(NOBODYS)), default=Value("")),
                is_later=Case(When(snoozed_until__gt=at, then=Value(True)), default=Value(False)),
            )
            counted = rows.order_by().values_list("kind", "holder", "is_later").annotate(Count("pk"))
            found.rows.update({tuple(key): number for *key, number in counted})
        request._tray_counts = found
    return request._tray_counts


def waiting_counts(request) -> dict[str, int]:
    """How many of each kind wait for whoever asks: their own and nobody's, not put off."""
    return counts_behind(request).kinds("")


def tray_of(member, clinic, counts: Counts, asked: Asked, *, number: int, at) -> Tray:
    """One page of the tray, in a handful of queries however much waits; `counts` are of all of it."""
    kinds = counts.kinds(asked.whose)
    if asked.whose != DONE and asked.kind not in kinds:
        asked = Asked(asked.whose, "", asked.order)
    page = _page(member, clinic, asked, kinds, number=number, at=at)
    found = _about(page, clinic, care_of(member, at=at))
    patients = {one.pk: one for one in found}
    files = [one.file for one in found if hasattr(one, "file")]  # Django leaves out what is not there
    sent = {str(one.pk): one for one in files}
    return Tray(page, asked, counts, patients, sent, {one.pk for one in found if one.is_own})


def _page(member, clinic, asked, kinds, *, number, at) -> Page:
    if asked.whose == DONE:
        return Paginator(_ticked_off(member, clinic, asked, at=at), A_PAGE).get_page(1)
    rows = waiting_for(member, clinic, at=at)
    if asked.whose == SNOOZED:
        rows = rows.filter(snoozed_until__gt=at)
    else:
        rows = rows.awake(at=at)
    if asked.whose in ("", MINE):
        rows = (
            rows.filter(assigned_to=member.user_id) if asked.whose else rows.mine_or_nobodys(member.user_id)
        )
    if asked.whose == NOBODYS:
        rows = rows.filter(assigned_to=None)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    total = kinds[asked.kind] if asked.kind else sum(kinds.values())
    return a_page_of(_with_mails(rows).order_by(*ORDERS[asked.order]), number, A_PAGE, count=total)


def _ticked_off(member, clinic, asked, *, at) -> list:
    """The last few things that somebody ticked off within the week, and may put back."""
    rows = seen_by(member, clinic, at=at).filter(done_at__gt=at - A_WEEK)
    told = Q()
    for start in TOLD:
        told |= Q(kind__startswith=start)
    return list(_with_mails(rows.filter(told)).order_by("-done_at", "-pk")[:A_PAGE])


def _with_mails(rows):
    """Along with which mail it was that failed."""
    named = Cast(Substr("target", len(f"{Message._meta.label_lower}:") + 1), UUIDField())
    rows = rows.annotate(message=Case(When(kind=FAILED, then=named), output_field=UUIDField()))
    return rows.annotate(mail=Subquery(Message.objects.filter(pk=OuterRef("message")).values("kind")[:1]))


def _about(items, clinic, care) -> list[Patient]:
    """Whom these items are about, and whether each is among one's own: a row for each `file` that waits, too."""
    files = [key_of(one) for one in items if one.kind == SENT] or [NO_FILE]
    shown = Q(sent_files__in=files, sent_files__taken_back_at=None)
    whom = Patient.objects.of(clinic).filter(pk__in={one.patient for one in items if one.patient})
    return list(
        whom.annotate(
            file=FilteredRelation("sent_files", condition=shown),
            is_own=Exists(care.filter(patient=OuterRef("pk"))),
        ).select_related("file__upload__account")
    )


def key_of(item) -> str:
    """The id of the row an item is about."""
    return item.target.partition(":")[2]


def is_told(kind: str) -> bool:
    """Whether there is nothing to decide, only to know."""
    return kind.startswith(TOLD)


def may_wait(kind: str) -> bool:
    """Whether it may be put off: answers that must not wait may not."""
    return kind != ALERT
