"""The website button as it is typed: its look, where it leads, which sites may show booking."""

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from booking import website
from booking.models.button import Colour, Size
from clinic import theme
from clinic.catalogue import catalogue_of
from common.text import one_line


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
    over_page = forms.BooleanField(
        label=_("Open in a window over your page"),
        required=False,
        help_text=_("Adds one small script. Without it the link still works."),
    )
    sites = forms.CharField(
        label=_("Sites that may show booking in a window"),
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
                "over_page": button.over_page,
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
        ratio = website.ratio_of(colour, self.button.clinic)
        if ratio < theme.NEEDED:
            words = _(
                "White words on it are hard to read (%(ratio)s : 1, at least 4.5 : 1). Choose another colour."
            )
            raise forms.ValidationError(words % {"ratio": number_format(ratio, 1)})
        return colour

    def clean_sites(self):
        lines = [line for line in self.cleaned_data["sites"].split("\n") if line.strip()]
        if len(lines) > website.MOST_SITES:
            raise forms.ValidationError(_("At most %(n)d sites") % {"n": website.MOST_SITES})
        return list(dict.fromkeys(website.origin_of(line) for line in lines))

    def clean(self):
        said = super().clean()
        if said.get("over_page") and said.get("sites") == []:
            self.add_error(
                "sites", _("Name the site your button stands on, or it cannot open a window there")
            )
        return said

    def fill(self, button):
        """Put what was typed on the button; the caller saves it."""
        said = self.cleaned_data
        for name in ("size", "colour", "words", "over_page", "sites"):
            setattr(button, name, said[name])
        button.service = self.services.get(said["opens"])
        button.practitioner = self.people.get(said["opens"])
        return button


def _opening(button) -> str:
    if button.service_id:
        return f"service:{button.service.slug}"
    return f"practitioner:{button.practitioner.slug}" if button.practitioner_id else ""
