"""A practitioner's own templates: kept from a chart, renamed, removed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.models import Practitioner
from clinic.models.clinic import Role
from clinic.policies import has_role
from common.http import posted
from office.charts import templates_of
from office.doors import WRITES, in_workspace
from office.forms.charts import TemplateName
from office.only_for import ACTS, BOTH, LOOKS, only_for
from office.parts import WRITING
from office.presenters import chart_templates as show
from office.views.charts import found_chart, not_yours
from records.actions import chart_templates as templates
from records.policies import may_change_chart

WHO = gettext_lazy("Templates for notes are each practitioner’s own.")


def writes(member) -> bool:
    """Whether somebody writes notes at all."""
    return has_role(member, {Role.PRACTITIONER})


@in_workspace(WRITING, methods=WRITES)
def as_template(request, space, chart):
    """Keep what stands in one's own chart for other patients."""
    found = found_chart(space, chart)
    if not may_change_chart(request.user, found):
        return not_yours(request, space)
    form = TemplateName(posted(request))
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            templates.keep_as_template(found, name=name, by=request.user, at=space.at)
        except templates.NameTaken:
            form.add_error("name", _("You have a template of this name"))
        except templates.TooMany:
            form.add_error("name", _("You have too many templates: remove one first"))
        else:
            messages.success(request, _("The template “%(name)s” is kept.") % {"name": name})
            return redirect("office:chart", space.patient.pk, found.pk)
    page = show.as_template_page(space, found, form)
    return render(request, "office/chart_as_template.html", page, status=422 if form.is_bound else 200)


@only_for(writes, says=WHO, answers=LOOKS)
def chart_templates(request):
    """One's own, by name."""
    return render(request, "office/chart_templates.html", show.templates_page(templates_of(_own(request))))


@only_for(writes, says=WHO, answers=BOTH)
def chart_template(request, kept):
    """What is in a template, and its name."""
    found = _template(request, kept)
    form = TemplateName(posted(request), initial={"name": found.name})
    if form.is_valid():
        try:
            templates.rename(found, name=form.cleaned_data["name"], by=request.user)
        except templates.NameTaken:
            form.add_error("name", _("You have a template of this name"))
        else:
            messages.success(request, _("The name is saved."))
            return redirect("office:chart_templates")
    page = show.template_page(found, form)
    return render(request, "office/chart_template.html", page, status=422 if form.is_bound else 200)


@only_for(writes, says=WHO, answers=ACTS)
def chart_template_removal(request, kept):
    """Charts that were begun with it stay as they are."""
    found = _template(request, kept)
    templates.remove(found, by=request.user)
    messages.success(request, _("The template “%(name)s” is removed.") % {"name": found.name})
    return redirect("office:chart_templates")


def _own(request):
    return Practitioner.objects.filter(clinic=request.clinic, user=request.user).first()


def _template(request, pk):
    found = next((one for one in templates_of(_own(request)) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found
