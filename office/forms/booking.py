"""What staff choose when they book for a patient: first the time, then what goes with it."""

import uuid
from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from booking import repeating
from booking.actions.by_staff import Terms
from booking.availability import wallclock
from clinic.admin_fields import MinutesField
from common.date_field import ThreePartDateField
from common.text import one_line, plain
from office.forms.due import DueBy
from office.forms.message import message_field
from smartforms.presenters import titles

LATEST_MINUTE = 1439
FARTHEST = timedelta(days=3_660)  # from today, either way; beyond, it is a slip of the keys
SAVE, SEND = "save", "send"
REPEATS = {1: _("Every week"), 2: _("Every 2 weeks"), 4: _("Every 4 weeks")}
SHORTEST, LONGEST = 5, 720  # minutes of a visit
HOW_LONG = _("Enter how many minutes, from 5 to 720")
HOW_MANY = _("Enter how many visits in all, from 2 to 26")


class Choosing(forms.Form):
    """Which service, with whom, where, from which day on; with a time, just that time."""

    service = forms.ChoiceField(
        label=_("Service"),
        error_messages={"required": _("Choose the service"), "invalid_choice": _("Choose the service")},
    )
    practitioner = forms.ChoiceField(
        label=_("With"),
        required=False,
        error_messages={"invalid_choice": _("Choose from the practitioners that are there")},
    )
    location = forms.ChoiceField(
        label=_("Where"), error_messages={"required": _("Choose where"), "invalid_choice": _("Choose where")}
    )
    day = ThreePartDateField(label=_("From"), error_messages={"required": _("Enter the day")})
    time = MinutesField(
        label=_("At a time of your own"),
        help_text=_("For example 7:15 or 5:30 pm, on the day above. Leave it empty to see what is free."),
        required=False,
        latest=LATEST_MINUTE,
    )

    minutes = forms.IntegerField(
        label=_("Lasts, in minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "size": 3, "maxlength": 3, "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), HOW_LONG),
    )

    every = forms.ChoiceField(
        label=_("Repeat"),
        required=False,
        choices=[("", _("Once")), *((str(weeks), words) for weeks, words in REPEATS.items())],
        error_messages={"invalid_choice": _("Choose how often")},
    )
    times = forms.IntegerField(
        label=_("How many visits in all"),
        help_text=_("For a visit that repeats: 2 to 26. All of them are booked, or none."),
        required=False,
        min_value=repeating.FEWEST,
        max_value=repeating.MOST,
        widget=forms.TextInput({"inputmode": "numeric", "size": 3, "maxlength": 2, "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), HOW_MANY),
    )

    def __init__(self, *args, offer, **kwargs):
        self.offer = offer
        super().__init__(*args, **kwargs)
        if offer.moves is not None:
            del self.fields["every"], self.fields["times"]
        else:
            del self.fields["minutes"]
        self.fields["service"].choices = [(key, one.title) for key, one in offer.services.items()]
        self.fields["practitioner"].choices = [
            ("", _("Whoever is free")), *((key, one.name) for key, one in offer.practitioners.items()),
        ]  # fmt: skip
        self.fields["location"].choices = [(key, one.name) for key, one in offer.locations.items()]
        if len(offer.locations) == 1:
            self.fields["location"].widget = forms.HiddenInput()

    def clean_day(self):
        day, space = self.cleaned_data["day"], self.offer.space
        if abs(day - space.at.astimezone(space.zone).date()) > FARTHEST:
            raise forms.ValidationError(_("Check the year: that is more than ten years from today"))
        return day

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("every") and "times" in cleaned and not cleaned["times"]:
            self.add_error("times", HOW_MANY)
        if cleaned.get("time") is not None and "practitioner" in cleaned and not cleaned["practitioner"]:
            self.add_error("practitioner", _("For a time of your own, choose with whom"))
        if cleaned.get("time") is not None and cleaned.get("day") and self.own_start is None:
            self.add_error("time", _("The clocks skip this time on that day: choose another"))
        return cleaned

    @property
    def repeat(self) -> dict:
        """How often it repeats, as `booking.repeating.repeated` takes it; once unless somebody says otherwise."""
        cleaned = self.cleaned_data
        if not cleaned.get("every"):
            return {"every": 1, "times": 1}
        return {"every": int(cleaned["every"]), "times": cleaned["times"]}

    @property
    def lasts(self) -> int | None:
        """How many minutes it is to last: of a visit that moves as long as it did, unless somebody says otherwise."""
        return self.cleaned_data.get("minutes") or self.offer.lasts

    @property
    def own_start(self) -> int | None:
        """The time of one's own as epoch minutes; the first of the two where the clocks go back."""
        minute, day = self.cleaned_data["time"], self.cleaned_data["day"].toordinal()
        found = wallclock.open_minutes(self.offer.clinic.zone, day, minute, minute + 1)
        return found[0][0] if found else None

    @property
    def service_chosen(self):
        return self.offer.services[self.cleaned_data["service"]]

    @property
    def practitioner_chosen(self):
        return self.offer.practitioners.get(self.cleaned_data["practitioner"])

    @property
    def location_chosen(self):
        return self.offer.locations[self.cleaned_data["location"]]


def reason_field():
    """Why something is done although rules speak against it."""
    return forms.CharField(
        label=_("Why it is made all the same"),
        help_text=_("Kept with the visit."),
        required=False,
        max_length=300,
        validators=[one_line],
        error_messages={"max_length": _("Use at most %(limit_value)d characters")},
    )


def refuse(form, objections) -> int:
    """Say on a form why nothing was made, as rules spoke against it: the status of its page."""
    if not objections:
        form.add_error(None, _("Somebody else had this time for a moment. Press again"))
    elif not form.cleaned_data["reason"]:
        form.add_error("reason", _("Say why it is made all the same"))
    else:
        return 409  # it came up since the page was shown
    return 422


class Booking(DueBy):
    """What goes with the visit, and why it is made although rules speak against it."""

    mark = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    accepted = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = reason_field()
    templates = forms.MultipleChoiceField(
        label=_("Forms to fill in before"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the forms that are there")},
    )
    message = message_field()
    to = forms.ChoiceField(
        label=_("Who hears of it"),
        help_text=_("The mail says when and where, and never what for."),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This has changed meanwhile: choose again to whom")},
    )
    note = forms.CharField(
        label=_("What the patient wants us to know"),
        help_text=_("Read by those who care for the patient, and by the patient."),
        required=False,
        max_length=2000,
        validators=[plain],
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Use at most %(limit_value)d characters")},
    )

    field_order = ["mark", "accepted", "reason", "templates", "due", "message", "to", "note"]

    def __init__(self, data=None, *, offer, usual):
        """`usual` are the forms the service brings, by key."""
        self.offer = offer
        first = next(iter(offer.recipients), "")
        super().__init__(data, space=offer.space, initial={"templates": usual, "to": first})
        self.fields["due"].label, self.fields["due"].required = _("Forms due"), False
        self.fields["due"].help_text = _("Empty: 24 hours before the visit.")
        if offer.templates:
            called = titles.of_templates(offer.templates.values())
            self.fields["templates"].choices = [(key, called[one.pk]) for key, one in offer.templates.items()]
        else:
            for name in ("templates", "due", "message"):
                del self.fields[name]
        if offer.recipients:
            self.fields["to"].choices = [(key, one.words) for key, one in offer.recipients.items()]
        else:
            del self.fields["to"]

    @property
    def tells(self) -> bool:
        """Whether “Save and send” was pressed, rather than “Save”, and there is still somebody who may hear of it."""
        return "to" in self.fields and self.data.get("then") == SEND

    def clean(self):
        cleaned = super().clean()
        if self.tells and "to" not in self.errors and not cleaned.get("to"):
            self.add_error("to", _("Choose who hears of it"))
        chosen = self.offer.recipients.get(cleaned.get("to", ""))
        if chosen and cleaned.get("templates") and not chosen.finds_forms:
            self.add_error("to", _("This account sees no forms: choose another, or send no forms along"))
        return cleaned

    def renew(self) -> None:
        """Stand for another visit than the one this page made."""
        self.data = self.data.copy()
        self.data["mark"] = str(uuid.uuid4())
        told = _("The visit that this page made was cancelled since. Press again to make a new one")
        self.add_error(None, told)

    @property
    def terms(self) -> Terms:
        """What was decided, as `booking.actions.by_staff.book_for` takes it."""
        cleaned = self.cleaned_data
        chosen = self.offer.recipients.get(cleaned.get("to", ""))
        return Terms(
            account=chosen.account if chosen else None,
            note=cleaned["note"],
            templates=[self.offer.templates[key] for key in cleaned.get("templates", ())],
            due_at=self.due_at,
            message=cleaned.get("message", ""),
            accepted=cleaned["accepted"],
            reason=cleaned["reason"],
        )
