"""What the forms of the guide begin with, so that most of them are read rather than typed."""

from clinic.models import Practitioner
from clinic.models.people import PersonColour


def place_name(place, clinic) -> dict:
    """A clinic begins with a place that is called like itself: its address is the better name."""
    if clinic.address and place.name in ("", clinic.name):
        return {"name": clinic.address[:120]}
    return {}


def next_colour(catalogue) -> str:
    """The first colour nobody has; once all are taken, the first."""
    taken = {person.colour for person in catalogue.practitioners.values()}
    return next((colour for colour in PersonColour.values if colour not in taken), PersonColour.values[0])


def give_by_all(form, catalogue) -> None:
    """Tick everything that can be ticked: at each place those who have hours there, or all where nobody has any."""
    is_of_people = form.other is Practitioner
    for place in form.places:
        field = form[form.name_at(place)].field
        open_here = {who for who, where in catalogue.hours if where == place.pk}
        keys = [key for key, _label in field.choices]
        field.initial = (
            [key for key in keys if key in open_here] if is_of_people and catalogue.hours else keys
        )
