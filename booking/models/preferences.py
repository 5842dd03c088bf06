from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models import Clinic, Service
from clinic.models.services import Approval
from common.text import plain
from smartforms.models import FormRule, Template


class NoPreference(models.TextChoices):
    OFF = "off", _("Off")
    EXISTING = "existing", _("Existing patients")
    ALL = "all", _("Everyone")


class AccountPanel(models.TextChoices):
    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("Optional")
    OFF = "off", _("Off: everybody books as a guest")


class StartGrid(models.IntegerChoices):
    QUARTER = 15, _("Every 15 minutes")
    HALF = 30, _("Every 30 minutes")
    HOUR = 60, _("Every hour")


BOOKED_HOW = [(one.value, one.label) for one in (Approval.AUTO, Approval.REQUEST)]
# 24-hour wall clock of the clinic, as everybody who sets rules reads it.
QUIET_HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class Preferences(models.Model):
    """A clinic's booking rules (product §4, §5)."""

    clinic = models.OneToOneField(
        Clinic, on_delete=models.CASCADE, related_name="booking_preferences", verbose_name=_("clinic")
    )
    is_online = models.BooleanField(
        _("online booking"), default=True, help_text=_("Off: the phone number is shown.")
    )
    days_ahead = models.PositiveSmallIntegerField(
        _("days ahead"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text=_("How far ahead, in days."),
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("shortest notice"), default=4, help_text=_("Shortest notice for a new visit, hours.")
    )
    same_day = models.BooleanField(
        _("visits on the same day"), default=True, help_text=_("May a visit be booked for today?")
    )
    start_grid = models.PositiveSmallIntegerField(
        _("start times"),
        null=True,
        blank=True,
        choices=StartGrid.choices,
        help_text=_("Leave empty to use each service’s own steps."),
    )
    keeps_together = models.BooleanField(
        _("keep the day together"),
        default=False,
        help_text=_(
            "In an empty block offer first, middle and last. After that, only times next to another visit."
        ),
    )
    no_preference = models.CharField(
        _("who may choose “No preference”"),
        max_length=10,
        choices=NoPreference.choices,
        default=NoPreference.ALL,
        help_text=_("They choose a time, and whoever is free first gives the visit."),
    )
    most_ahead = models.PositiveSmallIntegerField(
        _("visits ahead for one patient"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("Patients with this many visits ahead are asked to call. Empty: no limit."),
    )
    account_panel = models.CharField(
        _("an account to book"),
        max_length=10,
        choices=AccountPanel.choices,
        default=AccountPanel.REQUIRED,
        help_text=_("A service that brings forms asks for one in any case: the answers need a place."),
    )
    approval_new = models.CharField(
        _("visits of new patients"),
        max_length=10,
        choices=BOOKED_HOW,
        default=Approval.AUTO,
        help_text=_("New: whoever has not been at the clinic yet."),
    )
    approval_existing = models.CharField(
        _("visits of existing patients"),
        max_length=10,
        choices=BOOKED_HOW,
        default=Approval.AUTO,
        help_text=_("A service may say otherwise. What is asked for keeps its time until you answer."),
    )
    cancel_online = models.BooleanField(
        _("cancelling online"), default=False, help_text=_("May patients cancel a visit online?")
    )
    move_online = models.BooleanField(
        _("moving online"), default=False, help_text=_("May patients move a visit to another time online?")
    )
    cancel_notice_hours = models.PositiveSmallIntegerField(
        _("changes online end"),
        default=4,
        help_text=_("Hours before the visit. Later, patients call to cancel or move it."),
    )
    fee_window_hours = models.PositiveSmallIntegerField(
        _("the late fee begins"),
        default=24,
        help_text=_("Hours before the visit. Until then changes are free."),
    )
    fee = models.PositiveIntegerField(
        _("late fee"), default=0, help_text=_("Late fee in cents; 0 means no fee.")
    )
    currency = models.CharField(_("currency"), max_length=3, default="CAD")
    has_waiting_list = models.BooleanField(
        _("waiting list"),
        default=True,
        help_text=_(
            "May patients wait for a time? A time that comes free is then offered to one after the other."
        ),
    )
    quiet_from = models.PositiveSmallIntegerField(
        _("no offers from"),
        default=21,
        choices=QUIET_HOURS,
        help_text=_("In quiet hours nobody is offered a time, and the half hour to answer stands still."),
    )
    quiet_until = models.PositiveSmallIntegerField(
        _("offers again from"),
        default=8,
        choices=QUIET_HOURS,
        help_text=_("The same hour as above: there are no quiet hours."),
    )
    reminder_hours = models.PositiveSmallIntegerField(
        _("reminder"),
        default=24,
        validators=[MaxValueValidator(336)],
        help_text=_("How many hours before a visit patients are reminded; 0: not at all."),
    )
    undo_minutes = models.PositiveSmallIntegerField(
        _("minutes to undo a booking"),
        default=3,
        validators=[MaxValueValidator(60)],
        help_text=_("Right after booking, whatever the rules above say; 0: not at all."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("booking rules"), _("booking rules")

    def __str__(self):
        return str(self.clinic)

    @property
    def changes_online(self) -> bool:
        """Whether patients may change anything about a visit online."""
        return self.cancel_online or self.move_online


class ServiceForm(models.Model):
    """A form that a service brings along (Settled 11: booking knows forms, never the reverse)."""

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="service_forms", verbose_name=_("service")
    )
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="+", verbose_name=_("form"))
    rule = models.CharField(
        _("how often"), max_length=10, choices=FormRule.choices, default=FormRule.EVERY_TIME
    )
    months = models.PositiveSmallIntegerField(
        _("after months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("For “Again after some months”: how many since it was last sent in."),
    )
    due_hours = models.PositiveSmallIntegerField(
        _("due, hours before"),
        default=24,
        validators=[MaxValueValidator(2160)],
        help_text=_("By when it is to be sent in, before the visit."),
    )
    message = models.TextField(
        _("a word along"),
        blank=True,
        default="",
        max_length=1000,
        validators=[plain],
        help_text=_("Read above the form."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("form it brings"), _("forms it brings")
        constraints = [
            models.UniqueConstraint(fields=["service", "template"], name="booking_form_once_a_service"),
            models.CheckConstraint(
                name="booking_months_with_again",
                condition=models.Q(rule=FormRule.AGAIN, months__isnull=False)
                | ~models.Q(rule=FormRule.AGAIN) & models.Q(months=None),
                violation_error_message=_("Enter the months for “Again after some months”, and only there."),
            ),
        ]

    def __str__(self):
        return f"{self.template} with {self.service}"
