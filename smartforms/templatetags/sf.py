"""What a page of questions asks of a template."""

from django import template

register = template.Library()


@register.filter
def under(inside, option):
    """The questions that hang on one option."""
    return inside.get(option, ())
