"""What is said of an import: the file, what its columns are, who is meant by its names, what is let in."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import files
from common.wording import file_size
from imports import columns as of_columns
from imports.models import Kind, Order
from imports.visits import ONE_FOR_ALL, called, choices


class Sent(forms.Form):
    """A file of another system; what it really is, its content says later."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is in it"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Patients first: visits find theirs by the number of the old system, or by name."
        ),
        error_messages={"required": gettext_lazy("Choose what is in it")},
    )
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("This file is empty"),
        },
    )
    number = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, too_large=(), **kwargs):
        super().__init__(*args, **kwargs)
        words = _("With headings in its first row; up to 200,000 rows and %(most)s.")
        self.fields["file"].help_text = words % {"most": file_size(files.LARGEST)}
        if "file" in too_large:
            self.fields["file"].error_messages["required"] = files.too_large("")


class Columns(forms.Form):
    """What each column of the file is."""

    order = forms.ChoiceField(
        label=gettext_lazy("How the file writes days"), choices=Order.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, batch, order, **kwargs):
        super().__init__(*args, **kwargs)
        self.batch, self.known = batch, of_columns.of(batch.kind)
        self.fields["order"].initial = order
        listed = [("", _("Leave it out")), *((one.key, one.label) for one in self.known.values())]
        self.places = []
        for place, heading in enumerate(batch.headings):
            name = f"column_{place}"
            words = heading or _("Column %(n)d") % {"n": place + 1}
            self.fields[name] = forms.ChoiceField(label=words, choices=listed, required=False)
            self.fields[name].initial = batch.columns.get(str(place), "")
            self.places.append(name)

    def clean(self):
        cleaned = super().clean()
        chosen = {str(place): cleaned[name] for place, name in enumerate(self.places) if cleaned.get(name)}
        seen = {}
        for place, key in chosen.items():
            if key in seen and not self.known[key].several:
                words = _("Two columns cannot both be “%(name)s”")
                self.add_error(f"column_{place}", words % {"name": self.known[key].label})
            seen.setdefault(key, place)
        if not self.errors and (missing := of_columns.missing(self.batch.kind, chosen)):
            told = "; ".join(map(str, missing))
            raise forms.ValidationError(_("Say which column holds: %(what)s.") % {"what": told})
        cleaned["columns"] = chosen
        return cleaned


class Names(forms.Form):
    """Whom and what the file means by its names. A name that is nobody's is left out, with the rows it stands in."""

    def __init__(self, *args, batch, names, initial_names, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = {}
        for kind, there in choices(batch.clinic).items():
            listed = [("", _("Leave these rows out")), *((str(pk), called(one)) for pk, one in there.items())]
            self.groups[kind] = []
            for place, (key, chosen) in enumerate(initial_names[kind].items()):
                name = f"{kind}_{place}"
                words = _("Every row") if key == ONE_FOR_ALL else names[kind][place]
                self.fields[name] = forms.ChoiceField(
                    label=words, choices=listed, required=False, initial=str(chosen or "")
                )
                self.groups[kind].append((name, key))

    @property
    def chosen(self) -> dict[str, dict[str, int | None]]:
        """By kind and name, which of the clinic's it is."""
        return {
            kind: {
                key: int(self.cleaned_data[name]) if self.cleaned_data[name] else None for name, key in fields
            }
            for kind, fields in self.groups.items()
        }


class LetIn(forms.Form):
    """What is let in besides what is plainly new."""

    adds_alike = forms.BooleanField(
        label=gettext_lazy("Also add those who look like somebody on file"),
        help_text=gettext_lazy("They wait among the possible duplicates until you have looked at both."),
        required=False,
    )
    tells = forms.BooleanField(
        label=gettext_lazy("Mail each patient that the visit is booked"),
        help_text=gettext_lazy(
            "Not ticked, importing sends nothing. Reminders go out before each visit, as for any other."
        ),
        required=False,
    )

    def __init__(self, *args, batch, has_alike, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_alike:
            del self.fields["adds_alike"]
        if batch.kind != Kind.VISITS:
            del self.fields["tells"]
