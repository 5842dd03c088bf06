"""A form that a service brings along: which, when, by when it is due."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.models import ServiceForm
from clinic.admin_scope import ScopedForm
from office.forms.settings.base import OfOffice
from smartforms.models import Template


class BringsForm(OfOffice, ScopedForm):
    """One form of one service; only what is published can be chosen, and each once."""

    groups = [(_("Form"), ["template", "rule", "months", "due_hours", "message"])]

    class Meta:
        model = ServiceForm
        fields = ["template", "rule", "months", "due_hours", "message"]
        widgets = {"message": forms.Textarea({"rows": 3})}

    def __init__(self, *args, clinic, **kwargs):
        super().__init__(*args, clinic=clinic, **kwargs)
        usable = Q(pk__in=Template.objects.of(clinic).in_use().values("pk"))
        self.fields["template"].queryset = Template.objects.of(clinic).filter(
            usable | Q(pk=self.instance.template_id)
        )

    def clean(self):
        cleaned = super().clean()
        template = cleaned.get("template")
        others = ServiceForm.objects.filter(service=self.instance.service_id).exclude(pk=self.instance.pk)
        if template and others.filter(template=template).exists():
            self.add_error("template", _("The service brings this form already."))
        return cleaned
