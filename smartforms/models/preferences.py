from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic

A_YEAR_OR_LESS = [MinValueValidator(1), MaxValueValidator(365)]


class Preferences(models.Model):
    """A clinic's rules about forms (product §7, security D5)."""

    clinic = models.OneToOneField(
        Clinic, on_delete=models.CASCADE, related_name="form_preferences", verbose_name=_("clinic")
    )
    open_days = models.PositiveSmallIntegerField(
        _("days to open a form"),
        default=60,
        validators=A_YEAR_OR_LESS,
        help_text=_("A form that nobody opens expires so many days after it was sent."),
    )
    submit_days = models.PositiveSmallIntegerField(
        _("days to send it in"),
        default=90,
        validators=A_YEAR_OR_LESS,
        help_text=_("Counted from the first opening. Afterwards the form expires; staff can give more time."),
    )
    without_account = models.BooleanField(
        _("mailed links without an account"),
        default=False,
        help_text=_(
            "May whoever follows a mailed link fill in the form without signing in? They cannot read it back."
        ),
    )
    crisis_words = models.TextField(
        _("help in a crisis"),
        blank=True,
        max_length=1_000,
        help_text=_(
            "Who to call, shown to a patient whose answers raise an alert. "
            "Empty: your telephone number and the emergency line."
        ),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("rules for forms"), _("rules for forms")

    def __str__(self):
        return str(self.clinic)


_kept: dict[int, tuple[int, Preferences]] = {}


def preferences_of(clinic) -> Preferences:
    """The rules in force; the usual ones where the clinic has saved none. Kept per process and clinic version."""
    kept = _kept.get(clinic.pk)
    if kept is None or kept[0] != clinic.version:
        found = Preferences.objects.filter(clinic_id=clinic.pk).first() or Preferences(clinic_id=clinic.pk)
        kept = _kept[clinic.pk] = (clinic.version, found)
    return kept[1]
