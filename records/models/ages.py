"""How old a patient is on the clinic's calendar, asked of the database at the moment of the question (D3)."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import DateField, DateTimeField, DurationField, F, Func, IntegerField, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic
from records.models.kinds import Kind

YEARS = [MinValueValidator(1), MaxValueValidator(30)]


def age_of_patient(prefix: str, *, at):
    """An expression: whole years at an instant, by the clinic's calendar. Born on 29 February: older on 1 March.

    `prefix` leads from the row to the patient, for example `patient__`; empty on patients themselves.
    """
    instant = Value(at, output_field=DateTimeField())
    local = Func(F(f"{prefix}clinic__timezone"), instant, function="timezone", output_field=DateTimeField())
    lived = Func(
        Cast(local, DateField()), F(f"{prefix}date_of_birth"), function="age", output_field=DurationField()
    )
    return Func(lived, template="date_part('year', %(expressions)s)::int", output_field=IntegerField())


class AccessRules(models.Model):
    """What a clinic decided about access: two ages, what invitations give, when plans show, which documents do not.

    Ages have no silent default (D3).
    """

    clinic = models.OneToOneField(
        Clinic, on_delete=models.CASCADE, related_name="access_rules", verbose_name=_("clinic")
    )
    review_age = models.PositiveSmallIntegerField(
        _("review age"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_(
            "From this birthday on, parents see appointments and bills only, until the young person agrees to more."
        ),
    )
    majority_age = models.PositiveSmallIntegerField(
        _("age of majority"),
        null=True,
        blank=True,
        validators=YEARS,
        help_text=_("On this birthday everything that parents were given for a minor ends."),
    )
    full_by_invitation = models.BooleanField(
        _("full access by bulk invitation"),
        default=False,
        help_text=_(
            "Off: people who are invited in bulk see what they do online, until you give them a code."
        ),
    )
    plans_when_signed = models.BooleanField(
        _("treatment plans only when signed"),
        default=False,
        help_text=_(
            "Off: patients read a plan as soon as something is written in it, with a notice that it may still change."
        ),
    )

    hidden_kinds = ArrayField(
        models.CharField(max_length=12, choices=Kind.choices),
        verbose_name=_("documents that patients never see"),
        default=list,
        blank=True,
        help_text=_("Documents of these kinds are shown to no patient, shared or not. It holds at once."),
    )

    refused_kinds = ArrayField(
        models.CharField(max_length=12, choices=Kind.choices),
        verbose_name=_("files that patients cannot send"),
        default=list,
        blank=True,
        help_text=_("What is sent already stays. It holds at once."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("access rules")
        constraints = [
            models.CheckConstraint(
                name="records_review_before_majority",
                condition=Q(review_age=None) | Q(majority_age=None) | Q(review_age__lt=F("majority_age")),
            ),
        ]

    def __str__(self):
        return str(self.clinic)

    @property
    def has_ages(self) -> bool:
        """Whether the clinic chose both ages; before that nobody is given a minor's record in full."""
        return self.review_age is not None and self.majority_age is not None
