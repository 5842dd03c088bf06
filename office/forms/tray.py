"""What a colleague does with what is ticked in the tray: to whom it goes, and until when it is put off."""

from datetime import UTC, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from common.date_field import ThreePartDateField
from common.wording import clock_time, moment
from office.presenters.tray import colleague

ME, NOBODY = "me", "nobody"
AFTERNOON, MORNING = time(14), time(9)
LONGEST = timedelta(days=366)


class Giving(forms.Form):
    """Who has it from now on: `team` are those who work with the tray."""

    to = forms.ChoiceField(
        label=_("Give to"), error_messages={"required": _("Choose who has it from now on")}
    )

    def __init__(self, data, *, team, member):
        super().__init__(data)
        self.team = {str(one.pk): one for one in team} | {ME: member, NOBODY: None}
        others = [(str(one.pk), colleague(one)) for one in team if one.pk != member.pk]
        self.fields["to"].choices = [("", _("Choose")), (ME, _("Me")), *others, (NOBODY, _("Nobody"))]

    @property
    def chosen(self):
        """The membership, or None for nobody."""
        return self.team[self.cleaned_data["to"]]


class PuttingOff(forms.Form):
    """Until when: a moment that is near, or a day and an hour of one's own, by the clinic's clock."""

    until = forms.ChoiceField(label=_("Put off until"), error_messages={"required": _("Choose until when")})
    day = ThreePartDateField(label=_("Day"), required=False)
    clock = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        initial=MORNING,
        error_messages={"invalid": _("Enter the time, for example 9:00")},
    )

    def __init__(self, data, *, clinic, at):
        super().__init__(data)
        self.clinic, self.at = clinic, at
        self.near = _near(at.astimezone(clinic.zone))
        choices = [(name, f"{label}, {words}") for name, (label, words, _local) in self.near.items()]
        self.fields["until"].choices = [("", _("Choose")), *choices, ("own", _("Another day"))]

    def clean(self):
        found = super().clean()
        if found.get("until") != "own" or self.errors:
            return found
        if found["day"] is None:
            self.add_error("day", _("Enter the day"))
        elif not self.at < self._instant(found) <= self.at + LONGEST:
            self.add_error("day", _("Choose a moment that is still to come, within a year"))
        return found

    def _instant(self, found):
        local = datetime.combine(found["day"], found["clock"] or MORNING, tzinfo=self.clinic.zone)
        return local.astimezone(UTC)

    @property
    def chosen(self):
        """The instant."""
        until = self.cleaned_data["until"]
        return self._instant(self.cleaned_data) if until == "own" else self.near[until][2].astimezone(UTC)


def _near(local) -> dict:
    """What is asked for most: name → (label, words, the moment), by the clock on the clinic's wall."""
    today, zone = local.date(), local.tzinfo
    tomorrow = datetime.combine(today + timedelta(days=1), MORNING, tzinfo=zone)
    monday = datetime.combine(today + timedelta(days=7 - today.weekday()), MORNING, tzinfo=zone)
    found = {}
    if local.time() < AFTERNOON:
        then = datetime.combine(today, AFTERNOON, tzinfo=zone)
        found["afternoon"] = (_("This afternoon"), clock_time(then), then)
    found["tomorrow"] = (_("Tomorrow"), clock_time(tomorrow), tomorrow)
    found["week"] = (_("Next week"), moment(monday), monday)
    return found
