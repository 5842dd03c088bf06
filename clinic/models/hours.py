from datetime import UTC, date, datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic.models.clinic import Clinic, Location
from clinic.models.people import Bookable, Practitioner
from clinic.models.services import Service
from common import wording

IN_SIGHT = date(1970, 1, 1), date(2199, 12, 31)  # days lie between these two
OUT_OF_SIGHT = _("Use dates between 1970 and 2199.")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OpeningHours(models.Model):
    """A weekly block of someone's hours, by the clock on the wall.

    `opens` and `closes` are minutes after that day's midnight; past 1440 the block crosses into the next day.
    """

    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.CASCADE, related_name="hours", verbose_name=_("practitioner")
    )
    location = models.ForeignKey(
        Location, on_delete=models.CASCADE, related_name="hours", verbose_name=_("location")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens = models.PositiveSmallIntegerField(_("opens"), validators=[MaxValueValidator(1439)])
    closes = models.PositiveSmallIntegerField(_("closes"), validators=[MaxValueValidator(2880)])
    services = models.ManyToManyField(
        Service, blank=True, help_text=_("Empty: all services."), verbose_name=_("services")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("block of hours"), _("opening hours")
        constraints = [
            models.CheckConstraint(
                name="clinic_hours_in_order",
                condition=Q(closes__gt=F("opens")),
                violation_error_message=_(
                    "Closing must come after opening. Past midnight, count on: 26:00 is two in the morning."
                ),
            )
        ]

    def __str__(self):
        return f"{self.practitioner}, {self.get_weekday_display()} {self.opens // 60}:{self.opens % 60:02}"


class HoursException(models.Model):
    """One date that differs from the week: other hours, or closed when both are empty."""

    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.CASCADE, related_name="exceptions", verbose_name=_("practitioner")
    )
    location = models.ForeignKey(
        Location, on_delete=models.CASCADE, related_name="exceptions", verbose_name=_("location")
    )
    date = models.DateField(_("date"))
    opens = models.PositiveSmallIntegerField(
        _("opens"), null=True, blank=True, validators=[MaxValueValidator(1439)]
    )
    closes = models.PositiveSmallIntegerField(
        _("closes"), null=True, blank=True, validators=[MaxValueValidator(2880)]
    )
    services = models.ManyToManyField(
        Service, blank=True, help_text=_("Empty: all services."), verbose_name=_("services")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("day that differs"), _("days that differ")
        constraints = [
            models.CheckConstraint(
                name="clinic_exception_both_or_none",
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes__isnull=False, closes__gt=F("opens")),
            )
        ]

    def __str__(self):
        return f"{self.practitioner} {self.date}"


class TimeOff(models.Model):
    """A practitioner or a resource is away between two instants."""

    bookable = models.ForeignKey(
        Bookable, on_delete=models.CASCADE, related_name="time_off", verbose_name=_("who or what is away")
    )
    starts_at = models.DateTimeField(_("away from"))
    ends_at = models.DateTimeField(_("away until"))
    reason = models.CharField(_("reason"), max_length=120, blank=True, help_text=_("For the team only."))

    class Meta:
        verbose_name, verbose_name_plural = _("time off"), _("time off")
        constraints = [
            models.CheckConstraint(name="clinic_time_off_in_order", condition=Q(ends_at__gt=F("starts_at"))),
            # A year of five digits, which midnight of 31 December 9999 is elsewhere, cannot be read back.
            models.CheckConstraint(
                name="clinic_time_off_in_sight",
                condition=Q(
                    starts_at__gt=datetime(1970, 1, 1, tzinfo=UTC),
                    ends_at__lt=datetime(2200, 1, 1, tzinfo=UTC),
                ),
                violation_error_message=OUT_OF_SIGHT,
            ),
        ]

    def __str__(self):
        return f"{self.bookable} {self.starts_at:%Y-%m-%d}"


class Closure(models.Model):
    """The whole clinic is closed on some days, both included: holidays, a move, a day of training."""

    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="closures", verbose_name=_("clinic")
    )
    first_day = models.DateField(_("first day closed"))
    last_day = models.DateField(_("last day closed"))
    reason = models.CharField(_("reason"), max_length=120, blank=True, help_text=_("For the team only."))

    class Meta:
        verbose_name, verbose_name_plural = _("closed days"), _("closed days")
        constraints = [
            models.CheckConstraint(name="clinic_closure_in_order", condition=Q(last_day__gte=F("first_day"))),
            models.CheckConstraint(
                name="clinic_closure_in_sight",
                condition=Q(first_day__gt=IN_SIGHT[0], last_day__lt=IN_SIGHT[1]),
                violation_error_message=OUT_OF_SIGHT,
            ),
        ]

    def __str__(self):
        if self.first_day == self.last_day:
            return str(wording.long_date_year(self.first_day))
        return f"{wording.long_date_year(self.first_day)} – {wording.long_date_year(self.last_day)}"
