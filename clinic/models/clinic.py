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

    slug = models.SlugField(_("name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=120, validators=[one_line])
    tagline = models.CharField(
        _("line under the name"), max_length=60, blank=True, help_text=_("Small line under the name.")
    )
    hosts = ArrayField(
        models.CharField(max_length=253),
        default=list,
        help_text=_("The first one is used in mails."),
        verbose_name=_("host names"),
    )
    timezone = models.CharField(_("time zone"), max_length=60, validators=[real_zone])
    language = models.CharField(_("language"), max_length=10, default="en", choices=settings.LANGUAGES)
    currency = models.CharField(_("currency"), max_length=3, default="CAD")
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    phone_hours = models.CharField(
        _("when the telephone is answered"),
        max_length=120,
        blank=True,
        help_text=_("For example: 8 am to 6 pm, weekdays"),
    )
    email = models.EmailField(
        _("email"), blank=True, help_text=_("Answers to the mails of the clinic arrive here.")
    )
    emergency_line = models.CharField(
        _("emergency sentence"), max_length=120, blank=True, help_text=_("In an emergency call 911.")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    brand = models.CharField(_("main colour"), max_length=7, default="#115163", validators=[colour])
    on_brand = models.CharField(
        _("words on the main colour"), max_length=7, default="#ffffff", validators=[colour]
    )
    accent = models.CharField(_("colour of badges"), max_length=7, default="#f3ae5f", validators=[colour])
    radius = models.PositiveSmallIntegerField(
        _("roundness of corners"), default=12, validators=[MaxValueValidator(24)]
    )
    logo = models.CharField(
        _("logo"),
        max_length=60,
        blank=True,
        help_text=_("A picture in static/logos, for example harbour.svg."),
    )
    logo_mark = models.CharField(
        max_length=12,
        blank=True,
        editable=False,
        help_text="Of the logo that was handed in (ClinicLogo): a new logo has a new address. "
        "It goes before `logo`.",
    )
    font = models.CharField(_("typeface"), max_length=20, default=Font.ATKINSON, choices=Font.choices)
    guide_put_away_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="Until then the set-up guide leads on; afterwards it is found in the settings.",
    )
    version = models.BigIntegerField(
        default=0,
        editable=False,
        help_text="Raised by the database whenever a table of the clinic's configuration changes.",
    )

    class Meta:
        verbose_name, verbose_name_plural = _("clinic"), _("clinics")
        indexes = [GinIndex(fields=["hosts"], name="clinic_hosts")]

    def __str__(self):
        return self.name

    @cached_property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone: everything people read is in it."""
        return ZoneInfo(self.timezone)


class ClinicLogo(models.Model):
    """The logo a clinic handed in, made anew and small: everybody may see it, so it lies beside the clinic."""

    clinic = models.OneToOneField(Clinic, on_delete=models.CASCADE, related_name="own_logo")
    content = models.BinaryField()
    content_type = models.CharField(max_length=40)

    def __str__(self):
        return str(self.clinic)


class Location(models.Model):
    """Where visits happen."""

    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="locations", verbose_name=_("clinic")
    )
    name = models.CharField(_("name"), max_length=120, validators=[one_line])
    detail = models.CharField(
        _("detail"), max_length=160, blank=True, help_text=_("For example: Second floor, Halifax")
    )
    access = models.CharField(
        _("how to get in"),
        max_length=160,
        blank=True,
        help_text=_("For example: In person. There is a lift."),
    )
    on_the_day = models.TextField(
        _("on the day"), blank=True, help_text=_("Shown after booking, one line each: bus, parking.")
    )
    map_url = models.URLField(_("link to a map"), blank=True)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("location"), _("locations")
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

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("account"),
    )
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("clinic")
    )
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role.choices), default=list, verbose_name=_("roles")
    )
    started_at = models.DateTimeField(_("works here since"))
    ended_at = models.DateTimeField(_("worked here until"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("member of the team"), _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "clinic"], name="clinic_one_live_membership", condition=Q(ended_at=None)
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.clinic}"
