"""In the plain half of a mail a link stands below what it is for."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def colon(label) -> str:
    """The words with a colon after them, as the language sets it: French keeps a blank before it."""
    return _("%(label)s:") % {"label": label}
