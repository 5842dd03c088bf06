"""What is written in a chart, as it is sent: text, rows of supplements and prescriptions, the day."""

import re
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock
from common.date_field import ThreePartDateField
from common.text import one_line, plain
from records import plan
from records.chart_changes import NOTE_SECTIONS
from records.models.chart import PLAN_SECTIONS

LONGEST_NOTE = 20_000
REVISION = re.compile(r"\d{1,9}")


def revision_of(data) -> int:
    """The version somebody wrote on; 0 for what is none."""
    found = data.get("revision", "")
    return int(found) if REVISION.fullmatch(found) else 0


def _note(label, help_text="") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST_NOTE,
        validators=[plain],
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": _("Use at most %(limit_value)d characters")},
    )


class Written(forms.Form):
    """The parts of a chart that are signed: the day, the note, the plan. What is wrong in one is no bar to the others.

    `said` are the parts that can be kept; a section of the plan that cannot keeps what it had.
    """

    day = ThreePartDateField(label=_("Day of the visit"))
    own = ()  # further texts

    def __init__(self, data=None, *, chart):
        super().__init__(data, initial=_initial(chart))
        self.chart, self.rows_wrong = chart, {}
        self.fields["day"].earliest, self.fields["day"].latest = _days(chart)
        for key, label in NOTE_SECTIONS.items():
            self.fields[key] = _note(label)
        for key, label in PLAN_SECTIONS.items():
            if plan.kind_of(key) != "rows":
                words = _("One on each line.") if plan.kind_of(key) == "lines" else ""
                self.fields[key] = forms.CharField(
                    label=label, required=False, help_text=words, widget=forms.Textarea({"rows": 2})
                )

    def clean(self):
        typed = {key: self.data_rows(key) if key in plan.ROWS else self[key].data for key in PLAN_SECTIONS}
        self.plan = plan.cleaned(typed)
        for key, words in plan.problems(self.plan).items():
            if key in plan.ROWS:
                self.rows_wrong[key] = words
            else:
                self.add_error(key, words)
            self.plan.pop(key)
            if key in self.chart.plan:
                self.plan[key] = self.chart.plan[key]
        return super().clean()

    @property
    def said(self) -> dict:
        """What can be kept, as `records.actions.charts.save` takes it."""
        self.is_valid()
        notes = {
            key: plan.as_text(self.cleaned_data[key])
            for key in (*NOTE_SECTIONS, *self.own)
            if key in self.cleaned_data
        }
        days = {"day": self.cleaned_data["day"]} if "day" in self.cleaned_data else {}
        return days | notes | {"plan": self.plan}

    @property
    def is_whole(self) -> bool:
        """Whether all of it can be kept."""
        return self.is_valid() and not self.rows_wrong

    def data_rows(self, key) -> list[dict]:
        """The rows of a section as they were sent."""
        names = (re.fullmatch(rf"{key}-(\d{{1,3}})-what", name) for name in self.data)
        return [
            {name: self.data.get(f"{key}-{number}-{name}", "") for name in plan.ROW_FIELDS}
            for number in sorted(int(found[1]) for found in names if found)
        ]

    def shown_rows(self, key) -> list[dict]:
        """The rows as they are shown: as typed, else as kept; and an empty one to go on with."""
        tidy = plan.cleaned({key: self.data_rows(key) if self.is_bound else self.chart.plan.get(key)})
        return [*tidy.get(key, []), {}]

    @property
    def things_to_fix(self) -> list[tuple[str, str]]:
        """(control, words) for the summary above the page, in the order of the page."""
        wrong = {name: " ".join(words) for name, words in self.errors.items()} | self.rows_wrong
        order = ["reason", "day", *NOTE_SECTIONS, *PLAN_SECTIONS, "private_notes"]
        return [(self.control_of(name), wrong[name]) for name in order if name in wrong]

    def control_of(self, name) -> str:
        """The id of the control an error is about."""
        if name == "day":
            return "id_day"
        if name not in plan.ROWS:
            return f"id_{name}"
        rows = plan.cleaned({name: self.data_rows(name)}).get(name, [])
        number = next((at for at, row in enumerate(rows) if "what" not in row), 0)
        return f"id_{name}-{number}-what"


class Draft(Written):
    """A chart that is being written: with private notes, and the mark that keeps it from proxies."""

    confidential = forms.BooleanField(
        label=_("Keep this from proxies"),
        help_text=_("Whoever looks after the patient in the portal doesn’t see that it is there."),
        required=False,
    )
    own = ("private_notes",)

    def __init__(self, data=None, *, chart):
        super().__init__(data, chart=chart)
        self.fields["private_notes"] = _note(
            _("Private notes"), _("Only you read these: no colleague, no patient, no print, no copy.")
        )
        self.initial["private_notes"] = chart.private_notes

    @property
    def said(self) -> dict:
        return super().said | {"confidential": bool(self.cleaned_data.get("confidential"))}


class Amendment(Written):
    """What changes in a signed chart, and why."""

    reason = forms.CharField(
        label=_("What do you change, and why?"),
        help_text=_(
            "In a few words. Patients read it where the plan changes, for example: Magnesium dose lowered."
        ),
        max_length=300,
        validators=[one_line],
        error_messages={"required": _("Say why this changes"), "max_length": _("Use at most 300 characters")},
    )
    field_order = ["reason"]


class TemplateName(forms.Form):
    """What a template is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        validators=[one_line],
        error_messages={"required": _("Give it a name"), "max_length": _("Use at most 80 characters")},
    )


class Beginning(forms.Form):
    """Which visit a note is about."""

    visit = forms.ChoiceField(
        label=_("Which visit is it about?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a visit, or none"),
            "invalid_choice": _("Choose a visit, or none"),
        },
    )

    def __init__(self, data=None, *, choices):
        super().__init__(data)
        self.fields["visit"].choices = choices


def _days(chart) -> tuple[date, date]:
    """From birth to tomorrow at the clinic; a note that was begun for a visit ahead keeps that day."""
    patient = chart.patient
    tomorrow = clock.now().astimezone(patient.clinic.zone).date() + timedelta(days=1)
    return patient.date_of_birth, max(tomorrow, chart.day)


def _initial(chart) -> dict:
    kept = {one.key: "\n".join(plan.lines_of(one)) if one.kind == "lines" else one.text
            for one in plan.sections_of(chart.plan) if one.kind != "rows"}  # fmt: skip
    notes = {key: getattr(chart, key) for key in NOTE_SECTIONS}
    return {"day": chart.day, "confidential": chart.confidential} | notes | kept
