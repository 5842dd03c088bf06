"""Taking a form of the library that comes with the product."""

from django.db import transaction

from common.locks import one_at_a_time
from smartforms import keeping
from smartforms.publishing import Imported, import_questionnaire
from smartforms.shipped import Shipped


@transaction.atomic
def take(chosen: Shipped, *, clinic, by, at) -> Imported:
    """Publish it for a clinic, out of the archive where it was there. The same form again changes nothing."""
    one_at_a_time(f"forms taken {clinic.pk}")  # the second of two presses at once finds it there
    taken = import_questionnaire(
        text=chosen.text, clinic=clinic, by=by, at=at, is_clinical=chosen.is_clinical, minutes=chosen.minutes
    )
    keeping.bring_back(template=taken.template, by=by, at=at)
    return taken
