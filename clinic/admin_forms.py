"""Forms of the settings tables: what a clinic types, checked in its own words."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from clinic import theme
from clinic.admin_fields import CentsField, MinutesField
from clinic.admin_scope import ScopedForm
from clinic.models import Clinic, HoursException
from clinic.models.hours import IN_SIGHT, OUT_OF_SIGHT
from common import clock

TOKENS = ("brand", "on_brand", "accent", "radius", "font")
HARD_TO_READ = _(
    "Hard to read: %(what)s has a contrast of %(ratio)s, at least %(needed)s is needed. Try %(better)s."
)
A_DAY, LAST_START = 1440, 1439  # a block opens on its own day
LONGEST_NIGHT = 12 * 60


class RetiringForm(ScopedForm):
    """Instead of deleting: a tick that takes a thing out of use and keeps what points to it."""

    retired = forms.BooleanField(
        label=_("Retired"),
        required=False,
        help_text=_("No longer offered. Visits already booked stay as they are."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("retired", self.instance.retired_at is not None)

    def clean(self):
        cleaned = super().clean()
        if not self.cleaned_data.get("retired"):
            self.instance.retired_at = None
        elif self.instance.retired_at is None:
            self.instance.retired_at = clock.now()
        return cleaned


class Addressed:
    """A thing with a page of its own: its address is made once, from its name, and then stands."""

    named_by = "name"

    def clean(self):
        cleaned = super().clean()
        if not self.instance.slug:
            self.instance.slug = self._free_slug(
                slugify(self.cleaned_data.get(self.named_by, ""))[:50] or "page"
            )
        return cleaned

    def _free_slug(self, base) -> str:
        taken = set(
            type(self.instance)
            ._default_manager.filter(clinic_id=self.instance.clinic_id, slug__startswith=base)
            .values_list("slug", flat=True)
        )
        return next(
            slug for n in range(len(taken) + 1) if (slug := f"{base}-{n + 1}" if n else base) not in taken
        )


class AddressedForm(Addressed, RetiringForm):
    """A table whose rows have addresses and are retired."""


class ServiceForm(AddressedForm):
    """What is booked."""

    named_by = "title"
    price = CentsField(label=_("Price"), required=False, help_text=_("Empty: not shown."))

    class Meta:
        help_texts = {"tag": _("A short word beside the title, for example: New.")}


class SpanForm(ScopedForm):
    """Hours from `opens` to `closes`. A night is typed as people say it: 22:00 to 2:00 closes the next morning."""

    wrong_order = _("Closing must come after opening.")

    def clean(self):
        cleaned = super().clean()
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        if opens is None or closes is None or closes > opens:
            return cleaned
        if closes + A_DAY - opens <= LONGEST_NIGHT:
            self.cleaned_data["closes"] = closes + A_DAY
        else:  # the two were mixed up, rather than open for most of a day
            self.add_error("closes", self.wrong_order)
        return cleaned

    def _get_validation_exclusions(self):
        # Said above, beside the box; the database's own words for the same rule would come second.
        return super()._get_validation_exclusions() | {"opens", "closes"}


class HoursForm(SpanForm):
    """A weekly block."""

    opens = MinutesField(label=_("Opens"), latest=LAST_START)
    closes = MinutesField(
        label=_("Closes"), help_text=_("Past midnight write 2:00 or 26:00: both are two in the morning.")
    )
    wrong_order = _("Closing must come after opening. Past midnight, count on: 26:00 is two in the morning.")


class ExceptionForm(SpanForm):
    """One date that differs: other hours, or closed when both boxes are empty."""

    opens = MinutesField(label=_("Opens"), latest=LAST_START, required=False)
    closes = MinutesField(label=_("Closes"), required=False, help_text=_("Both empty: closed that day."))

    def clean(self):
        cleaned = super().clean()
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        if not {"opens", "closes"} & self.errors.keys() and (opens is None) != (closes is None):
            self.add_error(
                "opens" if opens is None else "closes", _("Give both times, or neither for a closed day.")
            )
        elif not self.errors and opens is None and cleaned.get("services"):
            self.add_error(
                "services", _("A closed day is closed for all services. Tick none, or give hours.")
            )
        day = cleaned.get("date")
        if day and not IN_SIGHT[0] < day < IN_SIGHT[1]:
            self.add_error("date", OUT_OF_SIGHT)
        if not self.errors and self._beside(cleaned).filter(opens__isnull=opens is not None).exists():
            self.add_error(
                "opens", _("This date is closed and open at once. Change the row that is there already.")
            )
        return cleaned

    def _beside(self, cleaned):
        """The other rows of this date."""
        where = {name: cleaned.get(name) for name in ("practitioner", "location", "date")}
        return HoursException.objects.filter(**where).exclude(pk=self.instance.pk)


class ClosureForm(ScopedForm):
    """The days on which nobody can be booked, the last one included."""

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        for name, day in (("first_day", first), ("last_day", last)):
            if day and not IN_SIGHT[0] < day < IN_SIGHT[1]:
                self.add_error(name, OUT_OF_SIGHT)
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not come before the first."))
        return cleaned

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"first_day", "last_day"}


class TimeOffForm(ScopedForm):
    """Away between two moments, in the clinic's time."""

    def clean(self):
        cleaned = super().clean()
        begins, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The end must come after the beginning."))
        return cleaned

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"starts_at", "ends_at"}


def look_of(said, otherwise: theme.Theme) -> theme.Theme:
    """The look of what is `said` of each token; one that makes no sense is as `otherwise` has it."""
    tokens = {}
    for name in TOKENS:
        try:
            # What a colour is only the fields of the model know.
            tokens[name] = Clinic._meta.get_field(name).clean(said.get(name, ""), None)
        except ValidationError:
            tokens[name] = getattr(otherwise, name)
    return theme.Theme(**tokens)


class Readable:
    """Colours that could not be read are refused, with the nearest one that can."""

    @property
    def asked(self) -> theme.Theme | None:
        """The look as it is typed; None where a token of it makes no sense."""
        typed = {name: self.cleaned_data.get(name) for name in TOKENS}
        try:
            # What a colour is only the fields of the model know, and they look later.
            said = {name: Clinic._meta.get_field(name).clean(value, None) for name, value in typed.items()}
        except ValidationError:
            return None
        return theme.Theme(**said)

    def clean(self):
        cleaned = super().clean()
        if (asked := self.asked) is None:
            return cleaned
        worst = {}
        for problem in theme.check(asked):
            worst.setdefault(problem.token, problem)
        for token, problem in worst.items():
            self.add_error(
                token,
                HARD_TO_READ
                % {
                    "what": problem.words,
                    "ratio": f"{problem.ratio:.1f}",
                    "needed": problem.needed,
                    "better": getattr(theme.mended(asked), token),
                },
            )
        return cleaned


class ClinicForm(Readable, ScopedForm):
    """Name, address, look."""

    class Meta:
        help_texts = {"timezone": _("Visits keep their moment; the clock times shown for them change.")}

    def clean_hosts(self):
        hosts = [host.strip().lower() for host in self.cleaned_data["hosts"] if host.strip()]
        for host in hosts:
            if Clinic.objects.filter(hosts__contains=[host]).exclude(pk=self.instance.pk).exists():
                raise ValidationError(_("Another clinic answers at %(host)s."), params={"host": host})
        return hosts


class PractitionerForm(AddressedForm):
    """Someone patients see."""


class NoOfferTwice(BaseInlineFormSet):
    """The offers of a service, or of a practitioner. One that another page saved meanwhile is not said again."""

    def clean(self):
        super().clean()
        if self.instance.pk is None:
            return
        kept = self.model.objects.filter(**{self.fk.name: self.instance})
        for form in self.forms:
            given = getattr(form, "cleaned_data", {})
            offer = {name: given[name] for name in ("practitioner", "service", "location") if given.get(name)}
            if form.errors or not offer or given.get("DELETE"):
                continue
            if kept.filter(**offer).exclude(pk=form.instance.pk).exists():
                form.add_error(None, _("This stands here twice. Tick one of them to take it out."))
