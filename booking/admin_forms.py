"""Hours, closed days and time off, saved only once somebody has looked at the visits they would hit."""

from django import forms
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.closing import visits_during, visits_left_out, visits_on, visits_outside, without_day
from booking.models import Appointment
from clinic.admin_forms import ClosureForm, ExceptionForm, HoursForm, PractitionerForm, TimeOffForm
from clinic.admin_scope import ScopedForm
from clinic.catalogue import Block, Span, catalogue_of
from clinic.models import HoursException, OpeningHours, Practitioner
from common import clock
from common.tokens import keyed_digest

SEEN = "visits_seen"  # what the page sends back: a fingerprint of the visits it listed
I_HAVE_SEEN = "they_stay"


class LooksFirst(forms.Form):
    """A tick that says: these visits were looked at. `visits` are the ones that are hit."""

    they_stay = forms.BooleanField(
        label=_("I have seen these visits"),
        required=False,
        help_text=_("They stay booked until you move or cancel them. Until then nobody is told."),
    )

    @property
    def fingerprint(self) -> str:
        """So that what is accepted is what was read."""
        return keyed_digest("visits", " ".join(sorted(str(visit.pk) for visit in self.visits)))

    def insist(self):
        """An error beside the tick, unless just these visits were seen."""
        if not self.visits or (self.cleaned_data[I_HAVE_SEEN] and self.data.get(SEEN) == self.fingerprint):
            return
        words = ngettext(
            "%(n)d visit is booked then. Look at it below, then tick that you have seen it.",
            "%(n)d visits are booked then. Look at them below, then tick that you have seen them.",
            len(self.visits),
        )
        self.add_error(I_HAVE_SEEN, words % {"n": len(self.visits)})


class DeletesHours(LooksFirst):
    """On the page that asks whether hours may go: the same tick, where they hold visits."""

    def __init__(self, *args, visits, **kwargs):
        super().__init__(*args, **kwargs)
        self.visits = visits

    def clean(self):
        self.insist()


class AsksAboutVisits(LooksFirst, ScopedForm):
    """A row of the settings. Its visits, which stay booked and are not dropped silently, are as saved, or as typed.

    What hits them, `_hit()` of the form below says, by the instance as it is now.
    """

    matters: set[str] = set()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[I_HAVE_SEEN].widget = forms.HiddenInput()
        self.visits = self._hit() if self.instance.pk and not self.is_bound else []

    def _is_other(self) -> bool:
        """Whether anything changes that visits could be hit by."""
        return self.instance.pk is None or bool(self.matters & set(self.changed_data))

    def _post_clean(self):
        super()._post_clean()  # what is typed is in the instance now
        if self.errors:
            return
        self.visits = self._hit()
        if self._is_other():
            self.insist()
        if self.errors:
            self.fields[I_HAVE_SEEN].widget = forms.CheckboxInput()

    def _services(self) -> frozenset[int]:
        return frozenset(service.pk for service in self.cleaned_data.get("services", ()))


class TimeOffWithVisits(AsksAboutVisits, TimeOffForm):
    matters = {"bookable", "starts_at", "ends_at"}

    def _hit(self):
        away = self.instance
        return visits_during(away.bookable_id, away.starts_at, away.ends_at, at=clock.now())


class ClosureWithVisits(AsksAboutVisits, ClosureForm):
    matters = {"first_day", "last_day"}

    def _hit(self):
        return visits_on(self.instance, self.clinic, at=clock.now())


class ExceptionWithVisits(AsksAboutVisits, ExceptionForm):
    matters = {"practitioner", "location", "date", "opens", "closes", "services"}

    def _hit(self):
        if not self.is_bound:
            only = frozenset(self.instance.services.values_list("pk", flat=True))
            return visits_outside(self.instance, self.clinic, only=only, at=clock.now())
        hit = visits_outside(self.instance, self.clinic, only=self._services(), at=clock.now())
        if self.instance.pk and {"practitioner", "location", "date"} & set(self.changed_data):
            # The day it leaves loses its hours as if it were deleted.
            before = HoursException.objects.get(pk=self.instance.pk)
            then = without_day(before, catalogue_of(self.clinic))
            hit += visits_left_out([before.practitioner_id], then, self.clinic, at=clock.now())
        return list(dict.fromkeys(hit))


class BlockWithVisits(AsksAboutVisits, HoursForm):
    """A weekly block: visits are hit that lie in the hours as they are, and would not in the new ones."""

    matters = {"practitioner", "location", "weekday", "opens", "closes", "services"}

    def _hit(self):
        if not self.is_bound:
            return []
        block, where = self.instance, (self.instance.practitioner_id, self.instance.location_id)
        typed = Block(block.weekday, Span(block.opens, block.closes, self._services()))
        then = catalogue_of(self.clinic).with_hours(without=[block.pk], also=[(where, typed)])
        people = {where[0], self.initial.get("practitioner")} - {None}
        return visits_left_out(people, then, self.clinic, at=clock.now())


class PractitionerWithVisits(AsksAboutVisits, PractitionerForm):
    """Somebody's whole week on one page. Whoever retires keeps the visits that are booked: they are listed as well."""

    def _is_other(self):
        return True  # what is hit is what changes

    def _hit(self):
        if not self.is_bound or not self.instance.pk:
            return []
        coming = Appointment.objects.coming(at=clock.now())
        if self.instance.retired_at and "retired" in self.changed_data:
            return list(coming.filter(practitioner=self.instance).with_names())
        week = _Week(self.data, instance=self.instance)  # under the name that the table of the page has, too
        return visits_left_out([self.instance.pk], self._then(week), self.clinic, at=clock.now())

    def _then(self, week):
        """The catalogue as it would be with the rows of the page. Of a row with an error the page speaks itself."""
        catalogue, also = catalogue_of(self.clinic), []
        kept_for = {
            block.row: block.span.only
            for (who, _where), blocks in catalogue.hours.items()
            if who == self.instance.pk
            for block in blocks
        }
        for row in week.forms:
            block = row.instance
            if not row.is_valid() and block.pk is None:
                continue
            if block.pk is None and not row.has_changed() or row.cleaned_data.get("DELETE"):
                continue
            span = Span(block.opens, block.closes, kept_for.get(block.pk, frozenset()))
            also.append(((self.instance.pk, block.location_id), Block(block.weekday, span)))
        return catalogue.with_hours(without=kept_for, also=also)


_Week = inlineformset_factory(
    Practitioner, OpeningHours, form=HoursForm, fields=["weekday", "location", "opens", "closes"]
)
