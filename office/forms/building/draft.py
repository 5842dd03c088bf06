"""What is said of a draft as a whole, and the question that comes next."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.text import one_line
from smartforms.authoring.heads import head_of, set_head
from smartforms.authoring.kinds import KINDS, MET_ONLY


class HeadForm(forms.Form):
    """Title, introduction, language, whose it is, one question at a time."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        validators=[one_line],
        error_messages={"required": _("Enter a title")},
    )
    intro = forms.CharField(
        label=_("Introduction"), required=False, max_length=5_000, widget=forms.Textarea({"rows": 4}),
        help_text=_("Read before the first question."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language it is written in"), required=False, widget=forms.Select)
    one_by_one = forms.BooleanField(label=_("One question at a time"), required=False)
    copyright = forms.CharField(
        label=_("Copyright"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 2}),
        help_text=_("Printed with the form, where its author asks for it."),
    )  # fmt: skip

    def __init__(self, data=None, *, source: dict):
        said = head_of(source)
        super().__init__(data, initial=said)
        known = [("", _("Not said")), *settings.LANGUAGES]
        if said["language"] and said["language"] not in dict(known):
            known.append((said["language"], said["language"]))
        self.fields["language"].choices = known

    def write(self, source: dict) -> None:
        set_head(
            source,
            **{
                name: said.strip() if isinstance(said, str) else said
                for name, said in self.cleaned_data.items()
            },
        )


class AddForm(forms.Form):
    """A question that comes next."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        widget=forms.Select,
        choices=[(k.code, k.label) for k in KINDS.values() if k.code not in MET_ONLY],
    )
    text = forms.CharField(label=_("Question"), required=False, max_length=10_000)
    where = forms.ChoiceField(
        label=_("Where"), widget=forms.Select,
        choices=[
            ("after", _("After what is chosen")), ("inside", _("Inside what is chosen")), ("page", _("On a new page")),
        ],
    )  # fmt: skip
    beside = forms.CharField(required=False, widget=forms.HiddenInput)
