"""A form that comes before the visit: one of the library or of the clinic's own, and the services that bring it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.actions.settings import bring_along
from clinic.catalogue import catalogue_of
from smartforms.models import FormRule, Template
from smartforms.presenters.titles import of_templates
from smartforms.shipped import shipped
from smartforms.taking import take

RULES = [(one.value, one.label) for one in (FormRule.ONCE, FormRule.EVERY_TIME)]
OWN = "own:"


class BringForm(forms.Form):
    """Which form, with which services, how often."""

    form = forms.ChoiceField(
        label=_("Which form"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a form, or skip this step")},
    )
    services = forms.TypedMultipleChoiceField(
        label=_("With which services"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one service")},
    )
    rule = forms.ChoiceField(
        label=_("How often"), choices=RULES, initial=FormRule.ONCE, widget=forms.RadioSelect
    )

    def __init__(self, sent, *, clinic):
        super().__init__(sent)
        self.clinic = clinic
        self.own = {f"{OWN}{one.pk}": one for one in Template.objects.of(clinic).in_use()}
        titles = of_templates(self.own.values())
        own = [(key, titles[one.pk]) for key, one in self.own.items()]
        taken = {one.title for one in self.own.values()}
        library = [(one.name, one.title) for one in shipped().values() if one.title not in taken]
        self.fields["form"].choices = [*own, *library]
        online = {one.pk: one for one in catalogue_of(clinic).services.values()}
        self.services = online
        self.fields["services"].choices = [(pk, one.title) for pk, one in online.items()]
        self.fields["services"].initial = list(online)

    def keep(self, *, by, at) -> Template:
        """Take the form where it is not there yet, and let the services bring it."""
        said = self.cleaned_data
        template = self.own.get(said["form"])
        if template is None:
            template = take(shipped()[said["form"]], clinic=self.clinic, by=by, at=at).template
        services = [self.services[pk] for pk in said["services"]]
        bring_along(template, services, rule=said["rule"], by=by)
        return template
