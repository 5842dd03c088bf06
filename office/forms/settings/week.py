"""Somebody's weekly hours, day by day: rows are added and taken out by buttons, which need no script."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext as _

from booking.admin_forms import LooksFirst
from booking.closing import visits_left_out
from clinic.admin_forms import HoursForm
from clinic.catalogue import Block, Span, catalogue_of
from clinic.models import Location, OpeningHours, Practitioner
from clinic.models.hours import Weekday
from office.forms.settings.base import OfOffice, in_use

WORK_WEEK = [Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY]
OPENS, CLOSES = 9 * 60, 17 * 60  # what a new week says, to be changed
MOST_ROWS = 60
PREFIX = "hours"


class BlockForm(OfOffice, HoursForm):
    """One block of one day. With both times empty it is not there."""

    def __init__(self, *args, only_place, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["location"].empty_label = None
        if only_place:
            self.fields["location"].initial = only_place.pk
            self.fields["location"].widget = forms.HiddenInput()
        self.fields["weekday"].widget = forms.HiddenInput()

    @property
    def is_empty(self) -> bool:
        """Whether neither time is typed."""
        said = [self[name].value() for name in ("opens", "closes")]
        return not any(one.strip() if isinstance(one, str) else one is not None for one in said)

    def has_changed(self):
        # A new row carries its day and its place; only times make it one.
        return super().has_changed() and (self.instance.pk is not None or not self.is_empty)


class BlocksOfWeek(BaseInlineFormSet):
    """The rows of a week. Emptied or taken out is the same."""

    def _should_delete_form(self, form):
        return form.is_empty or super()._should_delete_form(form)

    def clean(self):
        """At one place the hours of a day do not overlap."""
        there: dict[tuple, list] = {}
        for form in self.standing():
            said = getattr(form, "cleaned_data", {})
            if form.errors or not {"opens", "closes", "location"} <= said.keys():
                continue
            day = there.setdefault((said["weekday"], said["location"]), [])
            begins, ends = said["opens"], said["closes"]
            if any(begins < closes and opens < ends for opens, closes in day):
                form.add_error("opens", _("These hours overlap with others of the same day."))
            day.append((begins, ends))

    def standing(self) -> list[BlockForm]:
        """The rows that stay or are new."""
        return [form for form in self.forms if not self._should_delete_form(form)]


_Blocks = inlineformset_factory(
    Practitioner,
    OpeningHours,
    form=BlockForm,
    formset=BlocksOfWeek,
    fields=["weekday", "location", "opens", "closes"],
    extra=0,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
)


class WeekForm(LooksFirst):
    """A whole week, and the tick for visits that lie in the hours as they are and would not in the new ones."""

    def __init__(self, sent=None, *, practitioner, clinic, at):
        places = in_use(Location, clinic)
        found = list(places[:2])
        super().__init__(_with_row(sent, places))
        self.practitioner, self.clinic, self.at = practitioner, clinic, at
        rows = practitioner.hours.filter(location__retired_at=None).order_by("weekday", "opens")
        is_new = not self.is_bound and not rows
        self.blocks = _Blocks(
            self.data if self.is_bound else None,
            instance=practitioner,
            queryset=rows,
            prefix=PREFIX,
            form_kwargs={"clinic": clinic, "only_place": found[0] if len(found) == 1 else None},
            initial=_usual_week(next(iter(found), None)) if is_new else None,
        )
        if is_new:  # whoever is new gets a week to fill in at once
            self.blocks.extra = len(WORK_WEEK)
        self.visits = []
        self.fields["they_stay"].widget = forms.HiddenInput()

    def clean(self):
        if not self.blocks.is_valid():
            # What is wrong stands beside its row.
            raise ValidationError(self.blocks.non_form_errors() or "")
        self.visits = visits_left_out([self.practitioner.pk], self._then(), self.clinic, at=self.at)
        self.insist()
        if self.errors:
            self.fields["they_stay"].widget = forms.CheckboxInput()

    def _then(self):
        """The catalogue as it would be with these rows."""
        catalogue, also, who = catalogue_of(self.clinic), [], self.practitioner.pk
        kept_for = {
            block.row: block.span.only
            for (person, _place), blocks in catalogue.hours.items()
            if person == who
            for block in blocks
        }
        for block in self.wanted:
            span = Span(block.opens, block.closes, kept_for.get(block.pk, frozenset()))
            also.append(((who, block.location_id), Block(block.weekday, span)))
        return catalogue.with_hours(without=kept_for, also=also)

    @property
    def wanted(self) -> list[OpeningHours]:
        """The blocks of the week, saved ones and new ones, for the action."""
        return [form.instance for form in self.blocks.standing() if form.instance.opens is not None]


def _usual_week(place) -> list[dict]:
    """Monday to Friday, nine to five: few have it, but it is quicker changed than typed."""
    return [{"weekday": day, "location": place, "opens": OPENS, "closes": CLOSES} for day in WORK_WEEK]


def _with_row(sent, places):
    """What was sent, with a row more, or without one, where a button asked for that."""
    if sent is None:
        return None
    sent = sent.copy()
    total = _number(sent.get(f"{PREFIX}-TOTAL_FORMS"))
    row, day = _number(sent.get("take_out")), _number(sent.get("add"))
    if row is not None:
        for name in ("opens", "closes"):
            sent[f"{PREFIX}-{row}-{name}"] = ""
    if day in Weekday.values and total is not None and total < MOST_ROWS:
        sent[f"{PREFIX}-TOTAL_FORMS"] = str(total + 1)
        sent[f"{PREFIX}-{total}-weekday"] = str(day)
        sent[f"{PREFIX}-{total}-location"] = str(getattr(places.first(), "pk", ""))
        sent["new_row"] = str(total)
    return sent


def _number(text) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 4 else None
