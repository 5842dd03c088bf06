from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.text import one_line

colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six digits, for example #115163."))


def real_zone(name: str) -> None:
    """A validator: the time zone must exist."""
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone that exists, for example America/Halifax."))


class Font(models.TextChoices):
    ATKINSON = "atkinson", "Atkinson Hyperlegible"
    SYSTEM = "system", _("The device's own")


class Clinic(models.Model):
    """One organisation: host names, time zone, look. One installation serves one or many."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120, validators=[one_line])
    tagline = models.CharField(max_length=60, blank=True, help_text=_("Small line under the name."))
    hosts = ArrayField(
        models.CharField(max_length=253), default=list, help_text=_("The first one is used in mails.")
    )
    timezone = models.CharField(max_length=60, validators=[real_zone])
    language = models.CharField(max_length=10, default="en", choices=settings.LANGUAGES)
    currency = models.CharField(max_length=3, default="CAD")
    phone = models.CharField(max_length=40, blank=True)
    phone_hours = models.CharField(
        max_length=120, blank=True, help_text=_("For example: 8 am to 6 pm, weekdays")
    )
    emergency_line = models.CharField(max_length=120, blank=True, help_text=_("In an emergency call 911."))
    address = models.CharField(max_length=200, blank=True)
    brand = models.CharField(max_length=7, default="#115163", validators=[colour])
    on_brand = models.CharField(max_length=7, default="#ffffff", validators=[colour])
    accent = models.CharField(max_length=7, default="#f3ae5f", validators=[colour])
    radius = models.PositiveSmallIntegerField(default=12, validators=[MaxValueValidator(24)])
    logo = models.CharField(
        max_length=60, blank=True, help_text=_("A picture in static/logos, for example harbour.svg.")
    )
    font = models.CharField(max_length=20, default=Font.ATKINSON, choices=Font.choices)
    version = models.BigIntegerField(
        default=0,
        editable=False,
        help_text="Raised by the database whenever a table of the clinic's configuration changes.",
    )

    class Meta:
        indexes = [GinIndex(fields=["hosts"], name="clinic_hosts")]

    def __str__(self):
        return self.name

    @cached_property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone: everything people read is in it."""
        return ZoneInfo(self.timezone)


class Location(models.Model):
    """Where visits happen."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="locations")
    name = models.CharField(max_length=120, validators=[one_line])
    detail = models.CharField(max_length=160, blank=True, help_text=_("For example: Second floor, Halifax"))
    access = models.CharField(
        max_length=160, blank=True, help_text=_("For example: In person. There is a lift.")
    )
    on_the_day = models.TextField(
        blank=True, help_text=_("Shown after booking, one line each: bus, parking.")
    )
    map_url = models.URLField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self):
        return self.name


class Role(models.TextChoices):
    FRONT_DESK = "front_desk", _("Front desk")
    PRACTITIONER = "practitioner", _("Practitioner")
    BILLING = "billing", _("Billing")
    MANAGER = "manager", _("Manager")
    OWNER = "owner", _("Owner")


class Membership(models.Model):
    """Someone works at a clinic, in one or several roles. Ended, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "clinic"], name="clinic_one_live_membership", condition=Q(ended_at=None)
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.clinic}"
