import uuid
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from clinic.models.people import PersonColour
from records.models.ages import age_of_patient
from records.models.patient import Patient
from records.models.shut import Denial, Lockdown


class Relation(models.TextChoices):
    SELF = "self", _("You")
    PARENT = "parent", _("Parent")
    GUARDIAN = "guardian", _("Guardian")
    PARTNER = "partner", _("Partner")
    CARER = "carer", _("Carer")
    ATTORNEY = "attorney", _("Attorney")


class Level(models.TextChoices):
    LIMITED = "limited", _("Limited")
    FULL = "full", _("Full")


class Scope(models.TextChoices):
    APPOINTMENTS = "appointments", _("Appointments")
    FORMS = "forms", _("Forms")
    RECORDS = "records", _("Records")
    MESSAGES = "messages", _("Messages")
    BILLING = "billing", _("Billing")


class Basis(models.TextChoices):
    BOOKING = "booking", _("Booked online")
    CLINIC = "clinic", _("Given by the clinic")
    CLAIM = "claim", _("Added by signing in")
    CODE = "code", _("Access code")
    LINK = "link", _("Access link")
    INVITATION = "invitation", _("Invitation")
    PATIENT = "patient", _("Given by the patient")
    FORM = "form", _("Forms sent by mail")


# Given because the patient was a minor: these end when the patient comes of age (D3).
FOR_MINORS = {Relation.PARENT, Relation.GUARDIAN}
# What somebody who looks after a minor keeps from the review age on, until the young person agrees (D3).
AT_REVIEW = {Scope.APPOINTMENTS, Scope.BILLING}


def _lockdown(at):
    return Lockdown.objects.filter(patient=OuterRef("patient"), at__lte=at, lifted_at=None)


class Grants(models.QuerySet):
    """Grants as they stand at one moment; nothing is remembered past the request."""

    def live(self, *, at):
        """Those that open something now. Each tells whether it is `under_review` by the young person's age.

        Begun, not ended, not revoked; the record is not locked down (Settled 5); nobody said no to this person
        (a denial beats every grant, case C49); the patient has not come of age since it was given for a minor.
        """
        return self._standing(at=at).filter(~Exists(_lockdown(at)))

    def opening(self, *, at):
        """The live ones too, cheaper to ask for inside another question; what `live` tells of each is not told."""
        return self.filter(Holds("pk", "live", at))

    def live_or_resting(self, *, at):
        """The live ones, and those that a lock-down alone keeps shut; each tells whether it `rests`.

        Along with the clinic's two ages, `review_age` and `majority_age`.
        """
        ages = {age: F(f"patient__clinic__access_rules__{age}") for age in ("review_age", "majority_age")}
        return self._standing(at=at).annotate(rests=Exists(_lockdown(at)), **ages)

    def visible_to(self, account, *, at):
        """The live grants an account may know of: its own; on a record that is its own in full, all (D2)."""
        own = Grant.objects.opening(at=at).filter(
            account=account, patient=OuterRef("patient"), relation=Relation.SELF, level=Level.FULL
        )
        return self.live(at=at).filter(Q(account=account) | Exists(own))

    def _standing(self, *, at):
        denied = Denial.objects.filter(
            patient=OuterRef("patient"), account=OuterRef("account"), at__lte=at, lifted_at=None
        )
        majority, review = (
            F(f"patient__clinic__access_rules__{age}") for age in ("majority_age", "review_age")
        )
        # Where the clinic has not chosen its ages, the comparison is with NULL: nothing ends, nothing rests.
        still_minor = (
            Q(is_for_minor=False)
            | Q(patient_age__lt=majority)
            | Q(patient__clinic__access_rules__majority_age=None)
        )
        young = Q(is_for_minor=True, consent_at=None, patient_age__gte=review)
        return (
            self.alias(patient_age=age_of_patient("patient__", at=at))
            .annotate(under_review=Case(When(young, then=True), default=False))
            .filter(
                still_minor,
                Q(expires_at=None) | Q(expires_at__gt=at),
                ~Exists(denied),
                revoked_at=None,
                starts_at__lte=at,
            )
        )

    def covering(self, scope, *, at):
        """The live grants that cover a part of the record: oneself all of it, others what their scopes name."""
        return self.opening(at=at).filter(covers(scope, at=at))


def covers(scope, *, at) -> Q:
    """Whether a live grant covers a part of the record, as a condition on grants."""
    named = Q(scopes__contains=[scope])
    if scope not in AT_REVIEW:
        named &= ~Q(Holds("pk", "under review", at))
    return Q(relation=Relation.SELF) | named


# A question about grants stands inside nearly every other one, up to four times. Putting it into SQL takes Django
# 5 ms each time, and only the moment ever differs: so it is put into SQL once a process.
_SOME_MOMENT = datetime(1, 1, 1, microsecond=1, tzinfo=UTC)


@cache
def _in_sql(question: str) -> tuple[str, tuple]:
    rows = Grant.objects.live(at=_SOME_MOMENT)
    chosen = rows.filter(under_review=True) if question == "under review" else rows
    sql, given = chosen.order_by().values("pk").query.sql_with_params()
    sql = sql.replace(' FROM "records_grant"', ' FROM "records_grant" AS "asked"', 1)
    return sql.replace('"records_grant".', '"asked".'), given


class Holds(Func):
    """Whether a question holds of the grant with this id, as a part of a query.

    Fenced off by OFFSET: with four such questions in one query PostgreSQL would plan for twenty tables at once, 20 to
    40 ms for an answer of less than one; asked of each of the few grants of an account, it is a handful of look-ups.
    """

    output_field = models.BooleanField()

    def __init__(self, grant, question: str, at):
        super().__init__(grant)
        self.question, self.at = question, at

    def as_sql(self, compiler, connection, **_more):
        """The question with its moment, asked of one id."""
        sql, given = _in_sql(self.question)
        key, more = compiler.compile(self.source_expressions[0])
        moments = [self.at if value == _SOME_MOMENT else value for value in given]
        return f'EXISTS ({sql} AND "asked"."id" = {key} OFFSET 0)', [*moments, *more]


class Grant(models.Model):
    """The link account → patient. Rows are never widened or deleted: a change ends one and makes another (D3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="grants")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), default=list)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    colour = models.CharField(max_length=10, choices=PersonColour.choices)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_for_minor = models.BooleanField(default=False, help_text="Ends when the patient comes of age.")
    consent_at = models.DateTimeField(null=True, blank=True, help_text="When the young person agreed to it.")
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)

    objects = Grants.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "patient"], name="records_one_live_grant", condition=Q(revoked_at=None)
            ),
            # Several accounts may claim to be the patient while limited; only one can be it in full.
            models.UniqueConstraint(
                fields=["patient"],
                name="records_one_full_self",
                condition=Q(revoked_at=None, relation="self", level="full"),
            ),
            models.CheckConstraint(
                name="records_grant_in_order",
                condition=(Q(expires_at=None) | Q(expires_at__gt=F("starts_at"))),
            ),
            models.CheckConstraint(
                name="records_full_needs_the_clinic",
                condition=Q(level="limited") | Q(granted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.account_id} → {self.patient_id}, {self.level}"

    @property
    def is_self(self) -> bool:
        return self.relation == Relation.SELF

    @property
    def is_full(self) -> bool:
        return self.level == Level.FULL
