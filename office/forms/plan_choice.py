"""The choice to the plan of which visit something belongs."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.wording import day_month_year


class PlanField(forms.ChoiceField):
    """One of the plans that are offered, as the row itself; or none in particular."""

    plans: dict = {}

    def __init__(self, **kwargs):
        said = {"invalid_choice": gettext_lazy("Choose one of the visits")}
        super().__init__(
            label=gettext_lazy("Part of the plan of"), required=False, error_messages=said, **kwargs
        )

    def offer(self, plans) -> None:
        """What there is to choose from: `office.plan_choice.plans_to_join`."""
        self.plans = {str(one.pk): one for one in plans}
        visits = [(key, _visit(one)) for key, one in self.plans.items()]
        self.choices = [("", _("No visit in particular")), *visits]

    def clean(self, value):
        return self.plans.get(super().clean(value))


def _visit(plan) -> str:
    """'Visit of 3 November 2026, Dr. Ingrid Solberg'."""
    names = {"day": day_month_year(plan.day), "name": plan.practitioner.name}
    return _("Visit of %(day)s, %(name)s") % names
