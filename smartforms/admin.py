"""The clinic's questionnaires on the settings page: what they are called, who reads them, whether they are in use."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clinic.admin_scope import OfClinic, OneOfClinic, ScopedForm
from common import clock
from smartforms.models import Preferences, Template
from smartforms.policies import must_stay_clinical
from smartforms.presenters.places import blank_of
from smartforms.presenters.telling import stays_clinical_words


class TemplateForm(ScopedForm):
    """Archiving is a tick; what a sent form promised its readers is kept."""

    archived = forms.BooleanField(
        label=_("Archived"),
        required=False,
        help_text=_("No longer sent. Forms already sent stay as they are."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("archived", self.instance.archived_at is not None)

    def clean_is_clinical(self):
        """A promise to its readers (D4)."""
        wanted = self.cleaned_data["is_clinical"]
        if self.initial.get("is_clinical") and not wanted:
            was = Template.objects.get(pk=self.instance.pk)
            if must_stay_clinical(was):
                raise ValidationError(stays_clinical_words())
        return wanted

    def clean(self):
        cleaned = super().clean()
        if not self.cleaned_data.get("archived"):
            self.instance.archived_at = None
        elif self.instance.archived_at is None:
            self.instance.archived_at = clock.now()
        return cleaned


@admin.register(Template)
class TemplateAdmin(OfClinic):
    section, order = _("Forms"), 21
    explains = _("The questionnaires of the clinic. They are made and changed in the office, under Forms.")
    form = TemplateForm
    list_display = ["title", "readers", "minutes", "in_use", "blank"]
    search_fields = ["title"]
    fields = ["title", "is_clinical", "minutes", "archived"]

    def has_add_permission(self, request, obj=None):
        return False  # what is asked comes from a file, not from this page

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
