from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models.clinic import Clinic, Location
from clinic.models.people import Practitioner, Resource
from common.text import one_line


class Category(models.Model):
    """A heading on the booking page."""

    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="categories", verbose_name=_("clinic")
    )
    name = models.CharField(_("name"), max_length=80, validators=[one_line])
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("category"), _("categories")
        ordering = ["order", "id"]

    def __str__(self):
        return self.name


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("Everyone")
    NEW = "new", _("New patients")
    RETURNING = "returning", _("Returning patients")


class Setting(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("By video")


class Approval(models.TextChoices):
    RULES = "rules", _("As the booking rules say")
    AUTO = "auto", _("Booked at once")
    REQUEST = "request", _("Asked for; we approve or decline")


class Service(models.Model):
    """What is booked: how long, for whom, at what price, with which breaks around it."""

    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="services", verbose_name=_("clinic")
    )
    category = models.ForeignKey(
        Category,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="services",
        verbose_name=_("category"),
    )
    slug = models.SlugField(_("name in addresses"), max_length=80)
    title = models.CharField(_("title"), max_length=120, validators=[one_line])
    description = models.CharField(_("description"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    buffer_before = models.PositiveSmallIntegerField(
        _("break before"), default=0, help_text=_("Minutes kept free before.")
    )
    buffer_after = models.PositiveSmallIntegerField(
        _("break after"), default=0, help_text=_("Minutes kept free after.")
    )
    price = models.PositiveIntegerField(
        _("price"), null=True, blank=True, help_text=_("In cents. Empty: not shown.")
    )
    currency = models.CharField(_("currency"), max_length=3, default="CAD")
    audience = models.CharField(
        _("for whom"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE
    )
    setting = models.CharField(
        _("where it happens"), max_length=10, choices=Setting.choices, default=Setting.IN_PERSON
    )
    is_online = models.BooleanField(
        _("can be booked online"), default=True, help_text=_("Off: shown with the phone number.")
    )
    approval = models.CharField(
        _("when it is booked online"),
        max_length=10,
        choices=Approval.choices,
        default=Approval.RULES,
        help_text=_("A visit that is asked for keeps its time until you answer."),
    )
    resources = models.ManyToManyField(
        Resource, blank=True, related_name="services", verbose_name=_("rooms and machines it needs")
    )
    tag = models.CharField(_("label"), max_length=40, blank=True)
    on_the_day = models.CharField(
        _("on the day"), max_length=200, blank=True, help_text=_("What to bring or wear.")
    )
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("service"), _("services")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["clinic", "slug"], name="clinic_service_slug")]

    def __str__(self):
        return self.title


class Offer(models.Model):
    """A practitioner gives a service at a location. Without an offer nobody can book it."""

    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.CASCADE, related_name="offers", verbose_name=_("practitioner")
    )
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="offers", verbose_name=_("service")
    )
    location = models.ForeignKey(
        Location, on_delete=models.CASCADE, related_name="offers", verbose_name=_("location")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("offer"), _("offers")
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "service", "location"], name="clinic_one_offer")
        ]

    def __str__(self):
        return f"{self.practitioner} · {self.service} · {self.location}"
