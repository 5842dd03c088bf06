import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Practitioner
from records.models import Invitation, Patient, Upload
from smartforms.engine import repeating, standing
from smartforms.models.forms import Version
from smartforms.models.links import FormLink
from smartforms.models.seeing import SentToSomebody
from smartforms.models.series import Series

FILES_OF = "smartforms.assignment:"  # how files name the form they belong to, before its id


class Status(models.TextChoices):
    """What a patient and the clinic call the state of a form (product §7). Derived from dates, never stored."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    OVERDUE = "overdue", _("Overdue")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")


class Assignments(SentToSomebody):
    """Forms that were sent, and where they stand."""

    def not_over(self):
        """Those that are not `is_over`: neither sent, nor handed in on paper, nor taken back."""
        return self.filter(cancelled_at=None, paper_at=None).exclude(response__submitted_at__isnull=False)

    def waiting(self, *, at):
        """Still to be sent in: not over, and not expired."""
        return self.not_over().filter(Q(expires_at=None) | Q(expires_at__gt=at))

    def standing(self, *, at):
        """Each row tells how it `stands` now: its `Status`, in the order in which `Assignment.status` asks."""
        return self.annotate(
            stands=Case(
                When(
                    Q(response__submitted_at__isnull=False) | Q(paper_at__isnull=False),
                    then=Value(Status.COMPLETED),
                ),
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
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    occurrence = models.PositiveIntegerField(null=True, blank=True, help_text="Which entry of its series.")
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
    added_day_at = models.DateTimeField(
        null=True, blank=True, help_text="When the patient gave themself one more day; once only."
    )
    added_day_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    paper_at = models.DateTimeField(
        null=True, blank=True, help_text="When the clinic kept a copy of it that was filled in by hand."
    )
    paper_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    paper_scan = models.OneToOneField(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confidential = models.BooleanField(default=False)
    message = models.TextField(
        blank=True, max_length=2_000, help_text="Read in the portal above the form, never in the mail."
    )

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
            models.UniqueConstraint(
                fields=["series", "occurrence"], name="smartforms_one_of_each_occurrence"
            ),
            models.CheckConstraint(
                name="smartforms_occurrence_of_a_series",
                condition=Q(series=None, occurrence=None) | Q(series__isnull=False, occurrence__isnull=False),
            ),
            models.CheckConstraint(
                name="smartforms_added_day_who_and_when",
                condition=Q(added_day_at=None, added_day_by=None)
                | Q(added_day_at__isnull=False, added_day_by__isnull=False),
            ),
            models.CheckConstraint(
                name="smartforms_added_day_is_open",
                condition=Q(added_day_at=None) | Q(expires_at__gt=F("added_day_at")),
            ),
            models.CheckConstraint(
                name="smartforms_paper_who_when_and_what",
                condition=Q(paper_at=None, paper_by=None, paper_scan=None)
                | Q(paper_at__isnull=False, paper_by__isnull=False, paper_scan__isnull=False),
            ),
            models.CheckConstraint(
                name="smartforms_paper_or_taken_back",
                condition=Q(paper_at=None) | Q(cancelled_at=None),
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
        """Whether it was sent in, handed in on paper or taken back: nobody fills it in any more."""
        return self.sent_in is not None or self.is_on_paper or self.cancelled_at is not None

    @property
    def is_on_paper(self) -> bool:
        """Whether it is completed by a copy filled in by hand; it has no answers to read then."""
        return self.paper_at is not None

    @property
    def for_uploads(self) -> str:
        """How a file that was handed in names the form it belongs to."""
        return f"{FILES_OF}{self.pk}"

    def status(self, *, at) -> Status:
        """What the dates say at this moment. An overdue form can still be sent; an expired one cannot."""
        if self.sent_in or self.is_on_paper:
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
    language = models.CharField(
        max_length=35,
        blank=True,
        help_text="The language of the person who sent it, in which it is printed.",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_link = models.ForeignKey(
        FormLink,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The mailed link it was sent by, without an account.",
    )

    class Meta:
        indexes = [models.Index(fields=["patient", "-submitted_at"], name="smartforms_sent_by_patient")]
        constraints = [
            models.CheckConstraint(
                name="smartforms_submitted_who_and_when",
                condition=Q(submitted_at=None, submitted_by=None, submitted_link=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, submitted_link=None)
                | Q(submitted_at__isnull=False, submitted_by=None, submitted_link__isnull=False),
            ),
        ]

    def __str__(self):
        return f"answers to {self.assignment_id}"

    @property
    def outline(self):
        """The form as these answers read it: each repeating group as often as it was begun, in the words of whoever
        fills it in, and once sent in the words in which it was sent (or those of `shown_in`, for another reader)."""
        return self.outline_with(())

    def outline_with(self, names):
        """The same, with these items in it: of a page made before another device took an entry away."""
        version = self.assignment.version
        language = self.shown_in or (self.language if self.submitted_at else get_language() or "")
        return version.outline_for(repeating.counts(version.outline, self.answers, names), language)

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
    shown_in = ""
