"""The part of a mail that a clinic may put in words of its own: `{% opening %}ours{% endopening %}`."""

from django import template

register = template.Library()


class Opening(template.Node):
    """Ours, unless `opening` holds the clinic's; `heard`, a list, is told what ours came to."""

    def __init__(self, ours):
        self.ours = ours

    def render(self, context):
        if "opening" in context:
            return context["opening"]
        words = self.ours.render(context)
        if (heard := context.get("heard")) is not None:
            heard.append(words)
        return words


@register.tag
def opening(parser, token):
    """Everything that must not be left out of a mail stands outside of it."""
    ours = parser.parse(["endopening"])
    parser.delete_first_token()
    return Opening(ours)
