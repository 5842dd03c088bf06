"""Words and rows of the first pages of a family day: who comes, and what for."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking.family.keeping import FEWEST, MOST
from booking.presenters.who import Person, enough_ahead, person_of, relation_words
from common.wording import money


def people_of(day, grants, *, at) -> list[Person]:
    """The members as pages show them, in their order."""
    on = at.astimezone(day.clinic.zone).date()
    return [person_of(member, grants, on=on) for member in day.members]


def who_page(request, day, grants, chosen, errors, *, at) -> dict:
    """Everybody of the account to tick, and those who were typed in."""
    on = at.astimezone(request.clinic.zone).date()
    options = [
        {
            "value": str(grant.patient_id),
            "label": grant.patient.name,
            "text": relation_words(grant, on=on),
            "initials": grant.patient.initials,
            "colour": grant.colour,
            "checked": str(grant.patient_id) in chosen,
        }
        for grant in grants
    ]
    typed = [member for member in (day.members if day else []) if "person" in member]
    for member in typed:
        person = person_of(member, grants, on=on)
        options.append(
            {
                "value": member["key"],
                "label": person.name,
                "text": person.detail,
                "initials": person.initials,
                "checked": member["key"] in chosen,
            }
        )
    return {
        "options": options,
        "errors": [("who" if options else "add", words) for words in errors],
        "has_errors": bool(errors),
        "may_add_me": not knows_me(typed, grants),
        "most": MOST,
        "back_url": reverse("booking:services"),
    }


def knows_me(members, grants) -> bool:
    """Whether the account holder is among the saved people, or was typed in already."""
    typed = [member["person"]["relation"] for member in members if "person" in member]
    return "self" in typed or any(grant.is_self for grant in grants)


def wrong_count(count: int) -> str:
    """Why so many people cannot be booked together; empty where they can."""
    if count < FEWEST:
        return _("Choose at least two people")
    if count > MOST:
        return ngettext("Choose at most %(n)d person", "Choose at most %(n)d people", MOST) % {"n": MOST}
    return ""


def too_many_ahead(grants, full, clinic) -> list[str]:
    """Who of the chosen has visits enough to come (`full` are the ids of their records)."""
    return [enough_ahead(grant, clinic) for grant in grants if grant.patient_id in full]


def visits_page(day, people, forms, place) -> dict:
    """A box for each person: the visit, and with whom."""
    return {
        "boxes": [{"person": person, "form": form} for person, form in zip(people, forms, strict=True)],
        "place_form": place,
        "all_forms": [*([place] if place else []), *forms],
        "back_url": reverse("booking:family_who", args=[day.pk]),
    }


def prices(services) -> str:
    """What several visits cost together, by currency; empty where one has no price."""
    if any(service.price is None for service in services):
        return ""
    sums: dict[str, int] = {}
    for service in services:
        sums[service.currency] = sums.get(service.currency, 0) + service.price
    return " + ".join(money(cents, currency) for currency, cents in sums.items())
