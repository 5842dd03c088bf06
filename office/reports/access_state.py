"""How far a patient has come into the portal: not invited, invited, joined, in full."""

from django.db.models import Case, CharField, Max, Min, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from office.reports.columns import State
from records.models import Grant, Invitation
from records.models.access import Level

STATES = {
    "full": State(_("Full access"), "ok"),
    "joined": State(_("Limited access"), "info"),
    "invited": State(_("Invited"), "warn"),
    "over": State(_("Invitation ran out"), "neutral"),
    "none": State(_("Not invited"), "outline"),
}


def state_of(clinic, *, at):
    """An expression on patients: one of `STATES`. Each question is asked once of all, not once for each patient."""
    live = Grant.objects.live(at=at).filter(patient__clinic_id=clinic.pk)
    invited = Invitation.objects.standing().filter(clinic_id=clinic.pk)
    states = (
        ("full", live.filter(level=Level.FULL)),
        ("joined", live),
        ("invited", invited.live(at=at)),
        ("over", invited),
    )
    return Case(
        *(When(pk__in=rows.order_by().values("patient"), then=Value(word)) for word, rows in states),
        default=Value("none"),
        output_field=CharField(),
    )


def _first(rows, moment, how=Min):
    mine = rows.filter(patient=OuterRef("pk")).order_by().values("patient")
    return Subquery(mine.annotate(found=how(moment)).values("found"))


def since(*, at, level=None):
    """An expression on patients: since when somebody has access (of this level) that stands."""
    stands = Q(expires_at=None) | Q(expires_at__gt=at)
    grants = Grant.objects.filter(stands, revoked_at=None, starts_at__lte=at)
    return _first(grants.filter(level=level) if level else grants, "starts_at")


def first_invited():
    """An expression on patients: when the first invitation left."""
    return _first(Invitation.objects.filter(sent_at__isnull=False), "sent_at")


def last_invited():
    """An expression on patients: when the last invitation left."""
    return _first(Invitation.objects.filter(sent_at__isnull=False), "sent_at", Max)
