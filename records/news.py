"""What is new in a record: who is told that there is something, and whether they have looked.

Documents, treatment plans and home activities are told of alike: one mail for a record until its reader has looked,
whatever of it is new, and never about what.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce

import outbox
from audit.models import Event
from outbox.actions import bring_forward
from outbox.models import Message
from records.models import ActivityAssignment, Chart, ChartRevision, Document, Grant
from records.models.access import Scope
from records.policies import rules_of, sees_all

KIND = "records.something_new"
SINCE = "since"
OPENED = ("document.opened", "document.downloaded")
PLAN_OPENED = ("plan.opened", "plan.printed")
ALL_PLANS = ("current_plan.opened", "current_plan.printed")  # what counts now, activities among it
WHILE_WRITING = timedelta(hours=1)  # from the first words of a plan on: whoever writes it may still be at it


@dataclass(frozen=True)
class Shelf:
    """One kind of what may be new: since when a row can be seen, what opens one, and what shows them all."""

    model: type
    since: object
    opened: tuple[str, ...]
    listed: tuple[str, ...]

    @property
    def looked(self) -> tuple[str, ...]:
        return (*self.listed, *self.opened)

    def seen_by(self, account, patient_id, *, at):
        """What an account sees of it, each with the moment from which on it was there."""
        rows = self.model.objects.visible_to(account, at=at).filter(patient=patient_id)
        if self.model is ActivityAssignment:
            rows = rows.filter(ended_at=None)
        return rows.annotate(there_since=self.since)


def _first_signed_plan():
    """When a signed note came to have a plan, be it by an amendment; later words of that plan are no news."""
    with_plan = ChartRevision.objects.exclude(plan={})
    before = with_plan.filter(chart=OuterRef("chart"), number=OuterRef("number") - 1)
    first = with_plan.filter(~Exists(before), chart=OuterRef("pk")).order_by("-number")
    return Subquery(first.values("at")[:1])


PLAN_THERE = Coalesce(_first_signed_plan(), "locked_at", "saved_at", "written_at")
SHELVES = (
    Shelf(Document, F("shared_at"), OPENED, ("documents.listed",)),
    Shelf(Chart, PLAN_THERE, PLAN_OPENED, ("plans.opened", *ALL_PLANS)),
    Shelf(
        ActivityAssignment, F("assigned_at"), ("activity.opened", "activity.done"),
        ("activities.opened", *ALL_PLANS),
    ),
)  # fmt: skip
LOOKED = tuple(sorted({verb for shelf in SHELVES for verb in shelf.looked}))


def unopened(rows, account, verbs=OPENED):
    """Rows, documents unless `verbs` say otherwise, along with whether they are new to this account: it never opened
    them."""
    looks = Event.objects.filter(
        actor=account.pk, target=Cast(OuterRef("pk"), CharField()), verb__in=verbs, on_behalf_of=None
    )
    return rows.annotate(is_new=~Exists(looks))


def waits_for(account, patient_id, *, since=None, looking_at=(), at) -> bool:
    """Whether something new is there that this account may see, put there since it last looked at its kind, and since
    a moment that is given. A look at one of the records `looking_at` counts too."""
    seen = [patient_id, *looking_at]
    return any(_waits_on(shelf, account, patient_id, seen, since=since, at=at) for shelf in SHELVES)


def _waits_on(shelf, account, patient_id, seen, *, since, at) -> bool:
    rows = shelf.seen_by(account, patient_id, at=at)
    if looked := _last_looks([account.pk], seen, shelf.looked, of="at").get(account.pk):
        rows = rows.filter(there_since__gt=looked)
    if since:
        rows = rows.filter(there_since__gte=since)
    return unopened(rows, account, shelf.opened).filter(is_new=True).exists()


def tell(row, *, at, due_at=None) -> None:
    """A mail to every account that sees this row now: one for each record, until they have looked."""
    readers = [grant.account for grant in readers_of(row, at=at)]
    looks = _last_looks([account.pk for account in readers], [row.patient_id], LOOKED, of="id")
    for account in readers:
        _post(account, row.patient, last_look=looks.get(account.pk, 0), at=at, due_at=due_at or at)


def tell_of_parted(kept, gone, *, since, at) -> None:
    """Two records were one from `since` on: whoever reads one of them now hears of what came into it meanwhile, unless
    they did, or looked. What was about to tell them is about the other record, or left with it."""
    both = [kept.pk, gone.pk]
    for patient in (kept, gone):
        readers = [grant.account for grant in _seeing(patient.pk, at=at)]
        looks = _last_looks([account.pk for account in readers], both, LOOKED, of="id")
        for account in readers:
            told = Message.objects.filter(
                kind=KIND, account_id=account.pk, patient_id__in=both, sent_at__gte=since
            ).aggregate(last=Max("sent_at"))["last"]
            untold_since = told or since
            if waits_for(account, patient.pk, since=untold_since, looking_at=both, at=at):
                _post(
                    account, patient, last_look=looks.get(account.pk, 0), about={SINCE: untold_since.isoformat()},
                    at=at, due_at=at + WHILE_WRITING,
                )  # fmt: skip


def new_since(message) -> datetime:
    """From which moment on what is there is news that this mail tells."""
    return datetime.fromisoformat(message.about[SINCE]) if SINCE in message.about else message.posted_at


def _post(account, patient, *, last_look, at, due_at, about=None) -> None:
    if bring_forward(KIND, account=account, patient=patient, due_at=due_at, at=at):
        return  # one is about to leave, and tells of this too
    before = Message.objects.filter(kind=KIND, account_id=account.pk, patient_id=patient.pk)
    # One that never left, for what it told of was taken back or no post office took it, told nothing.
    untold = before.exclude(dropped_at=None, dead_at=None).count()
    outbox.post(
        KIND,
        clinic=patient.clinic_id,
        account=account,
        patient=patient,
        about=about,
        dedupe_key=f"new:{patient.pk}:{account.pk}:{last_look}:{untold}",
        at=at,
        due_at=due_at,
    )


def readers_of(row, *, at) -> list[Grant]:
    """The grants that show a document, plan or activity that was put there."""
    if isinstance(row, Document) and row.kind in rules_of(row.patient.clinic).hidden_kinds:
        return []
    seeing = _seeing(row.patient_id, at=at)
    return [grant for grant in seeing if grant.is_self or not _is_kept_from_proxies(row)]


def _seeing(patient_id, *, at) -> list[Grant]:
    """The grants that show what the clinic put into a record; always in the same order, for whoever tells of something
    else at this moment waits for the same mails."""
    live = Grant.objects.live(at=at).filter(patient=patient_id).select_related("account")
    return [grant for grant in live.order_by("account_id") if sees_all(grant, Scope.RECORDS)]


def _is_kept_from_proxies(row) -> bool:
    """By its own mark, or by that of the note an activity was given in."""
    note = row.chart if isinstance(row, ActivityAssignment) else None
    return row.confidential or bool(note and note.confidential)


def _last_looks(accounts, patients, verbs, *, of) -> dict:
    """When, or with which event, accounts last looked at these things of a patient, or of several."""
    looks = Event.objects.filter(patient__in=patients, actor__in=accounts, verb__in=verbs, on_behalf_of=None)
    return dict(looks.values_list("actor").annotate(last=Max(of)))
