"""The website button as it is typed: its look, where it leads, which sites may show booking."""

from copy import copy

from django import forms
from django.utils.translation import gettext_lazy as _

from booking import website
from booking.models.button import Colour, OpensAs, Size
from clinic.catalogue import catalogue_of
from common.text import one_line

LOOK = ("size", "colour", "words", "opens_as")  # with `opens`, all that the code to paste is made of


class WebsiteForm(forms.Form):
    """Everything of the button."""

    size = forms.ChoiceField(label=_("Size"), choices=Size.choices, widget=forms.RadioSelect)
    colour = forms.ChoiceField(label=_("Colour"), choices=Colour.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Words on the button"),
        max_length=40,
        validators=[one_line],
        error_messages={"required": _("Enter the words on the button")},
    )
    opens = forms.ChoiceField(label=_("Opens at"), required=False)
    opens_as = forms.ChoiceField(
        label=_("How booking opens"),
        choices=OpensAs.choices,
        widget=forms.RadioSelect,
        help_text=_("Where a script cannot run, each of them is a plain link."),
    )
    sites = forms.CharField(
        label=_("Sites that may show booking"),
        required=False,
        max_length=4000,
        help_text=_(
            "One on each line, for example https://www.example.org. Nobody else can show your booking pages."
        ),
        widget=forms.Textarea({"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
    )

    def __init__(self, sent, *, button):
        self.button = button
        super().__init__(
            sent,
            initial={
                "size": button.size,
                "colour": button.colour,
                "words": website.words_of(button),
                "opens": _opening(button),
                "opens_as": button.opens_as,
                "sites": "\n".join(button.sites),
            },
        )
        catalogue = catalogue_of(button.clinic)
        self.services = {f"service:{one.slug}": one for one in catalogue.services.values() if one.is_online}
        self.people = {f"practitioner:{one.slug}": one for one in catalogue.practitioners.values()}
        self.fields["opens"].choices = [
            ("", _("All services")),
            (_("One service"), [(value, one.title) for value, one in self.services.items()]),
            (_("One practitioner"), [(value, one.name) for value, one in self.people.items()]),
        ]

    def clean_colour(self):
        colour = self.cleaned_data["colour"]
        if words := website.why_hard_to_read(colour, self.button.clinic):
            raise forms.ValidationError(words)
        return colour

    def clean_sites(self):
        lines = [line for line in self.cleaned_data["sites"].split("\n") if line.strip()]
        if len(lines) > website.MOST_SITES:
            raise forms.ValidationError(_("At most %(n)d sites") % {"n": website.MOST_SITES})
        return list(dict.fromkeys(website.origin_of(line) for line in lines))

    def clean(self):
        said = super().clean()
        if said.get("opens_as", OpensAs.LINK) != OpensAs.LINK and said.get("sites") == []:
            self.add_error(
                "sites", _("Name the site your button stands on, or booking cannot be shown there")
            )
        return said

    def fill(self, button):
        """Put what was typed on the button; the caller saves it."""
        said = self.cleaned_data
        for name in (*LOOK, "sites"):
            setattr(button, name, said[name])
        self._lead(button)
        return button

    def _lead(self, button):
        opens = self.cleaned_data["opens"]
        button.service, button.practitioner = self.services.get(opens), self.people.get(opens)

    @property
    def has_a_look(self) -> bool:
        """Whether what is typed makes a button, whatever is said of the sites."""
        return self.is_bound and not {*LOOK, "opens"} & self.errors.keys()

    def drawn(self):
        """The button as it is typed, saving nothing; what will not do is drawn as it was saved."""
        button = copy(self.button)
        if not self.is_bound:
            return button
        for name in LOOK:
            setattr(button, name, self.cleaned_data.get(name, getattr(button, name)))
        if "opens" in self.cleaned_data:
            self._lead(button)
        return button


def _opening(button) -> str:
    if button.service_id:
        return f"service:{button.service.slug}"
    return f"practitioner:{button.practitioner.slug}" if button.practitioner_id else ""
