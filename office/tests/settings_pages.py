"""The settings pages as a browser uses them: their addresses, what they send back, what they refuse."""

from django.urls import reverse


def url(model, page, *args):
    """The address of a table's page: `url(Service, "change", service.pk)`."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def _forms(answer):
    forms = [answer.context["adminform"].form]
    for inside in answer.context["inline_admin_formsets"]:
        forms += [inside.formset.management_form, *inside.formset.forms]
    return forms


def posted(answer, **changes) -> dict:
    """What a browser would send back of a page, with changes."""
    data = {}
    for form in _forms(answer):
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = "on" if value is True else bound.field.prepare_value(value)
    return data | changes


def refused(answer) -> list[str]:
    """The words a page gives back instead of saving."""
    assert answer.status_code == 200
    return [words for form in _forms(answer) for errors in form.errors.values() for words in errors]
