"""The settings in French: every name, hint and choice that a table shows has its French."""

import polib
import pytest
from django.conf import settings
from django.contrib import admin
from django.test import RequestFactory
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from clinic.models.clinic import Font

PO = settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"
AS_IT_IS = {Font.ATKINSON.label}  # a name


@pytest.fixture(scope="module")
def has_french():
    """`has_french(words)`: they stand in our translations, or Django brings them."""
    known = {entry.msgid for entry in polib.pofile(str(PO))}

    def ask(words):
        if not words or words in AS_IT_IS:
            return True
        with translation.override("en"):
            english = str(words)
        with translation.override("fr"):
            # A plain string was translated too early, or never.
            written = {english, english[:1].lower() + english[1:]}  # a label begins with a capital
            return isinstance(words, Promise) and (written & known or gettext(english) != english)

    return ask


def tables():
    for model, table in admin.site._registry.items():
        yield pytest.param(model, table, id=model._meta.label)
        for inside in table.inlines:
            yield pytest.param(inside.model, table, id=f"{model._meta.label} › {inside.model._meta.label}")


def shown(model):
    """The fields that can stand on a page."""
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if field.editable and not field.auto_created and not field.primary_key:
            yield field


def choices_of(field):
    return [words for _value, words in getattr(field, "base_field", field).choices or ()]


@pytest.mark.parametrize(("model", "table"), list(tables()))
def test_what_a_model_is_called(model, table, has_french):
    meta = model._meta
    words = [meta.verbose_name, meta.verbose_name_plural]
    for field in shown(model):
        words += [field.verbose_name, field.help_text, *choices_of(field)]
    assert [str(each) for each in words if not has_french(each)] == []


@pytest.mark.parametrize(("model", "table"), list(tables()))
def test_what_a_table_and_its_form_say(cast, model, table, has_french):
    request = RequestFactory().get("/admin/")
    request.user, request.clinic = cast.nora, cast.harbour
    words = [table.section, table.explains, table.one, table.many]
    words += [title for title, _rest in table.get_fieldsets(request)]
    words += [inside.verbose_name_plural for inside in table.inlines]
    for column in table.list_display:
        words.append(getattr(getattr(table, column, None), "short_description", ""))
    for field in table.get_form(request).base_fields.values():
        words += [field.label, field.help_text]
    assert [str(each) for each in words if not has_french(each)] == []
