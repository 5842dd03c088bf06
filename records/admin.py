"""The clinic's rules about access: ages, bulk invitations, what stays with the team. Nothing is about a patient."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinic.admin import CLINIC
from clinic.admin_scope import OneOfClinic, ScopedForm
from records.models import AccessRules, RetentionRules
from records.models.kinds import Kind


class AccessForm(ScopedForm):
    """Ages have no silent default: until both are chosen, nobody is given a minor's record in full (D3)."""

    hidden_kinds = forms.TypedMultipleChoiceField(
        label=_("Documents that patients never see"),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=AccessRules._meta.get_field("hidden_kinds").help_text,
    )

    class Meta:
        error_messages = {
            name: {"invalid": _("Enter the age as a number")} for name in ("review_age", "majority_age")
        }

    def clean(self):
        cleaned = super().clean()
        review, majority = cleaned.get("review_age"), cleaned.get("majority_age")
        if review is not None and majority is not None and review >= majority:
            self.add_error("majority_age", _("The age of majority comes after the review age"))
        return cleaned


@admin.register(AccessRules)
class AccessRulesAdmin(OneOfClinic):
    section, order = CLINIC, 4
    explains = _(
        "From which age young people decide themselves, when they are of age, what invitations give, when plans show"
        " and which documents stay with the team."
    )
    many = _("access rules")
    form = AccessForm
    fieldsets = [
        (
            _("Young people"),
            {
                "fields": ["review_age", "majority_age"],
                "description": _(
                    "The law differs from place to place, so there is no default. "
                    "Until both ages are chosen, nobody but the patient can be given the record of a minor in full."
                ),
            },
        ),
        (_("Invitations"), {"fields": ["full_by_invitation"]}),
        (_("Treatment plans"), {"fields": ["plans_when_signed"]}),
        (_("Documents"), {"fields": ["hidden_kinds"]}),
    ]


@admin.register(RetentionRules)
class RetentionRulesAdmin(OneOfClinic):
    section, order = CLINIC, 5
    explains = _("How many years records are kept before they may be erased.")
    many = _("retention")
    fieldsets = [(None, {"fields": ["years"]})]
