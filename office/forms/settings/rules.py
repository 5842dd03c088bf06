"""What a clinic decides once, and seldom again: about young people and access, about forms, about keeping records."""

from django.utils.translation import gettext_lazy as _

from clinic.admin_scope import ScopedForm
from office.forms.settings.base import OfOffice
from records.admin import AccessForm
from records.models import AccessRules, RetentionRules
from smartforms.models import Preferences


class AccessRulesForm(OfOffice, AccessForm):
    """The two ages, what invitations give, when plans show; the kinds of documents have a page of their own."""

    hidden_kinds = None
    groups = [
        (_("Young people"), ["review_age", "majority_age"]),
        (_("Invitations"), ["full_by_invitation"]),
        (_("Treatment plans"), ["plans_when_signed"]),
    ]

    class Meta(AccessForm.Meta):
        model = AccessRules
        fields = ["review_age", "majority_age", "full_by_invitation", "plans_when_signed"]


class FormRulesForm(OfOffice, ScopedForm):
    """How long a form stays open, who fills one in without an account, whom to call in a crisis."""

    class Meta:
        model = Preferences
        fields = ["open_days", "submit_days", "without_account", "crisis_words"]


class RetentionForm(OfOffice, ScopedForm):
    """How many years records are kept before they may be erased."""

    class Meta:
        model = RetentionRules
        fields = ["years"]
