"""What was opened in a record and by whom, as far as the viewer may know (D2): oneself all of it, others their own."""

from dataclasses import dataclass, replace

from django.db.models import CharField, Exists, FilteredRelation, Max, OuterRef, Q
from django.db.models.functions import Cast

from accounts.models import User
from audit.models import Event
from booking.models import Appointment
from common.paging import a_page
from portal.presenters.deeds import DEEDS
from records.models import ActivityAssignment, Chart, Document, Grant, SentFile
from records.policies import knows_all
from smartforms.models import Assignment, Series

A_PAGE = 20
# What an event may be about and not everybody may know of: kind of target → its rows.
OF_THE_RECORD = (Chart, Document, SentFile, ActivityAssignment)
GUARDED = {model._meta.label_lower: model for model in (Appointment, Assignment, Series, *OF_THE_RECORD)}


@dataclass(frozen=True)
class Page:
    """Some events, with whatever is needed to put them into words."""

    events: list
    has_more: bool
    team: dict  # account id → Membership of this clinic
    names: dict  # account id → User who has or had access
    things: dict  # target → the visit or form, where the viewer may see it


def last_seen(grants, records) -> dict:
    """Account → when it last did or saw something in these records: the one of the grants, and those joined into it."""
    theirs = Event.objects.filter(patient__in=records, actor__in=[one.account_id for one in grants])
    return dict(theirs.values_list("actor").annotate(last=Max("at")))


def read(grant, account, clinic, records, *, at, number: int, with_own: bool) -> Page:
    """One page of the ledger of these records, the newest first."""
    rows = _known(grant, account, records, at=at).order_by("-at", "-id")
    if not with_own:
        rows = rows.exclude(actor=account.pk)
    events, has_more = a_page(rows, number, A_PAGE)
    actors = {event.actor for event in events if event.actor} - {account.pk}
    team, names = _people(clinic, grant.patient_id, actors)
    return Page(events, has_more, team, names, _things(events, account, at=at))


def without_titles(page: Page) -> Page:
    """The same for somebody who may not know which forms a record has: that it was a form, and not which."""
    return replace(
        page, things={key: it for key, it in page.things.items() if not isinstance(it, Assignment)}
    )


def _known(grant, account, records, *, at):
    told = Event.objects.filter(patient__in=records, verb__in=DEEDS)
    if knows_all(grant):
        return told
    # What became confidential is gone from one's own looks as well: not even that there was something (D3).
    hidden = Q()
    for kind, model in GUARDED.items():
        visible = model.objects.visible_to(account, at=at).filter(patient=grant.patient_id)
        keys = visible.annotate(key=Cast("pk", CharField())).values("key")
        hidden |= Q(target_kind=kind) & ~Q(target__in=keys)
    return told.filter(actor=account.pk).exclude(hidden)


def _people(clinic, patient_id, actors) -> tuple[dict, dict]:
    """Who of them works or worked at this clinic, and who else has or had access to this record; whoever else came by
    stays without a name."""
    if not actors:
        return {}, {}
    had_access = Grant.objects.filter(patient=patient_id, account=OuterRef("pk"))
    rows = User.objects.filter(pk__in=actors).annotate(
        member=FilteredRelation("memberships", condition=Q(memberships__clinic=clinic.pk)),
        had_access=Exists(had_access),
    )
    team, names = {}, {}
    for person in rows.select_related("member", "practitioner").order_by("member__started_at"):
        if hasattr(person, "member"):  # Django leaves out what is not there
            person.member.user = person
            team[person.pk] = person.member
        elif person.had_access:
            names[person.pk] = person
    return team, names


def _things(events, account, *, at) -> dict:
    things = {}
    for kind, along in (
        (Appointment, ("service",)),
        (Assignment, ("version__template",)),
    ):
        named = {event.target for event in events if event.target_kind == kind._meta.label_lower}
        if named:
            rows = kind.objects.visible_to(account, at=at).filter(pk__in=named).select_related(*along)
            if kind is Assignment:
                rows = rows.defer("version__definition", "version__source", "version__report")
            things |= {str(row.pk): row for row in rows}
    return things
