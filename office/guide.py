"""The way of a new clinic from nothing to bookable, step by step.

Nothing is kept of how far somebody came: a step is done when what it makes is there, so that the guide can be left
and taken up at any time, and what was made on other pages counts as well.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from booking.rules import forms_of, rules_of
from clinic.catalogue import catalogue_of
from office.settings_places import Facts


@dataclass(frozen=True)
class Step:
    """`key` is its part of the address. `can_wait` says whether patients can book without it."""

    key: str
    label: str
    title: str
    says: str
    icon: str
    is_done: Callable[[Facts], bool]
    can_wait: bool = False


def is_bookable(clinic) -> bool:
    """Whether patients find at least one service online that somebody gives where they have hours."""
    catalogue = catalogue_of(clinic)
    online = {one.pk for one in catalogue.services.values() if one.is_online}
    open_at = catalogue.hours.keys()
    return rules_of(clinic).is_online and any(
        offer.service_id in online and (offer.practitioner_id, offer.location_id) in open_at
        for offer in catalogue.offers
    )


def leads(clinic) -> bool:
    """Whether the office opens on the guide: a new clinic that cannot be booked yet."""
    return clinic.guide_put_away_at is None and not is_bookable(clinic)


# When each is done ---------------------------------------------------------------------------------
def _has_place(facts) -> bool:
    """One that patients can find: the place a clinic begins with may be called like the clinic itself."""
    name = facts.clinic.name
    return any(one.name != name or one.detail for one in facts.catalogue.locations.values())


def _has_service(facts) -> bool:
    given = {one.service_id for one in facts.catalogue.offers}
    return any(one.is_online and one.pk in given for one in facts.catalogue.services.values())


def _has_form(facts) -> bool:
    return any(forms_of(facts.clinic, one) for one in facts.catalogue.services.values())


STEPS = [
    Step(
        "clinic", _("Clinic"), _("Your clinic"),
        _("What patients read of you everywhere, and the clock your hours are in."),
        "home", lambda facts: bool(facts.clinic.phone), can_wait=True,
    ),
    Step(
        "location", _("Location"), _("Where visits happen"),
        _("The place patients come to, and how they get in."),
        "map-pin", _has_place, can_wait=True,
    ),
    Step(
        "practitioner", _("Practitioner"), _("Who patients see"),
        _("One is enough to begin with; the others can follow at any time."),
        "stethoscope", lambda facts: bool(facts.catalogue.practitioners),
    ),
    Step(
        "hours", _("Hours"), _("When they are there"),
        _("The usual week. Days that differ, and time off, are set in the settings later on."),
        "clock", lambda facts: bool(facts.catalogue.practitioners) and not facts.without_hours,
    ),
    Step(
        "service", _("Service"), _("What patients book"),
        _("How long it takes, what it costs, who gives it."),
        "list-ordered", _has_service,
    ),
    Step(
        "form", _("Form"), _("A form before the visit"),
        _("Patients get it when they have booked, and fill it in before they come."),
        "clipboard-pen", _has_form, can_wait=True,
    ),
    Step(
        "button", _("Website button"), _("The button for your website"),
        _("Paste its code into your website, and give patients the address of the portal."),
        "mouse-pointer-click", lambda facts: facts.button.pk is not None, can_wait=True,
    ),
    Step(
        "check", _("Settings check"), _("Does everything fit?"),
        _("Looks for settings that work against each other."),
        "clipboard-check", lambda facts: is_bookable(facts.clinic),
    ),
]  # fmt: skip
BY_KEY = {step.key: step for step in STEPS}
CHECK = STEPS[-1]
SEVERAL = {"location", "practitioner", "service"}  # of which there may be more than one
OF_ONE = SEVERAL | {"hours"}  # which are about one of several, by its key


def next_step(facts) -> Step:
    """Where the guide goes on: the first step that is not done; the check where all are."""
    return next((step for step in STEPS if not step.is_done(facts)), CHECK)


def step_after(step: Step, facts) -> Step:
    """Where one goes from a step: the next one that is not done; the check where all are."""
    onwards = STEPS[STEPS.index(step) + 1 :]
    return next((one for one in onwards if not one.is_done(facts)), CHECK)


def step_before(step: Step) -> Step | None:
    """The one before, done or not; None at the first."""
    number = STEPS.index(step)
    return STEPS[number - 1] if number else None


def may_skip(step: Step, facts) -> bool:
    """Whether one may go on without it: what patients can book without, and what is there already."""
    return step is not CHECK and (step.can_wait or step.is_done(facts))
