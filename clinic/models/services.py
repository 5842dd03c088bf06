from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models.clinic import Clinic, Location
from clinic.models.people import Practitioner, Resource
from common.text import one_line


class Category(models.Model):
    """A heading on the booking page."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="categories")
    name = models.CharField(max_length=80, validators=[one_line])
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = _("categories")

    def __str__(self):
        return self.name


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("Everyone")
    NEW = "new", _("New patients")
    RETURNING = "returning", _("Returning patients")


class Setting(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("By video")


class Service(models.Model):
    """What is booked: how long, for whom, at what price, with which breaks around it."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="services")
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.SET_NULL, related_name="services"
    )
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=120, validators=[one_line])
    description = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(5), MaxValueValidator(600)])
    buffer_before = models.PositiveSmallIntegerField(default=0, help_text=_("Minutes kept free before."))
    buffer_after = models.PositiveSmallIntegerField(default=0, help_text=_("Minutes kept free after."))
    price = models.PositiveIntegerField(null=True, blank=True, help_text=_("In cents. Empty: not shown."))
    currency = models.CharField(max_length=3, default="CAD")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    setting = models.CharField(max_length=10, choices=Setting.choices, default=Setting.IN_PERSON)
    is_online = models.BooleanField(default=True, help_text=_("Off: shown with the phone number."))
    resources = models.ManyToManyField(Resource, blank=True, related_name="services")
    tag = models.CharField(max_length=40, blank=True)
    on_the_day = models.CharField(max_length=200, blank=True, help_text=_("What to bring or wear."))
    order = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["clinic", "slug"], name="clinic_service_slug")]

    def __str__(self):
        return self.title


class Offer(models.Model):
    """A practitioner gives a service at a location. Without an offer nobody can book it."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="offers")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="offers")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="offers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "service", "location"], name="clinic_one_offer")
        ]

    def __str__(self):
        return f"{self.practitioner} · {self.service} · {self.location}"
