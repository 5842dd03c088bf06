"""The clinic's questionnaires on the settings page: what they are called, who reads them, whether they are in use."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clinic.admin_scope import OfClinic, OneOfClinic, ScopedForm
from smartforms.models import Preferences, Template
from smartforms.policies import must_stay_clinical
from smartforms.presenters.places import blank_of
from smartforms.presenters.telling import stays_clinical_words


class TemplateForm(ScopedForm):
    """Who reads the answers: what a sent form promised its readers is kept."""

    def clean_is_clinical(self):
        """A promise to its readers (D4)."""
        wanted = self.cleaned_data["is_clinical"]
        if self.initial.get("is_clinical") and not wanted:
            was = Template.objects.get(pk=self.instance.pk)
            if must_stay_clinical(was):
                raise ValidationError(stays_clinical_words())
        return wanted


@admin.register(Template)
class TemplateAdmin(OfClinic):
    section, order = _("Forms"), 21
    explains = _("The questionnaires of the clinic. They are made and changed in the office, under Forms.")
    form = TemplateForm
    list_display = ["title", "readers", "minutes", "in_use", "blank"]
    search_fields = ["title"]
    fields = ["title", "is_clinical", "minutes"]  # archiving is an act of the office

    def has_add_permission(self, request, obj=None):
        return False  # forms are made in the office, where each change is looked at before it counts

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("Answers are read by"), ordering="is_clinical")
    def readers(self, template):
        return _("Those who care for the patient") if template.is_clinical else _("The clinic’s team")

    @admin.display(description=_("In use"), ordering="archived_at")
    def in_use(self, template):
        return _("Archived") if template.archived_at else _("In use")

    @admin.display(description=_("To fill in by hand"))
    def blank(self, template):
        words = format_html('{}<span class="visually-hidden"> {}</span>', _("Blank PDF"), template.title)
        return format_html('<a href="{}" download>{}</a>', blank_of(template), words)


@admin.register(Preferences)
class PreferencesAdmin(OneOfClinic):
    section, order = _("Forms"), 22
    explains = _("How long a form stays open, who may fill one in without an account, and help in a crisis.")
    fields = ["open_days", "submit_days", "without_account", "crisis_words"]
