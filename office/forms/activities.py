"""What is to be done at home: in the library, and as it is given to one patient."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import files
from common.date_field import ThreePartDateField
from common.text import one_line, plain
from common.wording import file_size
from office.forms.plan_choice import PlanField
from records.actions.activities import LARGEST_PICTURE, PICTURES
from records.models.activity import LONGEST_INSTRUCTIONS, LONGEST_LINK, MOST_TIMES, Per, only_https

LONGEST = timedelta(days=730)


def taken() -> ValidationError:
    """What is said of a title that another activity of the library has."""
    return ValidationError(
        _("The library has an activity of this title. Add something that tells them apart")
    )


class What(forms.Form):
    """Title, how it is done, how often."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        validators=[one_line],
        help_text=gettext_lazy("With how long or how many, for example: Walk, 20 minutes."),
        error_messages={
            "required": gettext_lazy("Enter a title"),
            "max_length": gettext_lazy("Use at most 120 characters"),
        },
    )
    instructions = forms.CharField(
        label=gettext_lazy("How it is done"),
        max_length=LONGEST_INSTRUCTIONS,
        required=False,
        validators=[plain],
        widget=forms.Textarea({"rows": 4}),
        error_messages={"max_length": gettext_lazy("Use at most 2000 characters")},
    )
    link = forms.CharField(
        label=gettext_lazy("Link"),
        max_length=LONGEST_LINK,
        required=False,
        validators=[only_https, one_line],
        widget=forms.URLInput({"autocomplete": "off"}),
        help_text=gettext_lazy("To a film or a page that shows it. It begins with https://."),
        error_messages={"max_length": gettext_lazy("Use at most 300 characters")},
    )
    times = forms.IntegerField(
        label=gettext_lazy("How many times"),
        initial=1,
        min_value=1,
        max_value=MOST_TIMES,
        widget=forms.TextInput({"inputmode": "numeric", "size": 3}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Enter a number from 1 to 20")
        ),
    )
    per = forms.ChoiceField(
        label=gettext_lazy("Counted"),
        choices=Per.choices,
        initial=Per.DAY,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose a week or a day")),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("per") == Per.WEEK and (cleaned.get("times") or 0) > 7:
            self.add_error("times", _("In a week it counts once a day: at most 7 times"))
        return cleaned


class LibraryForm(What):
    """An activity of the library, with its picture."""

    is_multipart = True
    picture = forms.FileField(label=gettext_lazy("Picture"), required=False, widget=forms.FileInput())
    shows = forms.CharField(
        label=gettext_lazy("What the picture shows"),
        max_length=200,
        required=False,
        validators=[one_line],
        help_text=gettext_lazy("In words, for those who do not see it."),
        error_messages={"max_length": gettext_lazy("Use at most 200 characters")},
    )
    without_picture = forms.BooleanField(label=gettext_lazy("Take the picture away"), required=False)

    def __init__(self, *args, taken=(), has_picture=False, too_large=(), **kwargs):
        """`taken` are the titles of the others, `too_large` names the fields whose file did not arrive whole."""
        super().__init__(*args, **kwargs)
        self.taken = set(taken)
        names = {"kinds": files.kinds_in_words(PICTURES), "most": file_size(LARGEST_PICTURE)}
        self.fields["picture"].help_text = _("%(kinds)s, up to %(most)s") % names
        self.fields["picture"].widget.attrs["accept"] = ",".join(PICTURES)
        self.too_large = "picture" in too_large
        if not has_picture:
            del self.fields["without_picture"]

    def clean_title(self):
        """Two of one title could not be told apart."""
        if self.cleaned_data["title"] in self.taken:
            raise taken()
        return self.cleaned_data["title"]

    def clean(self):
        cleaned = super().clean()
        if self.too_large:
            self.add_error("picture", files.too_large("", LARGEST_PICTURE))
        if cleaned.get("picture") and not cleaned.get("shows") and "shows" not in self.errors:
            self.add_error("shows", _("Say what the picture shows"))
        return cleaned

    @property
    def words(self) -> dict:
        """What is kept as it was typed."""
        return {name: self.cleaned_data[name] for name in What.base_fields}


class Giving(What):
    """The same for one patient, with its days and the note it belongs to."""

    starts_on = ThreePartDateField(
        label=gettext_lazy("First day"), required=False, help_text=gettext_lazy("Empty: today.")
    )
    until = ThreePartDateField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until you end it.")
    )
    chart = PlanField()
    confidential = forms.BooleanField(
        label=gettext_lazy("Only for the patient"),
        help_text=gettext_lazy("Nobody else with access sees it, not even that it is there."),
        required=False,
    )

    def __init__(self, *args, today, plans, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("starts_on", "until"):
            self.fields[name].earliest, self.fields[name].latest = today, today + LONGEST
        self.fields["chart"].offer(plans)
        if not plans:
            del self.fields["chart"]

    def clean(self):
        cleaned = super().clean()
        first = cleaned.get("starts_on") or self.today
        if cleaned.get("until") and cleaned["until"] < first:
            self.add_error("until", _("The last day must not be before the first"))
        return cleaned

    @property
    def given(self) -> dict:
        """As `assign` takes it."""
        cleaned = self.cleaned_data
        return {
            **{name: cleaned[name] for name in What.base_fields},
            "starts_on": cleaned["starts_on"] or self.today,
            "until": cleaned["until"],
            "chart": cleaned.get("chart"),
            "confidential": cleaned["confidential"],
        }
