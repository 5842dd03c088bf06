"""What stands beside the calendar: its filters, the views, and the menu that leads to what decides on its hours."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.catalogue import catalogue_of
from clinic.policies import may_configure
from office.policies import sees_forms


def filters(day, asked, member) -> dict:
    """The fields of the filter with what is chosen, what else the address keeps, and the way back to everything."""
    catalogue = catalogue_of(day.clinic)
    people = dict(catalogue.practitioners) | {person.pk: person for person in day.people}
    only = asked.only
    fields = [
        _field(
            "person", _("With"), _("Everyone"), [(key, one.name) for key, one in people.items()], only.person
        ),
        _field("service", _("Service"), _("All services"), _services(catalogue), only.service),
        _field("state", _("State"), _("All states"), _states(member), only.state),
    ]
    if len(catalogue.locations) > 1:
        places = [(key, one.name) for key, one in catalogue.locations.items()]
        fields.insert(1, _field("place", _("Where"), _("All places"), places, only.place))
    chosen = [field["chosen"] for field in fields if field["chosen"]]
    return {
        "fields": fields,
        "kept": [("day", asked.day.isoformat()), ("view", asked.view)],
        "chosen": ", ".join(chosen),
        "all_url": asked.unfiltered.address() if chosen else "",
    }


def _services(catalogue) -> list[tuple]:
    return [(slug, one.title) for slug, one in catalogue.services.items()]


def _states(member) -> list[tuple]:
    found = [
        ("booked", _("Booked")),
        ("form", _("Form missing")),
        ("requested", _("Requested")),
        ("arrived", _("Here")),
        ("completed", _("Done")),
        ("no_show", _("No-show")),
        ("late", _("Late cancel")),
        ("cancelled", _("Cancelled")),
    ]
    return [one for one in found if one[0] != "form" or sees_forms(member)]


def _field(name, label, every, options, value) -> dict:
    rows = [{"value": key, "label": words, "is_chosen": key == value} for key, words in options]
    return {
        "name": name,
        "label": label,
        "every": every,
        "options": rows,
        "chosen": next((str(one["label"]) for one in rows if one["is_chosen"]), ""),
    }


def gear(member) -> list[dict]:
    """Where the rules and hours behind the calendar are kept, for those who keep them (D4)."""
    if not may_configure(member):
        return []
    return [
        {"label": _("Online booking"), "url": reverse("office:booking_rules"), "icon": "mouse-pointer-click"},
        {"label": _("Weekly hours"), "url": reverse("office:settings_hours"), "icon": "clock"},
    ]
