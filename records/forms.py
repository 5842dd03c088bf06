from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.date_field import BirthDateField
from common.text import one_line
from records import four_words

BOXES = ("word_1", "word_2", "word_3", "word_4")
MISSING = {
    "word_1": _("Enter the first word"),
    "word_2": _("Enter the second word"),
    "word_3": _("Enter the third word"),
    "word_4": _("Enter the fourth word"),
}

MISSPELT = {
    "word_1": _("Check the first word: it is not one of those we use"),
    "word_2": _("Check the second word: it is not one of those we use"),
    "word_3": _("Check the third word: it is not one of those we use"),
    "word_4": _("Check the fourth word: it is not one of those we use"),
}


def refusal() -> ValidationError:
    """The one answer of every secret that opens nothing, whatever the reason (D5)."""
    return ValidationError(
        _("This does not open a record. Check what you typed, and whether it was given to you for this."),
        code="refused",
    )


class BirthDate(forms.Form):
    """Whose record it is: the patient's date of birth, as a check against opening a wrong one."""

    date_of_birth = BirthDateField(
        label=_("Patient’s date of birth"),
        help_text=_("The person the record belongs to. For example 14\u00a01\u00a02014."),
    )


def _box(label):
    # Nothing of a code is kept by a browser, nor corrected by a phone.
    manners = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "autocorrect": "off"}
    return forms.CharField(
        label=label,
        max_length=four_words.LONGEST_TYPED,
        required=False,
        validators=[one_line],
        widget=forms.TextInput(attrs=manners),
    )


class FourWords(BirthDate):
    """A code of four words in four boxes, or all of them in the first; capitals, spaces and hyphens do not matter."""

    word_1, word_2, word_3, word_4 = map(_box, (_("Word 1"), _("Word 2"), _("Word 3"), _("Word 4")))
    field_order = [*BOXES, "date_of_birth"]

    def clean(self):
        cleaned = super().clean()
        typed = {box: cleaned.get(box, "") for box in BOXES}
        words = four_words.read(" ".join(typed.values()))
        if words:
            cleaned["words"] = words
        elif not any(box in self.errors for box in BOXES):
            self._name_what_is_wrong(typed)
        return cleaned

    def _name_what_is_wrong(self, typed) -> None:
        empty = [box for box in BOXES if not four_words.letters(typed[box])]
        # The list is public: a slip of the pen is named, and costs no try.
        unknown = [box for box in BOXES if box not in empty and not four_words.is_made_of_words(typed[box])]
        for box in unknown:
            self.add_error(box, MISSPELT[box])
        if len(empty) == len(BOXES):
            self.add_error(BOXES[0], _("Enter the four words"))
        elif not unknown:
            for box in empty or BOXES[:1]:
                self.add_error(box, MISSING[box] if empty else _("Enter four words, not more"))
