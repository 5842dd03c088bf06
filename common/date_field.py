"""A date in three boxes, day month year: quick to type, nothing to pick, and errors that name the box."""

import calendar
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from common import clock

PARTS = ("day", "month", "year")
LABELS = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
LONGEST_LIFE = 130  # years; nobody has reached 123


class ThreePartDateWidget(forms.MultiWidget):
    """Three number boxes posted as name_day, name_month and name_year. `autocomplete="bday"` for one's own birth."""

    def __init__(self, attrs=None, autocomplete=""):
        self.autocomplete = autocomplete
        boxes = {
            part: forms.TextInput(
                {
                    "inputmode": "numeric",
                    "maxlength": 4 if part == "year" else 2,
                    "autocomplete": f"{autocomplete}-{part}" if autocomplete else "off",
                    "aria-label": LABELS[part],
                }
            )
            for part in PARTS
        }
        super().__init__(boxes, attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]


class ThreePartDateField(forms.Field):
    """A real day of the calendar. An error's code names the box it belongs to: day, month, year or date (all)."""

    widget = ThreePartDateWidget
    default_error_messages = {
        "required": _("Enter the date"),
        "day": _("Enter the day"),
        "month": _("Enter the month"),
        "year": _("Enter the year"),
        "day_number": _("Enter the day as a number, for example 14"),
        "month_number": _("Enter the month as a number from 1 to 12"),
        "year_digits": _("Enter the year with four digits"),
        "short_month": _("Check the day: %(month)s has %(days)d days"),
        "too_early": _("Enter a date after %(date)s"),
        "too_late": _("Enter a date that is not later than %(date)s"),
    }

    def __init__(self, *, earliest=date(1900, 1, 1), latest=None, **kwargs):
        """`earliest` and `latest` are dates, or functions that give one when the form is checked; both inclusive."""
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value):
        """The date of three typed texts, or None when all are empty."""
        if not value or isinstance(value, date):
            return value or None
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        numbers = dict(zip(PARTS, map(self._number, PARTS, typed), strict=True))
        days = calendar.monthrange(numbers["year"], numbers["month"])[1]
        if numbers["day"] > days:
            first = date(numbers["year"], numbers["month"], 1)
            self._refuse("day", "short_month", month=date_format(first, "F Y"), days=days)
        return date(numbers["year"], numbers["month"], numbers["day"])

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        earliest, latest = (bound() if callable(bound) else bound for bound in (self.earliest, self.latest))
        if earliest and value < earliest:
            self._refuse("year", "too_early", date=date_format(earliest - timedelta(days=1), "j F Y"))
        if latest and value > latest:
            self._refuse("date", "too_late", date=date_format(latest, "j F Y"))

    def has_changed(self, initial, data):
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True

    def _number(self, part, typed):
        if not typed:
            self._refuse(part, part)
        if part == "year":
            if len(typed) != 4 or not typed.isdecimal() or typed == "0000":
                self._refuse("year", "year_digits")
        elif len(typed) > 2 or not typed.isdecimal() or not 1 <= int(typed) <= (31 if part == "day" else 12):
            self._refuse(part, f"{part}_number")
        return int(typed)

    def _refuse(self, part, message, **words):
        raise ValidationError(self.error_messages[message], code=part, params=words)


def _today_somewhere():
    # A child born today in Auckland has a birthday that is still tomorrow in UTC.
    return (clock.now() + timedelta(hours=14)).date()


def _longest_life_ago():
    today = _today_somewhere()
    return date(today.year - LONGEST_LIFE, today.month, 1)


class BirthDateField(ThreePartDateField):
    """A date of birth: not in the future, not more than 130 years ago."""

    default_error_messages = {
        "required": _("Enter the date of birth"),
        "day": _("Enter the day of birth"),
        "month": _("Enter the month of birth"),
        "year": _("Enter the year of birth"),
        "year_digits": _("Enter the year of birth with four digits"),
        "too_early": _("Check the year of birth"),
        "too_late": _("The date of birth must be in the past"),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("earliest", _longest_life_ago)
        kwargs.setdefault("latest", _today_somewhere)
        super().__init__(**kwargs)
