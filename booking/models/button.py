from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Practitioner, Service
from common.text import one_line


class Size(models.TextChoices):
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")


class Colour(models.TextChoices):
    BRAND = "brand", _("Your own")
    INK = "ink", _("Ink")
    PINE = "pine", _("Pine")
    BERRY = "berry", _("Berry")
    VIOLET = "violet", _("Violet")
    CHESTNUT = "chestnut", _("Chestnut")


class OpensAs(models.TextChoices):
    """How the page of choosing comes to a visitor; the values are those of `data-anteroom` (static/js/embed.js)."""

    POPUP = "popup", _("In a window over the page")
    INLINE = "inline", _("Inside the page")
    LINK = "link", _("Just a link")


class WebsiteButton(models.Model):
    """The “Book now” button of a clinic's website, and the sites that may show booking in a frame (product §4)."""

    clinic = models.OneToOneField(Clinic, on_delete=models.CASCADE, related_name="website_button")
    size = models.CharField(max_length=10, choices=Size.choices, default=Size.MEDIUM)
    colour = models.CharField(max_length=10, choices=Colour.choices, default=Colour.BRAND)
    words = models.CharField(
        max_length=40, validators=[one_line], help_text="Empty: the usual words.", blank=True
    )
    service = models.ForeignKey(Service, null=True, on_delete=models.SET_NULL, related_name="+")
    practitioner = models.ForeignKey(Practitioner, null=True, on_delete=models.SET_NULL, related_name="+")
    opens_as = models.CharField(max_length=10, choices=OpensAs.choices, default=OpensAs.LINK)
    sites = ArrayField(
        models.CharField(max_length=270),
        default=list,
        help_text="Origins that may frame the pages of choosing.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service=None) | models.Q(practitioner=None),
                name="booking_button_opens_one",
            )
        ]

    @property
    def needs_sites(self) -> bool:
        """Whether it shows our pages on the clinic's own, which only listed sites may do."""
        return self.opens_as != OpensAs.LINK

    def __str__(self):
        return str(self.clinic)
