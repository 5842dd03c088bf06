"""Home activities: the clinic's library, what was assigned to a patient, and each time it was done."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Practitioner
from common.text import one_line, plain
from records.models.access import Grant, Level, Relation
from records.models.chart import Chart
from records.models.patient import Patient
from records.models.shown import Shown

MOST_TIMES = 20
LONGEST_INSTRUCTIONS = 2000
LONGEST_LINK = 300
only_https = URLValidator(schemes=["https"], message=_("Enter an address that begins with https://"))


class Per(models.TextChoices):
    """What a number of times counts for."""

    WEEK = "week", _("a week")
    DAY = "day", _("a day")


class ActivityPicture(models.Model):
    """A washed picture of an activity, never changed: whoever was shown it goes on seeing this one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    shows = models.CharField(
        max_length=200, validators=[one_line], help_text="In words, for those who do not see it."
    )
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    def __str__(self):
        return self.shows

    @property
    def stored_as(self) -> str:
        """Where its file is kept."""
        return f"activities/{self.pk}"

    @property
    def title(self) -> str:
        """What its file is called by."""
        return self.shows


class What(models.Model):
    """What is to be done, and how often: of the library, and copied from there when it is assigned."""

    title = models.CharField(max_length=120, validators=[one_line])
    instructions = models.TextField(blank=True, max_length=LONGEST_INSTRUCTIONS, validators=[plain])
    link = models.CharField(max_length=LONGEST_LINK, blank=True, validators=[only_https, one_line])
    picture = models.ForeignKey(
        ActivityPicture, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    times = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_TIMES)]
    )
    per = models.CharField(max_length=4, choices=Per.choices, default=Per.DAY)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def a_day(self) -> int:
        """How often it can be ticked on one day."""
        return self.times if self.per == Per.DAY else 1


def how_often(name: str) -> models.CheckConstraint:
    """A week has seven days, on each of which what is asked for by the week counts once."""
    by_day = Q(per=Per.DAY, times__gte=1, times__lte=MOST_TIMES)
    return models.CheckConstraint(name=name, condition=by_day | Q(per=Per.WEEK, times__gte=1, times__lte=7))


def only_by_https(name: str) -> models.CheckConstraint:
    """A link leads to https or is not there."""
    return models.CheckConstraint(name=name, condition=Q(link="") | Q(link__startswith="https://"))


class HomeActivity(What):
    """An activity of the clinic's library, to assign from."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="home_activities")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            how_often("records_activity_how_often"),
            only_by_https("records_activity_https"),
            models.UniqueConstraint(
                fields=["clinic", "title"],
                name="records_activity_one_title",
                condition=Q(retired_at=None),
            ),
            models.CheckConstraint(
                name="records_activity_retired_who_and_when",
                condition=Q(retired_at=None, retired_by=None)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
            ),
        ]


class Assignments(Shown):
    """Activities that were assigned, and who may look."""

    def visible_to(self, account, *, at):
        """As charts are: in full. One that belongs to a confidential note is as confidential as the note."""
        if not account.is_authenticated:
            return self.none()
        own = Grant.objects.opening(at=at).filter(
            account=account, patient=OuterRef("patient"), relation=Relation.SELF, level=Level.FULL
        )
        kept = Q(chart__confidential=True)
        return self.open_to(account, at=at).filter(~kept | Exists(own))

    def current(self, *, on):
        """Those that count on a day of the clinic, or will: neither ended nor run out."""
        return self.filter(Q(until=None) | Q(until__gte=on), ended_at=None)

    def over(self, *, on):
        """Those that were ended, or have run out."""
        return self.filter(Q(ended_at__isnull=False) | Q(until__lt=on))


class ActivityAssignment(What):
    """Something a patient is asked to do at home; it keeps the words it was assigned with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="activities")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(
        HomeActivity,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
        help_text="Where it comes from; empty for one that is in no library.",
    )
    chart = models.ForeignKey(
        Chart, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    confidential = models.BooleanField(default=False)
    starts_on = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="The last day.")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = Assignments.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "-assigned_at"], name="records_assigned_by_patient")]
        constraints = [
            how_often("records_assigned_how_often"),
            only_by_https("records_assigned_https"),
            models.CheckConstraint(
                name="records_assigned_until_later", condition=Q(until=None) | Q(until__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="records_assigned_ended_who_and_when",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def is_over(self, *, on) -> bool:
        """Whether it was ended, or has run out by a day of the clinic."""
        return self.ended_at is not None or (self.until is not None and self.until < on)


class ActivityDone(models.Model):
    """An activity was done: on which day of the clinic, and the how manieth time of that day."""

    assignment = models.ForeignKey(ActivityAssignment, on_delete=models.PROTECT, related_name="done")
    on_day = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "on_day", "number"],
                name="records_done_once",
                condition=Q(undone_at=None),
            ),
            models.CheckConstraint(
                name="records_done_number",
                condition=Q(number__gte=1, number__lte=MOST_TIMES),
            ),
            models.CheckConstraint(
                name="records_done_undone_who_and_when",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.assignment_id} on {self.on_day}, {self.number}"
