from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models.clinic import Clinic
from common.text import one_line


class PersonColour(models.TextChoices):
    """The six colours people own, in the order they are given out (design, §1)."""

    PLUM = "plum", _("Plum")
    AMBER = "amber", _("Amber")
    MOSS = "moss", _("Moss")
    TIDE = "tide", _("Tide")
    IRIS = "iris", _("Iris")
    ROSE = "rose", _("Rose")


class Bookable(models.Model):
    """A thing that can be busy: a practitioner, a room, a machine. Occupancy guards them alike (Settled 1)."""

    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="bookables", verbose_name=_("clinic")
    )
    name = models.CharField(_("name"), max_length=120, validators=[one_line])

    class Meta:
        verbose_name, verbose_name_plural = _("person or thing"), _("people and things")

    def __str__(self):
        return self.name


class Practitioner(Bookable):
    """Someone patients see."""

    slug = models.SlugField(_("name in addresses"), max_length=60)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practitioner",
        verbose_name=_("account"),
    )
    short_name = models.CharField(
        _("short name"), max_length=60, blank=True, help_text=_("For example: Dr. Solberg")
    )
    credentials = models.CharField(_("credentials"), max_length=120, blank=True)
    bio = models.CharField(_("a few words about them"), max_length=240, blank=True)
    colour = models.CharField(
        _("colour"), max_length=10, choices=PersonColour.choices, default=PersonColour.TIDE
    )
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("practitioner"), _("practitioners")
        ordering = ["order", "bookable_ptr_id"]

    @property
    def initials(self) -> str:
        """Two letters for the avatar, titles left out: 'Dr. Ingrid Solberg' → 'IS'."""
        words = [word for word in self.name.split() if not word.endswith(".")] or [self.name]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @property
    def called(self) -> str:
        """How patients speak of this person: the short name, else the first."""
        return self.short_name or self.name.split()[0]


class Resource(Bookable):
    """A room or a machine that a service needs."""

    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("room or machine"), _("rooms and machines")
