"""Forms on paper, for those who would rather write by hand."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy

import audit
from common import clock, pdf
from office.only_for import only_for
from office.policies import sees_forms
from smartforms import papers
from smartforms.models import Template

WHO = gettext_lazy("Forms are for the front desk, practitioners, managers and owners.")


@only_for(sees_forms, says=WHO)
def blank_form(request, template):
    """The form as it is sent today, with room for the answers. One never published is not there (404)."""
    at = clock.now()
    found = get_object_or_404(Template.objects.of(request.clinic), pk=template)
    version = found.live_version()
    if version is None:
        raise Http404
    found.clinic, version.template = request.clinic, found
    try:
        printed = papers.blank_paper(version, at=at)
    except pdf.Unprintable:
        messages.warning(request, papers.too_long_to_print())
        return redirect("office:forms_report")
    audit.opened("form.blank_printed", by=request.user, target=version, at=at, clinic=request.clinic)
    return printed
