"""Forms and their drafts, for the doors of the builder."""

from common.tests.moment import AT
from smartforms.drafting import begin_version


def things_of_forms(world) -> dict:
    """The form of each clinic, with a draft of its next version."""
    things = {}
    for house, owner in ((world.at_harbour, world.nora), (world.at_lakeside, world.omar)):
        named, form = f"{house.clinic.slug}’s", {"template": house.form.pk}
        begin_version(template=house.form, by=owner, at=AT)
        things |= {
            f"{named} form": form,
            f"{named} form, version 1": form | {"number": 1},
            f"{named} draft": form,
            f"{named} draft, first page": form | {"item": "i1"},
            f"{named} draft, in french": form | {"language": "fr"},
        }
    return things
