"""What a page of questions asks of a template."""

from django import template
from django.utils.safestring import mark_safe

from common.rich import clean

register = template.Library()


@register.filter
def under(inside, option):
    """The questions that hang on one option."""
    return inside.get(option, ())


@register.filter
def rich(made):
    """A wording with bold words, lists and links; cleaned here once more, wherever it came from."""
    return mark_safe(clean(made))
