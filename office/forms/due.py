"""By when a form is to be sent in: a day, which ends at midnight at the clinic."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.availability import wallclock
from common.date_field import ThreePartDateField

A_WEEK, LATEST = timedelta(days=7), timedelta(days=730)


def last_minute(day, zone):
    """The last minute of a day at the clinic, so that the day itself is what every page names; None without a day."""
    return day and wallclock.to_instant(wallclock.midnight(zone, day.toordinal() + 1) - 1)


class DueBy(forms.Form):
    """The last day for a form."""

    due = ThreePartDateField(label=_("Due date"))

    def __init__(self, *args, space, **kwargs):
        self.space = space
        super().__init__(*args, **kwargs)
        self.today = space.at.astimezone(space.zone).date()
        self.fields["due"].earliest, self.fields["due"].latest = self.today, self.today + LATEST

    @property
    def due_at(self):
        """The chosen day, as an instant."""
        return last_minute(self.cleaned_data.get("due"), self.space.zone)


class Extension(DueBy):
    """Another due date; a week later than it was, or than today, unless staff say otherwise."""

    def __init__(self, *args, was, **kwargs):
        super().__init__(*args, **kwargs)
        latest = max(was.astimezone(self.space.zone).date(), self.today) if was else self.today
        self.fields["due"].initial = latest + A_WEEK
