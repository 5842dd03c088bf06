"""What is said of a form before its questions: its title, who reads it, its file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import one_line
from smartforms.fhir.file import LARGEST
from smartforms.policies import must_stay_clinical
from smartforms.presenters.telling import stays_clinical_words


class About(forms.Form):
    """Who reads the answers, and how long it takes."""

    is_clinical = forms.BooleanField(
        label=_("About health"),
        required=False,
        help_text=_(
            "Answers are read only by those who care for the patient. Untick for purely administrative forms."
        ),
    )
    minutes = forms.IntegerField(
        label=_("Minutes it takes"),
        required=False,
        min_value=1,
        max_value=240,
        help_text=_("Told to patients before they start."),
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Enter the minutes as a whole number"),
            "min_value": _("Enter at least 1 minute"),
            "max_value": _("Enter at most 240 minutes"),
        },
    )


class Described(About):
    """The same of a form that is there; what its readers were promised is kept."""

    def __init__(self, *args, template, **kwargs):
        self.template = template
        said = {"is_clinical": template.is_clinical, "minutes": template.minutes}
        super().__init__(*args, initial=said, **kwargs)

    def clean_is_clinical(self):
        wanted = self.cleaned_data["is_clinical"]
        if not wanted and must_stay_clinical(self.template):
            raise forms.ValidationError(stays_clinical_words())
        return wanted


class Named(About):
    """A new form."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        validators=[one_line],
        help_text=_("Patients read it."),
        error_messages={"required": _("Enter a title")},
    )
    field_order = ["title", "is_clinical", "minutes"]


class Filed(About):
    """A file from elsewhere."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A FHIR R4 Questionnaire in JSON, up to 5 MB."),
        widget=forms.FileInput({"accept": ".json,application/json,application/fhir+json"}),
        error_messages={"required": _("Choose a file"), "empty": _("This file is empty")},
    )
    field_order = ["file", "is_clinical", "minutes"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file
