"""What is asked of each person of a family day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.forms import note_field
from clinic.models.services import Audience


def suits(service, *, is_new: bool, was_here: bool) -> bool:
    """Whether a service is for somebody: who is new has no visit of returning patients, and the other way round.

    Of somebody saved whose visits the account does not see it is not known.
    """
    if is_new:
        return service.audience != Audience.RETURNING
    return service.audience != Audience.NEW or not was_here


def answered(member) -> dict:
    """What was answered about somebody before, as their form's first values."""
    return {
        "service": member.get("service", ""),
        "who": str(member.get("who") or ""),
        "note": member.get("note", ""),
    }


class MemberVisit(forms.Form):
    """Which service, and with whom. Which of them go together is asked on sending."""

    service = forms.ChoiceField(label=_("Visit"))
    who = forms.ChoiceField(
        label=_("With"),
        required=False,
        error_messages={"invalid_choice": _("Choose from the practitioners that are there")},
    )
    note = note_field(
        label=_("Anything to know before the visit?"),
        help_text=_("Don’t write anything urgent here: call us instead."),
    )

    def __init__(self, *args, name, catalogue, services, place, anyone: bool, **kwargs):
        """Of somebody called `name`, for whom `services` are; `place` is where they all go (None: not known yet), and
        `anyone` whether whoever is free may be chosen."""
        self.name, self.catalogue, self.place, self.anyone = name, catalogue, place, anyone
        self.services = {service.slug: service for service in services}
        super().__init__(*args, **kwargs)
        self.people = {
            str(person.pk): person
            for person in catalogue.practitioners.values()
            if any(person in catalogue.who_gives(service, place) for service in services)
        }
        missing = _("Choose the visit for %(name)s") % {"name": name}
        self.fields["service"].error_messages |= {"required": missing, "invalid_choice": missing}
        empty = _("Whoever is free") if anyone else _("Choose")
        self.fields["service"].choices = [
            ("", _("Choose")),
            *((key, one.title) for key, one in self.services.items()),
        ]
        self.fields["who"].choices = [("", empty), *((key, one.name) for key, one in self.people.items())]

    def clean(self):
        cleaned = super().clean()
        service = self.services.get(cleaned.get("service", ""))
        if service is None or "who" not in cleaned:
            return cleaned
        gives = self.catalogue.who_gives(service, self.place)
        person = self.people.get(cleaned["who"])
        if not gives:
            self.add_error("service", _("This visit is not given there: choose another"))
        elif person is not None and person not in gives:
            names = {"name": person.name, "service": service.title}
            self.add_error(
                "who", _("%(name)s does not give “%(service)s” there: choose somebody else") % names
            )
        elif person is None and not self.anyone:
            if len(gives) > 1:
                self.add_error("who", _("Choose whom %(name)s sees") % {"name": self.name})
            else:
                cleaned["who"] = str(gives[0].pk)
        return cleaned

    def answers(self) -> dict:
        """As a family day keeps it."""
        said = self.cleaned_data
        return {"service": said["service"], "who": int(said["who"] or 0), "note": said["note"]}


class Place(forms.Form):
    """Where everybody goes: one place for all."""

    place = forms.ChoiceField(
        label=_("Where"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where"), "invalid_choice": _("Choose where")},
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(str(one.pk), one.name) for one in places]


class How(forms.Form):
    """One after another, or side by side."""

    way = forms.ChoiceField(error_messages={"required": _("Choose how you would like to come")})

    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(way, way) for way in ways]
        self.fields["way"].error_messages["invalid_choice"] = self.fields["way"].error_messages["required"]
