"""The versions of a form: what is live, what each file became, and taking one along."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

import audit
from common import clock
from office.forms.building.shelf import Described
from office.presenters.building.versions import confirm_discarding, version_page, versions_page
from office.views.building import acts, draft_of, looks, template_of, writes
from smartforms import drafting
from smartforms.fhir.exporter import export_questionnaire


@looks()
def versions(request, template):
    """All versions, the newest first, with what can be done to the form."""
    found = template_of(request, template)
    return page_of_versions(request, found, Described(template=found))


def page_of_versions(request, template, form, *, status=200):
    """The page, with the settings as they were typed."""
    page = versions_page(template, form, at=clock.now())
    return render(request, "office/building/versions.html", page, status=status)


@looks()
def version(request, template, number):
    """What became of each question of the file this version was made from."""
    found = _version(request, template, number)
    return render(request, "office/building/version.html", version_page(found))


@looks()
def export(request, template, number):
    """The version as a FHIR R4 Questionnaire."""
    found = _version(request, template, number)
    audit.opened("form.exported", by=request.user, target=found, at=clock.now(), clinic=request.clinic)
    text = json.dumps(export_questionnaire(found), ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/fhir+json; charset=utf-8")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{found.template.slug}-{found.number}.json"'
    )
    return answer


@acts()
def beginning(request, template):
    """A draft of the next version; the one that is there already where there is one."""
    found = template_of(request, template)
    draft = drafting.begin_version(template=found, by=request.user, at=clock.now())
    for words in getattr(draft, "told", ()):
        messages.info(request, words)
    return redirect("office:form_draft", found.pk)


@writes()
def discarding(request, template):
    """Throw the draft away, asked once more before."""
    draft = draft_of(request, template)
    if request.method == "POST":
        drafting.discard(draft=draft, by=request.user, at=clock.now())
        messages.success(request, _("The draft is gone."))
        return redirect("office:form_versions", draft.template_id)
    return render(request, "office/building/confirm.html", confirm_discarding(draft))


def _version(request, template, number):
    found = template_of(request, template)
    version = found.versions.filter(number=number).first()
    if version is None:
        raise Http404
    version.template = found
    return version
