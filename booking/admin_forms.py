"""Time off and days that differ, saved only once somebody has looked at the visits they would hit."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from booking.closing import visits_during, visits_outside
from clinic.admin_forms import ExceptionForm, TimeOffForm
from clinic.admin_scope import ScopedForm
from common import clock
from common.tokens import keyed_digest

SEEN = "visits_seen"  # what the page sends back: a fingerprint of the visits it listed


class AsksAboutVisits(ScopedForm):
    """`visits` are those that are hit: as saved, or as typed. They stay booked, and are not dropped silently.

    What hits them, `_hit()` of the form below says, by the instance as it is now.
    """

    they_stay = forms.BooleanField(
        label=_("I have seen the visits below"),
        required=False,
        widget=forms.HiddenInput,
        help_text=_("They stay booked until you move or cancel them. Until then nobody is told."),
    )
    matters: set[str] = set()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.visits = self._hit() if self.instance.pk else []

    @property
    def fingerprint(self) -> str:
        """So that what is accepted is what was read."""
        return keyed_digest("visits", " ".join(sorted(str(visit.pk) for visit in self.visits)))

    def _post_clean(self):
        super()._post_clean()  # what is typed is in the instance now
        if self.errors:
            return
        self.visits = self._hit()
        is_new = self.instance.pk is None or self.matters & set(self.changed_data)
        was_seen = self.cleaned_data["they_stay"] and self.data.get(SEEN) == self.fingerprint
        if self.visits and is_new and not was_seen:
            self.fields["they_stay"].widget = forms.CheckboxInput()
            words = ngettext(
                "%(n)d visit is booked then. Look at it below, then tick that you have seen it.",
                "%(n)d visits are booked then. Look at them below, then tick that you have seen them.",
                len(self.visits),
            )
            self.add_error("they_stay", words % {"n": len(self.visits)})


class TimeOffWithVisits(AsksAboutVisits, TimeOffForm):
    matters = {"bookable", "starts_at", "ends_at"}

    def _hit(self):
        away = self.instance
        return visits_during(away.bookable_id, away.starts_at, away.ends_at, at=clock.now())


class ExceptionWithVisits(AsksAboutVisits, ExceptionForm):
    matters = {"practitioner", "location", "date", "opens", "closes"}

    def _hit(self):
        return visits_outside(self.instance, self.clinic, at=clock.now())
