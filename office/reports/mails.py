"""The mail log: what kind of mail went to whom, and how it went. Never what a mail says."""

from django.db.models import Case, CharField, F, OuterRef, Subquery, UUIDField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from office.presenters import mails
from office.reports import columns
from office.reports.audiences import RECORDS
from office.reports.filters import Name, OneOf
from office.reports.report import Report
from outbox.models import Message
from records.models import AccessCode, Invitation, Patient
from smartforms.models import FormLink

DAYS = 30
STATES = {
    "sent": columns.State(_("Sent"), "ok"),
    "failed": columns.State(_("Failed"), "bad"),
    "trying": columns.State(_("Did not get through yet"), "warn"),
    "waiting": columns.State(_("Waiting"), "info"),
    "dropped": columns.State(_("Not sent"), "neutral"),
}
OTHER, TEAM = "other", "team"
# Notices to the team are one kind here, about nobody: which of them it was may say how somebody is.
TO_TEAM = (
    "clinic.audit_broken", "office.digest", "office.news", "records.emergency", "records.emergency_overdue",
    "records.export", "records.invitation_sample", "smartforms.alert", "smartforms.completed", "smartforms.corrected",
)  # fmt: skip
NO_MAIL = "records.invitation_again"  # wakes the outbox; what it finds leaves as mails of their own


def _about(name):
    """An id that a mail is about; nothing where it is about no such thing."""
    return Cast(KeyTextTransform(name, "about"), UUIDField())


def _rows(asked):
    begins, ends = asked.period
    rows = Message.objects.filter(clinic_id=asked.clinic.pk, posted_at__gte=begins, posted_at__lt=ends)
    invited = Invitation.objects.filter(mailing=OuterRef("mailing")).order_by("pk")
    rows = rows.exclude(kind=NO_MAIL).annotate(
        mailing=_about("mailing"),
        link=_about("link"),
        code=_about("code"),
        group=Case(
            When(kind__in=TO_TEAM, then=Value(TEAM)),
            When(kind__in=list(mails.kinds()), then=F("kind")),
            default=Value(OTHER),
            output_field=CharField(),
        ),
        whom=Case(
            When(kind__in=TO_TEAM, then=None),
            default=Coalesce("patient_id", Subquery(invited.values("patient")[:1])),
            output_field=UUIDField(),
        ),
    )
    who = Patient.objects.filter(pk=OuterRef("whom"), clinic_id=asked.clinic.pk)
    return rows.annotate(
        sort_name=Coalesce(Subquery(who.values("sort_name")[:1]), Value(""), output_field=CharField()),
        name=Subquery(who.values(full=Concat("given_name", Value(" "), "family_name"))[:1]),
        to=_address(invited, who),
        stands=Case(
            When(sent_at__isnull=False, then=Value("sent")),
            When(dropped_at__isnull=False, then=Value("dropped")),
            When(dead_at__isnull=False, then=Value("failed")),
            When(attempts__gt=0, then=Value("trying")),
            default=Value("waiting"),
            output_field=CharField(),
        ),
        ended_at=Coalesce("sent_at", "dropped_at", "dead_at"),
    )


def _address(invited, who):
    """Where a mail went: to an account, to the address it was issued to, or to the one on file."""
    ways = (
        User.objects.filter(pk=OuterRef("account_id")).values("email"),
        invited.values("email"),
        FormLink.objects.filter(pk=OuterRef("link")).values("email"),
        AccessCode.objects.filter(pk=OuterRef("code")).exclude(email="").values("email"),
        who.exclude(email="").values("email"),
    )
    return Coalesce(*(Subquery(one[:1]) for one in ways), Value(""), output_field=CharField())


def _who(_folded, row, asked) -> columns.Cell:
    if row.name is None:
        return columns.Cell("–", plain="")
    return columns.Cell(row.name, url=reverse("office:patient", args=[row.whom]))


def _kinds(asked):
    return [*mails.kinds().items(), (TEAM, _("Notice to the team")), (OTHER, _("Another mail"))]


def _kind(value, row, asked) -> columns.Cell:
    return columns.Cell(str(dict(_kinds(asked))[value]))


def _reasons(asked):
    return list(mails.reasons().items())


def _why(value, row, asked) -> columns.Cell:
    if row.stands != "dropped":
        return columns.Cell("–", plain="")
    return columns.Cell(mails.why_dropped(value))


def _count(number: int) -> str:
    return ngettext("%(n)d mail", "%(n)d mails", number) % {"n": number}


MAILS = Report(
    slug="mails",
    title=_("Mail log"),
    text=_("What kind of mail was to leave, to whom, and whether it got through"),
    icon="mail",
    audience=RECORDS,
    columns=(
        columns.moment("asked", _("Asked for"), "posted_at", with_time=True),
        columns.Column("kind", _("Mail"), "group", OneOf(_kinds), _kind),
        columns.Column("patient", _("Patient"), "sort_name", Name(), _who),
        columns.email("to", mark="recipient", label=_("To")),
        columns.state("state", _("State"), "stands", STATES),
        columns.moment("ended", _("Left or ended"), "ended_at", with_time=True),
        columns.Column("why", _("Why not"), "dropped_because", OneOf(_reasons), _why),
    ),
    rows=_rows,
    first="-asked",
    count=_count,
    nothing=(_("No mail in this time"), _("Every mail that is to leave appears here, without its words.")),
    note=_("Bouncing: the mailbox refused the mail until we gave up. Its words are never kept."),
    patient="whom",
    period=DAYS,
)
