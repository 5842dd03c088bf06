"""Settings tables show, offer and accept one clinic's rows only (security, D4).

Closed by default: a table that is not `OfClinic` cannot be registered, and a choice whose rows cannot be traced to
the clinic offers nothing.
"""

from collections import Counter

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import ProtectedError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

import audit
from clinic.admin_errors import things_to_fix
from clinic.admin_fields import DayInput, MomentInput
from clinic.models import Clinic, Location
from clinic.team import may_enter_settings


def has_clinic(model) -> bool:
    """Whether each row of a table names its clinic itself."""
    try:
        return model._meta.get_field("clinic").related_model is Clinic
    except FieldDoesNotExist:
        return False


def choices_of(model, clinic):
    """The rows a settings form of this clinic may choose from; of accounts, the team's."""
    rows = model._default_manager.all()
    if model is get_user_model():
        return rows.filter(memberships__clinic_id=clinic.pk, memberships__ended_at=None)
    return rows.filter(clinic_id=clinic.pk) if has_clinic(model) else rows.none()


def in_plain_words(field, model, name) -> None:
    """What is missing or out of range, said beside the box in words of ours. The summary names the box."""
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        choosing = isinstance(field, forms.ChoiceField)
        field.error_messages["required"] = _("Choose one") if choosing else _("Fill this in")
    if not isinstance(field, forms.IntegerField):
        return
    try:
        ranged = [*field.validators, *model._meta.get_field(name).validators]
    except FieldDoesNotExist:
        ranged = field.validators
    lows = [one.limit_value for one in ranged if isinstance(one, MinValueValidator)]
    highs = [one.limit_value for one in ranged if isinstance(one, MaxValueValidator)]
    kept = [one for one in field.validators if not isinstance(one, MinValueValidator | MaxValueValidator)]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None:
        kept.append(MinValueValidator(low, _("Enter %(limit_value)s or more")))
    if high is not None:
        kept.append(MaxValueValidator(high, _("Enter %(limit_value)s or less")))
    field.validators = kept
    if field.error_messages["invalid"] == forms.IntegerField.default_error_messages["invalid"]:
        field.error_messages["invalid"] = _("Enter a whole number")


class ScopedForm(forms.ModelForm):
    """A row made here belongs to the clinic whose settings these are, before anything is checked."""

    clinic = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            in_plain_words(field, self._meta.model, name)
        if self.instance._state.adding and has_clinic(type(self.instance)):
            self.instance.clinic_id = self.clinic.pk
            if hasattr(self.instance, "currency"):
                self.instance.currency = self.clinic.currency

    def _get_validation_exclusions(self):
        # So that "one of these per clinic" is said beside the field and not by the database.
        return super()._get_validation_exclusions() - {"clinic"}


class Scoped:
    """What tables and the rows inside them have in common: who may, and what may be chosen."""

    form = ScopedForm
    formfield_overrides = {
        models.DateField: {"widget": DayInput},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
        models.URLField: {"widget": forms.URLInput, "assume_scheme": "https"},
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
    }

    def has_module_permission(self, request):
        return may_enter_settings(request)

    def has_view_permission(self, request, obj=None):
        return may_enter_settings(request)

    def has_add_permission(self, request, obj=None):
        return may_enter_settings(request)

    def has_change_permission(self, request, obj=None):
        return may_enter_settings(request)

    def has_delete_permission(self, request, obj=None):
        return may_enter_settings(request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        rows = kwargs["queryset"] = choices_of(db_field.related_model, request.clinic)
        if db_field.related_model is Location:
            # Where there is one place, nobody has to choose it.
            places = list(rows.order_by()[:2])
            kwargs.setdefault("initial", places[0].pk if len(places) == 1 else None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["queryset"] = choices_of(db_field.related_model, request.clinic)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.help_text = db_field.help_text
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        # No "add another" pop-up beside a choice: it needs scripts, and each table has its own page.
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class RowsInside(Scoped, admin.TabularInline):
    """Rows edited on the page of what they belong to. Two empty ones wait below; saving brings new ones."""

    extra = 2


class OfClinic(Scoped, admin.ModelAdmin):
    """A settings table of one clinic.

    `way` leads from a row to its clinic; `section`, `order` and `explains` place it on the settings page;
    `one` and `many` are what a row is called.
    """

    way = "clinic"
    section, order, explains = "", 0, ""
    one = many = ""
    actions = None
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def get_queryset(self, request):
        return super().get_queryset(request).filter(**{self.way: request.clinic.pk})

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.clinic = request.clinic
        return form

    def get_exclude(self, request, obj=None):
        return [*(super().get_exclude(request, obj) or ()), "clinic"]

    def lookup_allowed(self, lookup, value, request):
        """Only the filters on the page: `?user__password__startswith=` would be a question answered by counting."""
        named = {entry[0] if isinstance(entry, tuple) else entry for entry in self.get_list_filter(request)}
        return lookup.removesuffix("__exact").removesuffix("__isnull").removesuffix("__id") in named

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404  # another clinic's row and a missing one look the same

    # Words --------------------------------------------------------------------------------------
    def words(self) -> dict:
        """What a row and its table are called on the page."""
        meta = self.opts
        return {"one": self.one or meta.verbose_name, "many": capfirst(self.many or meta.verbose_name_plural)}

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**self.words(), **(extra_context or {})})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(
            request, object_id, form_url, {**self.words(), **(extra_context or {})}
        )

    def history_view(self, request, object_id, extra_context=None):
        return super().history_view(request, object_id, {**self.words(), **(extra_context or {})})

    def render_change_form(self, request, context, **kwargs):
        context["has_errors"] = bool(context["errors"])
        if context["errors"]:
            context["things"] = things_to_fix(context["adminform"].form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, **kwargs)

    def _saved(self, request, obj):
        self.message_user(request, _("%(name)s is saved.") % {"name": obj}, messages.SUCCESS)
        place = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if "_continue" in request.POST:
            return redirect(f"{place}_change", obj.pk)
        return redirect(f"{place}_add" if "_addanother" in request.POST else f"{place}_changelist")

    def response_add(self, request, obj, post_url_continue=None):
        return self._saved(request, obj)

    def response_change(self, request, obj):
        return self._saved(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        self.message_user(request, _("%(name)s is deleted.") % {"name": obj_display}, messages.SUCCESS)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    # Deleting -----------------------------------------------------------------------------------
    def get_deleted_objects(self, objs, request):
        """What would go along and what stands in the way, as counts: never the rows, which may name patients."""
        collector = NestedObjects(using="default", origin=objs)
        collector.collect(objs)
        gone = {model: len(rows) for model, rows in collector.model_objs.items() if model is not self.model}
        kept = Counter(type(row) for row in collector.protected)
        return _counted(gone), {}, set(), _counted(kept)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, {**self.words(), **(extra_context or {})})
        except ProtectedError:
            # Somebody booked between the question and the answer: the question again, with its new answer.
            return HttpResponseRedirect(request.get_full_path())

    # What was done ------------------------------------------------------------------------------
    def log_addition(self, request, obj, message):
        audit.record("settings.added", by=request.user, target=obj, clinic=request.clinic)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        audit.record("settings.changed", by=request.user, target=obj, clinic=request.clinic)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            audit.record("settings.deleted", by=request.user, target=obj, clinic=request.clinic)
        return super().log_deletions(request, queryset)


class OneOfClinic(OfClinic):
    """A table with one row per clinic: its list is its form."""

    def words(self) -> dict:
        return {**super().words(), "only_one": True}

    def changelist_view(self, request, extra_context=None):
        row = self.get_queryset(request).first()
        place = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return redirect(reverse(f"{place}_change", args=[row.pk]) if row else f"{place}_add")

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request) and not self.get_queryset(request).exists()

    def has_delete_permission(self, request, obj=None):
        return False


def _counted(counts) -> list[str]:
    return [
        f"{capfirst(model._meta.verbose_name_plural)}: {n}"
        for model, n in counts.items()
        if not model._meta.auto_created
    ]
