"""`definition`: that a question asks for a field of the patient's record."""

from django.utils.translation import gettext as _

from smartforms import mapping
from smartforms.fhir import extensions
from smartforms.fhir.shapes import words


def read(raw: dict, item: dict, note) -> None:
    """Put onto a question which field of the record it asks for; say of any other definition that it does nothing."""
    if "definition" not in raw:
        return
    field = mapping.field_of(words(raw["definition"]))
    if field is None:
        note("ignored", "definition", extensions.PROPERTIES["definition"])
    elif item["type"] not in field.types or item.get("repeats") or item.get("readonly"):
        note("ignored", "definition", _("Kept; this type of question cannot be compared with the record."))
    else:
        item["maps"] = field.key
