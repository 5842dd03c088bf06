import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Practitioner
from records.models import Grant, Invitation, Patient
from records.models.access import Level, Relation, Scope
from smartforms.engine import repeating, standing
from smartforms.models.forms import Version
from smartforms.models.links import FormLink


class Status(models.TextChoices):
    """What a patient and the clinic call the state of a form (product §7). Derived from dates, never stored."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    OVERDUE = "overdue", _("Overdue")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")


class Assignments(models.QuerySet):
    """Forms that were sent, and who may see them."""

    def visible_to(self, account, *, at):
        """What this account may know of, by its live grants. Each row tells whether it is `seen_in_full`.

        Full access (oneself, or someone with the scope *forms*): every form of the patient. Limited, or from the
        young person's review age on: those sent to this account. Confidential forms are for the patient alone.
        """
        if not account.is_authenticated:
            return self.none()
        mine = Grant.objects.opening(at=at).filter(account=account, patient=OuterRef("patient"))
        sent_to = mine.filter(Q(relation=Relation.SELF) | Q(scopes__contains=[Scope.FORMS]))
        covering = Grant.objects.covering(Scope.FORMS, at=at).filter(level=Level.FULL)
        covering = covering.filter(account=account, patient=OuterRef("patient"))
        return (
            self.annotate(seen_in_full=Exists(covering))
            .filter(Q(confidential=False) | Exists(mine.filter(relation=Relation.SELF)))
            .filter(Q(seen_in_full=True) | Q(account=account) & Exists(sent_to))
        )

    def of(self, clinic):
        """The forms of one clinic (for its staff)."""
        return self.filter(clinic_id=clinic.pk)

    def waiting(self, *, at):
        """Still to be sent in: not cancelled, not sent, not expired."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at), cancelled_at=None).exclude(
            response__submitted_at__isnull=False
        )

    def standing(self, *, at):
        """Each row tells how it `stands` now: its `Status`, in the order in which `Assignment.status` asks."""
        return self.annotate(
            stands=Case(
                When(response__submitted_at__isnull=False, then=Value(Status.COMPLETED)),
                When(cancelled_at__isnull=False, then=Value(Status.CANCELLED)),
                When(expires_at__lte=at, then=Value(Status.EXPIRED)),
                When(due_at__lte=at, then=Value(Status.OVERDUE)),
                When(opened_at__isnull=False, then=Value(Status.IN_PROGRESS)),
                default=Value(Status.NOT_STARTED),
                output_field=models.CharField(),
            )
        )

    def counted(self, *, at) -> dict:
        """How many forms stand where: template id → status → number. One query, however many there are."""
        rows = self.standing(at=at).order_by().values_list("version__template_id", "stands")
        counts = {}
        for template, stands, number in rows.annotate(number=Count("pk")):
            counts.setdefault(template, {})[Status(stands)] = number
        return counts


class Assignment(models.Model):
    """A form sent to a patient: which version, to whom, by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="assignments")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who it was sent to; empty when it waits for whoever has full access.",
    )
    invitation = models.ForeignKey(
        Invitation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whoever accepts it, this form is for.",
    )
    link = models.ForeignKey(
        FormLink,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
        help_text="The last mail it went with; whoever opens that, this form is for.",
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="assignments")
    practitioner = models.ForeignKey(
        Practitioner, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confidential = models.BooleanField(default=False)

    objects = Assignments.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-sent_at"], name="smartforms_by_patient"),
            models.Index(fields=["account", "-sent_at"], name="smartforms_by_account"),
            models.Index(fields=["clinic", "-sent_at"], name="smartforms_by_clinic"),
        ]
        constraints = [
            models.CheckConstraint(
                name="smartforms_cancelled_by_someone",
                condition=Q(cancelled_by=None) | Q(cancelled_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.version} for {self.patient_id}"

    @property
    def sent_in(self):
        """The response, once it was sent; None before."""
        response = getattr(self, "response", None)
        return response if response is not None and response.submitted_at else None

    @property
    def is_over(self) -> bool:
        """Whether it was sent in or taken back: nothing about it changes any more."""
        return self.sent_in is not None or self.cancelled_at is not None

    def status(self, *, at) -> Status:
        """What the dates say at this moment. An overdue form can still be sent; an expired one cannot."""
        if self.sent_in:
            return Status.COMPLETED
        if self.cancelled_at:
            return Status.CANCELLED
        if self.expires_at and self.expires_at <= at:
            return Status.EXPIRED
        if self.due_at and self.due_at <= at:
            return Status.OVERDUE
        return Status.IN_PROGRESS if self.opened_at else Status.NOT_STARTED


class Response(models.Model):
    """The answers to one assignment. Once sent, the database refuses to change them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="response")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="responses")
    answers = models.JSONField(default=dict)
    unfinished = models.JSONField(
        default=dict, help_text="What was typed and does not fit yet, by key and control."
    )
    touched = models.JSONField(default=dict, help_text="The revision in which each answer was last changed.")
    revision = models.PositiveIntegerField(default=0, help_text="Counts the saves; tells two devices apart.")
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["patient", "-submitted_at"], name="smartforms_sent_by_patient")]
        constraints = [
            models.CheckConstraint(
                name="smartforms_submitted_who_and_when",
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"answers to {self.assignment_id}"

    @property
    def outline(self):
        """The form as these answers read it: each repeating group as often as it was begun."""
        return self.outline_with(())

    def outline_with(self, names):
        """The same, with these items in it: of a page made before another device took an entry away."""
        version = self.assignment.version
        return version.outline_for(repeating.counts(version.outline, self.answers, names))

    def standing(self, *, at=None, keys=None) -> standing.Standing:
        """What is asked and worked out now, or was when it was sent; found once for each state of the answers.

        With `keys` only the values of these items (and those they need) are sure to be there.
        """
        answers, wanted, found = self._stood
        if answers is not self.answers or wanted not in (None, keys):
            moment = (self.submitted_at or at).astimezone(self.assignment.clinic.zone)
            found = standing.of(self.outline, self.answers, at=moment, keys=keys)
            self._stood = (self.answers, keys, found)
        return found

    def told(self, *, at=None, keys=None) -> dict:
        """The answers as people read them: with what is worked out. Once sent, as they were kept."""
        return (
            self.answers if self.submitted_at else self.answers | self.standing(at=at, keys=keys).worked_out
        )

    _stood = (None, None, None)
