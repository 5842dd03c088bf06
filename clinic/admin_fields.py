"""Form fields of the settings: times of day kept as minutes, prices kept as cents, moments without scripts."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.hH]\s*(\d{2})?)?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)


class MinutesField(forms.Field):
    """A time on the wall, typed as 9:00, 17:30 or 5:30 pm, kept as minutes after midnight.

    Hours count on past midnight, up to `latest` (minutes): 26:00 is two in the morning of the next day.
    """

    default_error_messages = {
        "required": _("Enter a time, for example 9:00."),
        "unclear": _("Write the time with hours and minutes, for example 9:00 or 17:30."),
        "too_late": _("Write a time up to %(latest)s."),
    }

    widget = forms.TextInput({"size": 7, "maxlength": 10, "autocomplete": "off"})

    def __init__(self, *, latest=2880, **kwargs):
        self.latest = latest
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return written(value) if isinstance(value, int) else value

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        found = _CLOCK.fullmatch(text)
        if not found:
            raise ValidationError(self.error_messages["unclear"], code="unclear")
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if minute > 59 or (half and not 1 <= hour <= 12):
            raise ValidationError(self.error_messages["unclear"], code="unclear")
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        minutes = hour * 60 + minute
        if minutes > self.latest:
            latest = {"latest": written(self.latest)}
            raise ValidationError(self.error_messages["too_late"], code="too_late", params=latest)
        return minutes

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


def written(minutes: int) -> str:
    """570 as people type it: '9:30'."""
    return f"{minutes // 60}:{minutes % 60:02}"


def span_words(opens: int, closes: int) -> str:
    """'9:00 – 17:00'; past midnight '22:00 – 2:00 the next day'."""
    if closes <= 1440:
        return f"{written(opens)} – {written(closes)}"
    return _("%(opens)s – %(closes)s the next day") % {
        "opens": written(opens),
        "closes": written(closes - 1440),
    }


class CentsField(forms.DecimalField):
    """An amount typed as 85 or 85.50, kept in the smallest unit as a whole number."""

    default_error_messages = {"invalid": _("Enter an amount, for example 85 or 85.50.")}

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": 0, "max_value": 1_000_000, "decimal_places": 2, **kwargs})
        self.widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return f"{Decimal(value) / 100:.2f}" if value % 100 else str(value // 100)

    def to_python(self, value):
        return super().to_python(
            value.strip().replace(",", ".").lstrip("$€£ ") if isinstance(value, str) else value
        )

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else int(amount * 100)

    def has_changed(self, initial, data):
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True


class DayInput(forms.DateInput):
    """The browser's own date box: needs no script."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own box for a date with a time, in the clinic's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
