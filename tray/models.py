from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic


class Items(models.QuerySet):
    """What waits, and what was done."""

    def about(self, kind, *targets):
        """The items of one kind about these rows."""
        return self.filter(kind=kind, target__in=[name_of(target) for target in targets])

    def twice(self, source, target):
        """What waits about one row itself, while the same waits about another row already."""
        waits = self.filter(target=name_of(target), done_at=None).values("kind")
        return self.filter(target=name_of(source), done_at=None, kind__in=waits)

    def awake(self, *, at):
        """What is not put off, or not any more."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at))

    def mine_or_nobodys(self, account):
        """What somebody has to look at: given to them, or to nobody yet."""
        return self.filter(Q(assigned_to=None) | Q(assigned_to=account))


def name_of(target) -> str:
    """How an item names the row it is about: its kind and id."""
    return f"{target._meta.label_lower}:{target.pk}"


class Item(models.Model):
    """Something that waits for the clinic: what kind, about which row. Upper rooms put items in."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="tray")
    kind = models.CharField(max_length=40)
    patient = models.UUIDField(null=True, help_text="The patient it concerns; patients live a room above.")
    target = models.CharField(max_length=60, help_text="The row it is about: its kind and id.")
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whoever did what it is about: nobody is told of their own acts.",
    )
    changed_at = models.DateTimeField(
        db_default=Now(), help_text="When something happened to it last; an open page asks."
    )
    told_at = models.DateTimeField(null=True, blank=True, help_text="Empty: the team has not been told yet.")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty where nobody chose: it was meant for them from the beginning.",
    )
    snoozed_until = models.DateTimeField(null=True, blank=True, help_text="Put off until then.")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = Items.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["target"], name="tray_by_target"),
            models.Index(fields=["clinic", "-changed_at"], name="tray_last_changed"),
            models.Index(fields=["id"], name="tray_to_tell", condition=Q(told_at=None)),
            models.Index(fields=["clinic", "-done_at"], name="tray_done", condition=Q(done_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "kind", "target"], name="tray_one_open_item", condition=Q(done_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.target}"

    def is_snoozed(self, *, at) -> bool:
        """Whether it is put off still."""
        return self.snoozed_until is not None and self.snoozed_until > at


class Way(models.TextChoices):
    """How a colleague hears of what waits."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("In one mail a day")
    OFF = "off", _("Not by mail")


class Notices(models.Model):
    """What a colleague wants to be mailed about at one clinic, and when. No row: as it is for everybody at first."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ways = models.JSONField(
        default=dict, help_text="By group of things (tray/notices.py); absent: as at first."
    )
    hour = models.PositiveSmallIntegerField(
        default=8, help_text="Of the one mail a day, by the clinic's clock."
    )
    quiet_from = models.PositiveSmallIntegerField(default=0, help_text="Equal to its end: no quiet hours.")
    quiet_until = models.PositiveSmallIntegerField(default=0)
    digest_on = models.DateField(
        null=True, blank=True, help_text="The clinic's day for which the one mail was made last."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "account"], name="tray_notices_once"),
            models.CheckConstraint(
                name="tray_notices_hours",
                condition=Q(hour__lte=23, quiet_from__lte=23, quiet_until__lte=23),
            ),
        ]

    def __str__(self):
        return f"notices of {self.account_id} at {self.clinic_id}"
