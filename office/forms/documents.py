"""What staff say of a document: its files, what it is, whether the patient sees it at once."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import files
from common.date_field import ThreePartDateField
from common.text import one_line
from common.wording import file_size
from office.forms.plan_choice import PlanField
from records.models.document import LONGEST_LABEL, MOST_LABELS

MOST_FILES = 10


class SeveralFiles(forms.FileInput):
    """One or several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Every file that was chosen, as a list."""

    widget = SeveralFiles({"accept": ",".join(files.KINDS)})

    def clean(self, data, initial=None):
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if not chosen:
            super().clean(None, initial)
        if len(chosen) > MOST_FILES:
            raise forms.ValidationError(_("Choose at most %(most)d files at once") % {"most": MOST_FILES})
        return [super(FilesField, self).clean(one, initial) for one in chosen]


class Described(forms.Form):
    """What a document is, for correcting it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        widget=forms.Select,
        error_messages={
            "required": gettext_lazy("Choose what it is"),
            "invalid_choice": gettext_lazy("Choose from the kinds that are there"),
        },
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("What the patient reads, once it is shared."),
        max_length=160,
        validators=[one_line],
        error_messages={
            "required": gettext_lazy("Give it a title"),
            "max_length": gettext_lazy("Use at most 160 characters"),
        },
    )
    dated_on = ThreePartDateField(label=gettext_lazy("Date of the document"))
    practitioner = forms.ChoiceField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.Select,
        error_messages={"invalid_choice": gettext_lazy("Choose from the practitioners that are there")},
    )
    chart = PlanField(
        help_text=gettext_lazy(
            "Whoever reads that plan finds it there, once it is shared. In a confidential one it is for the patient"
            " alone, unless you choose otherwise afterwards."
        )
    )
    labels = forms.CharField(
        label=gettext_lazy("Labels"),
        help_text=gettext_lazy("Short words to find it by, with commas between. For the team only."),
        max_length=MOST_LABELS * (LONGEST_LABEL + 2),
        required=False,
        validators=[one_line],
        error_messages={"max_length": gettext_lazy("Use fewer or shorter labels")},
    )
    confidential = forms.BooleanField(
        label=gettext_lazy("For the patient alone"),
        help_text=gettext_lazy("Confidential: nobody who looks after the patient sees that it is there."),
        required=False,
    )

    def __init__(self, *args, space, authors, plans=(), kept_private=False, **kwargs):
        """`kept_private`: its sender chose that it is for the patient alone, so that there is nothing to choose.

        `authors` are those whom it may be from, `plans` those to which it may belong.
        """
        super().__init__(*args, **kwargs)
        self.authors = authors
        self.fields["chart"].offer(plans)
        if not plans:
            del self.fields["chart"]
        if kept_private:
            del self.fields["confidential"]
        kept = [(kind.value, kind.label) for kind in space.kinds_kept]
        self.fields["kind"].choices = [("", _("Choose …")), *kept]
        nobody = ("", _("The clinic"))
        self.fields["practitioner"].choices = [nobody, *((key, one.name) for key, one in authors.items())]
        self.fields["dated_on"].latest = space.at.astimezone(space.zone).date()

    def clean_labels(self):
        """Each label by itself, and not too long."""
        words = [" ".join(word.split()) for word in self.cleaned_data["labels"].split(",")]
        words = [word for word in words if word]
        if len(words) > MOST_LABELS or any(len(word) > LONGEST_LABEL for word in words):
            names = {"most": MOST_LABELS, "long": LONGEST_LABEL}
            raise forms.ValidationError(_("At most %(most)d labels, of %(long)d characters each") % names)
        return words

    def clean_practitioner(self):
        """The practitioner behind the key; nobody in particular is the clinic."""
        return self.authors.get(self.cleaned_data["practitioner"])


class Adding(Described):
    """New documents: one or several files of one kind."""

    files = FilesField(
        label=gettext_lazy("Files"),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("This file is empty"),
        },
    )
    share = forms.BooleanField(
        label=gettext_lazy("Show it to the patient at once"),
        help_text=gettext_lazy("A mail says that something new is in the record, and not what."),
        required=False,
    )
    field_order = [
        "files",
        "kind",
        "title",
        "dated_on",
        "practitioner",
        "chart",
        "labels",
        "confidential",
        "share",
    ]
    is_multipart_form = True

    def __init__(self, *args, too_large=(), **kwargs):
        """`too_large` names the fields of which a file did not arrive whole."""
        super().__init__(*args, **kwargs)
        names = {"kinds": files.kinds_in_words(), "most": file_size(files.LARGEST)}
        self.fields["files"].help_text = _("%(kinds)s, up to %(most)s each") % names
        self.fields["title"].required = False
        self.fields["title"].help_text = _("What the patient reads. Empty: the name of the file.")
        self.too_large = "files" in too_large
        if self.too_large:
            self.fields["files"].error_messages["required"] = files.too_large("")

    def clean_files(self):
        """A file that was too large came without its content: then none is kept."""
        if self.too_large:
            raise forms.ValidationError(files.too_large(""))
        return self.cleaned_data["files"]
