"""The places of the settings in words."""

from django.urls import reverse

from office.settings_places import GROUPS, Facts


def home_page(clinic, *, at) -> dict:
    """Everything home.html shows. At most five queries and the catalogue."""
    facts = Facts(clinic, at=at)
    return {
        "groups": [{"title": title, "rows": [_row(one, facts) for one in places]} for title, places in GROUPS]
    }


def _row(place, facts) -> dict:
    return {
        "url": reverse(place.name),
        "label": place.label,
        "icon": place.icon,
        "state": place.state(facts),
        "lacks": bool(place.lacks(facts)),
    }
