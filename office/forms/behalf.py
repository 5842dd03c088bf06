"""On whose behalf something is sent: the practitioner who reads the answers."""

from django import forms
from django.utils.translation import gettext_lazy as _


def behalf_field():
    """The choice itself; `offer_behalf` fills it."""
    return forms.ChoiceField(
        label=_("On behalf of"),
        help_text=_("Who reads the answers. The patient becomes one of theirs."),
        required=False,
        widget=forms.Select,
        error_messages={"invalid_choice": _("Choose from the practitioners that are there")},
    )


def offer_behalf(field, practitioners: dict) -> None:
    """Nobody in particular, or one of these, by their key."""
    nobody = ("", _("Nobody in particular"))
    field.choices = [nobody, *((key, one.name) for key, one in practitioners.items())]
