"""The summary of what is wrong on a settings page: each line names its field, and its row, and leads there."""

from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.templatetags.ui import first_control_id


def things_to_fix(form, inside) -> list[tuple[str, str]]:
    """[(id of the control, words)] in the order of the page; `inside` are Django's inline formsets."""
    found = _of_form(form, "")
    for rows in inside:
        heading = capfirst(rows.opts.verbose_name_plural)
        formset = rows.formset
        found += [
            (f"{formset.prefix}-heading", _named(heading, words)) for words in formset.non_form_errors()
        ]
        for number, row in enumerate(formset.forms, 1):
            place = _("%(heading)s, row %(number)d") % {"heading": heading, "number": number}
            found += _of_form(row, place)
    return found


def _of_form(form, place: str) -> list[tuple[str, str]]:
    """The errors of one form. What no single field is to blame for leads to its first control."""
    fields = [field for field in form if isinstance(field, BoundField)]
    first = next((first_control_id(field) for field in fields if not field.is_hidden), "")
    found = [(first, _named(place, words)) for words in form.non_field_errors()]
    for field in fields:
        name = ", ".join(filter(None, [place, str(capfirst(field.label))]))
        found += [(first_control_id(field), _named(name, words)) for words in field.errors]
    return found


def _named(name: str, words) -> str:
    return _("%(name)s: %(words)s") % {"name": name, "words": words} if name else str(words)
