"""The clinic's questionnaires: what they are called, who may read the answers, whether they are still sent."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clinic.admin_scope import OfClinic, ScopedForm
from common import clock
from smartforms.models import Template


class TemplateForm(ScopedForm):
    """Archived with a tick: what was sent and answered stays."""

    archived = forms.BooleanField(
        label=_("Archived"), required=False, help_text=_("No longer sent. What was sent and answered stays.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("archived", self.instance.archived_at is not None)

    def clean(self):
        cleaned = super().clean()
        if not self.cleaned_data.get("archived"):
            self.instance.archived_at = None
        elif self.instance.archived_at is None:
            self.instance.archived_at = clock.now()
        return cleaned


@admin.register(Template)
class TemplateAdmin(OfClinic):
    section, order = _("Forms"), 1
    explains = _("Questionnaires that were brought in, and who may read what patients answer.")
    one, many = _("form"), _("forms")
    form = TemplateForm
    list_display = ["title", "readers", "length", "state"]
    search_fields = ["title"]
    fields = ["title", "is_clinical", "minutes", "archived"]

    def has_add_permission(self, request, obj=None):
        return False  # questionnaires come as files: manage.py questionnaire_import

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("Read by"), ordering="is_clinical")
    def readers(self, template):
        return _("Those who care for the patient") if template.is_clinical else _("The front desk too")

    @admin.display(description=_("Length"), ordering="minutes")
    def length(self, template):
        return _("%(n)d min") % {"n": template.minutes} if template.minutes else _("Not said")

    @admin.display(description=_("In use"), ordering="archived_at")
    def state(self, template):
        return _("Archived") if template.archived_at else _("In use")
