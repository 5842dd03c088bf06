"""What a colleague wants to be mailed about."""

from django import forms
from django.utils.translation import gettext_lazy as _

from office.hearing_groups import groups_for
from office.presenters.hearing import hours
from tray.models import Way
from tray.notices import way_of


class MyNotices(forms.Form):
    """One choice for each group of things that its owner decides, then the hours by the clinic's clock."""

    hour = forms.TypedChoiceField(label=_("The one mail a day leaves at"), coerce=int)
    quiet_from = forms.TypedChoiceField(label=_("No mail from"), coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=_("until"),
        coerce=int,
        help_text=_(
            "What comes in meanwhile is in one mail afterwards. Twice the same hour: no quiet hours."
        ),
    )

    def __init__(self, data, *, member, notices):
        first = {"hour": notices.hour, "quiet_from": notices.quiet_from, "quiet_until": notices.quiet_until}
        super().__init__(data, initial=first)
        for name in first:
            self.fields[name].choices = hours()
        self.groups = groups_for(member)
        for name, group in self.groups.items():
            self.fields[name] = forms.ChoiceField(
                label=group.label,
                help_text=group.hint,
                choices=Way.choices,
                initial=way_of(notices, name, member.roles),
            )

    @property
    def chosen(self) -> dict:
        """The answers as `tray.notices.choose` takes them."""
        found = self.cleaned_data
        hours = {name: found[name] for name in ("hour", "quiet_from", "quiet_until")}
        return {"ways": {name: found[name] for name in self.groups}, **hours}

    def by_group(self):
        return [self[name] for name in self.groups]

    def by_hour(self):
        return [self["hour"], self["quiet_from"], self["quiet_until"]]
