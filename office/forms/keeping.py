"""Why what is on file stays, as the patient reads it."""

from django.utils.translation import gettext_lazy as _

from office.forms.reasons import InWords, Reason, one_of, own_words
from records.reviewing import TOLD


class KeepOurs(InWords):
    """A reason of the list or in one's own words, and a line for the team."""

    unsaid = _("Write what the patient reads")
    why = one_of(
        TOLD,
        label=_("What the patient reads"),
        own=_("In your own words"),
        missing=_("Choose what the patient reads"),
    )
    words = own_words(label=_("Your own words"))
    reason = Reason.base_fields["reason"]

    def decided(self) -> dict:
        """As `records.actions.proposals.decide` takes it: `told` is the key of a reason of the list, or the words."""
        told = self.cleaned_data["why"] if self.said is None else self.said
        return {"told": told, "reason": self.cleaned_data["reason"]}
