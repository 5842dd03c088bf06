"""What the forms of the settings have in common: they are told their clinic, and offer nothing of another."""

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clinic.admin_scope import choices_of
from clinic.models import Bookable

IN_USE = Q(retired_at=None)
TAKEN = _("Another one in use has this name. Add something that tells them apart.")


class OfOffice:
    """A row of the settings on a page of the office. `groups` are its cards: (title, names of fields)."""

    groups: list = []

    def __init__(self, *args, clinic, **kwargs):
        self.clinic = clinic
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = capfirst(field.label)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = in_use(field.queryset.model, clinic, besides=self.initial.get(name))
                if field.empty_label:
                    field.empty_label = _("Choose one")


def in_use(model, clinic, *, besides=None):
    """The clinic's rows that may be chosen: what is retired only where it was chosen already (`besides`, ids)."""
    rows = choices_of(model, clinic)
    if model is Bookable:
        working = Q(practitioner__isnull=False, practitioner__retired_at=None)
        return rows.filter(working | Q(resource__isnull=False, resource__retired_at=None) | Q(pk=besides))
    if not any(field.name == "retired_at" for field in model._meta.concrete_fields):
        return rows
    chosen = besides if isinstance(besides, list) else [besides]
    return rows.filter(IN_USE | Q(pk__in=[getattr(one, "pk", one) for one in chosen]))


class TellsApart:
    """Two in use of one name could not be told apart where they are chosen."""

    named_by = "name"

    def clean(self):
        cleaned = super().clean()
        name = (cleaned.get(self.named_by) or "").strip()
        others = type(self.instance)._default_manager.filter(
            IN_USE, clinic_id=self.clinic.pk, **{f"{self.named_by}__iexact": name}
        )
        if name and self.named_by in self.changed_data and others.exclude(pk=self.instance.pk).exists():
            self.add_error(self.named_by, TAKEN)
        return cleaned
