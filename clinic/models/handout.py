from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models.clinic import Clinic
from common.text import one_line, plain

LONGEST = 3_000


class Handout(models.Model):
    """The paper about the portal that staff hand to patients, in a clinic's own words. No row: in ours."""

    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="handouts", verbose_name=_("clinic")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=80, validators=[one_line])
    text = models.TextField(_("text"), validators=[plain, MaxLengthValidator(LONGEST)])

    class Meta:
        verbose_name, verbose_name_plural = _("handout"), _("handouts")
        constraints = [
            models.UniqueConstraint(fields=["clinic", "language"], name="clinic_one_handout_a_language")
        ]

    def __str__(self):
        return self.title
