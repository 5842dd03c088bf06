"""What staff say about a file that was sent: what it becomes, where else it belongs, or why it is not taken."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.date_field import ThreePartDateField
from common.text import one_line
from office.forms.reasons import InWords, one_of, own_words
from records.models.document import LONGEST_LABEL, MOST_LABELS
from records.models.kinds import ADMINISTRATIVE, Kind
from smartforms.presenters import titles

REASONS = {
    "unreadable": gettext_lazy("We cannot read it. Please send a sharper picture."),
    "incomplete": gettext_lazy("A part is missing. Please send all pages."),
    "wrong_person": gettext_lazy("It seems to belong to somebody else."),
    "not_needed": gettext_lazy("We do not need it for your care."),
    "had_already": gettext_lazy("We have it already."),
}


class Filing(forms.Form):
    """What a file is called and where it stands in the record."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"))
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        validators=[one_line],
        error_messages={
            "required": gettext_lazy("Give it a title"),
            "max_length": gettext_lazy("Use at most 160 characters"),
        },
    )
    dated_on = ThreePartDateField(label=gettext_lazy("Date of the document"))
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
    share = forms.BooleanField(
        label=gettext_lazy("Show it among the documents in the portal"),
        help_text=gettext_lazy("Whoever sent it keeps it under “Sent by you” in any case."),
        required=False,
    )

    def __init__(self, *args, space, sent, **kwargs):
        """Whoever may not open it files it unopened: as something clinical, shown to nobody."""
        opens, today = space.opens_document(sent.kind), space.at.astimezone(space.zone).date()
        title = sent.upload.name.rpartition(".")[0] if opens else Kind(sent.kind).label
        known = {"kind": sent.kind, "title": title, "dated_on": sent.sent_at.astimezone(space.zone).date()}
        super().__init__(*args, initial=known | {"confidential": sent.confidential}, **kwargs)
        kinds = [kind for kind in Kind if opens or kind not in ADMINISTRATIVE]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["dated_on"].latest = today
        if not opens:
            del self.fields["share"]
        if sent.confidential:
            del self.fields["confidential"]  # its sender asked for that

    def clean_labels(self):
        words = [" ".join(word.split()) for word in self.cleaned_data["labels"].split(",")]
        words = [word for word in words if word]
        if len(words) > MOST_LABELS or any(len(word) > LONGEST_LABEL for word in words):
            names = {"most": MOST_LABELS, "long": LONGEST_LABEL}
            raise forms.ValidationError(_("At most %(most)d labels, of %(long)d characters each") % names)
        return words


class Placing(forms.Form):
    """Which question of an open form a file belongs to."""

    place = forms.ChoiceField(
        label=gettext_lazy("Which question does it answer?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a question"),
            "invalid_choice": gettext_lazy(
                "That form was sent in or taken back meanwhile, or takes no more files there. The file still waits"
            ),
        },
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {f"{one.form.pk} {one.key}": one for one in places}
        self.fields["place"].choices = [(key, _named(one)) for key, one in self.places.items()]

    @property
    def chosen(self) -> dict:
        """The form and the key of the question."""
        place = self.places[self.cleaned_data["place"]]
        return {"form": place.form.pk, "key": place.key}

    def is_gone(self) -> None:
        """Say that what was chosen closed at this very moment."""
        self.add_error("place", self.fields["place"].error_messages["invalid_choice"])


def _named(place) -> str:
    names = {"form": titles.of_form(place.form), "question": place.question}
    return _("%(form)s: %(question)s") % names


class Declining(InWords):
    """Why a file is not taken, in words its sender reads in the portal."""

    unsaid = gettext_lazy("Write why, in a sentence")
    why = one_of(
        REASONS,
        label=gettext_lazy("Why"),
        own=gettext_lazy("In our own words"),
        missing=gettext_lazy("Choose a reason"),
    )
    words = own_words(
        label=gettext_lazy("Our own words"),
        help_text=gettext_lazy("Whoever sent the file reads this in the portal."),
    )

    @property
    def reason(self) -> str:
        """The sentence that is kept; one of ours in the language of whoever declines."""
        return str(REASONS[self.cleaned_data["why"]]) if self.said is None else self.said


class Giving(forms.Form):
    """Which other patient of its sender a file belongs to."""

    patient = forms.ChoiceField(
        label=gettext_lazy("Whose is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whose it is")},
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.others = {str(one.pk): one for one in others}
        self.fields["patient"].choices = [(key, one.name) for key, one in self.others.items()]

    @property
    def chosen(self):
        return self.others[self.cleaned_data["patient"]]
