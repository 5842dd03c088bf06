"""What a colleague wants to be mailed about."""

from django import forms
from django.utils.translation import gettext_lazy as _

from office.hearing_groups import groups_for
from office.presenters.hearing import hours
from tray.models import Way
from tray.notices import way_of

HOURS = ("hour", "quiet_from", "quiet_until")
NEVER, MORNING = -1, 7


class MyNotices(forms.Form):
    """One choice for each group of things that its owner decides, then the hours by the clinic's clock."""

    hour = forms.TypedChoiceField(label=_("The one mail a day leaves at"), coerce=int)
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), coerce=int)
    quiet_until = forms.TypedChoiceField(label=_("Quiet until"), coerce=int)

    def __init__(self, data, *, member, notices):
        is_quiet = notices.quiet_from != notices.quiet_until
        quiet = (notices.quiet_from, notices.quiet_until) if is_quiet else (NEVER, MORNING)
        super().__init__(data, initial=dict(zip(HOURS, (notices.hour, *quiet), strict=True)))
        for name in HOURS:
            self.fields[name].choices = hours()
        self.fields["quiet_from"].choices = [(NEVER, _("No quiet hours")), *hours()]
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
        kept = {name: found[name] for name in HOURS}
        if kept["quiet_from"] == NEVER:
            kept |= {"quiet_from": 0, "quiet_until": 0}
        return {"ways": {name: found[name] for name in self.groups}, **kept}

    def by_group(self):
        return [self[name] for name in self.groups]

    def by_hour(self):
        return [self[name] for name in HOURS]
