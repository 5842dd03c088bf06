"""Inviting a colleague, giving roles, saying which practitioner somebody is."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.forms import ADDRESS
from clinic.models import Membership, Practitioner
from clinic.models.clinic import Role

SAYS = {
    Role.FRONT_DESK: _("Calendar, patients, access and papers; no clinical answers."),
    Role.PRACTITIONER: _("Sees patients: notes, answers and plans of their own patients."),
    Role.BILLING: _("Reads calendar and contact details; handles money."),
    Role.MANAGER: _("Like the front desk, with settings, reports, and inviting colleagues."),
    Role.OWNER: _("Like a manager, and gives and takes roles."),
}


class Explained(forms.CheckboxSelectMultiple):
    """Ticks for roles, each with what it may do below its name."""

    texts = {role.value: says for role, says in SAYS.items()}


def roles_field(roles) -> forms.TypedMultipleChoiceField:
    """A tick for each role that may be given here."""
    return forms.TypedMultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, role.label) for role in Role if role in roles],
        widget=Explained,
        error_messages={
            "required": _("Choose at least one role"),
            "invalid_choice": _("Choose among these roles"),
        },
    )


class RolesForm(forms.Form):
    """What somebody of the team may do."""

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"] = roles_field(roles)


class InviteForm(RolesForm):
    """An address, and what its owner may do here."""

    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("The link in the mail works for this address only."),
        max_length=254,
        error_messages={"required": ADDRESS[1], "invalid": _("Enter an email address like name@example.com")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class PractitionerOf(forms.Form):
    """Which practitioner somebody is; each is one account's, and free again once that account works here no more."""

    practitioner = forms.ModelChoiceField(
        label=_("Practitioner"),
        queryset=Practitioner.objects.none(),
        required=False,
        empty_label=_("None of them"),
        help_text=_("Reads the notes and answers of this practitioner’s patients."),
        error_messages={"invalid_choice": _("Choose a practitioner of this clinic who has no other account")},
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        own = Practitioner.objects.filter(clinic=member.clinic_id)
        works_here = Membership.objects.filter(clinic=member.clinic_id, ended_at=None).values("user")
        taken = Q(user__in=works_here) & ~Q(user=member.user_id)
        there = own.filter(Q(retired_at=None) | Q(user=member.user_id))
        self.fields["practitioner"].queryset = there.exclude(taken)
        self.initial["practitioner"] = own.filter(user=member.user_id).first()
