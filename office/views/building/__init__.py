"""Making forms: from nothing, a file or the library; their versions; and the builder of a draft."""

from functools import partial

from django.http import Http404
from django.utils.translation import gettext_lazy

from office.only_for import ACTS, BOTH, LOOKS, only_for
from smartforms.models import Template
from smartforms.policies import may_build_forms

WHO = gettext_lazy("Making and changing forms is for managers and owners.")
looks, acts, writes = (partial(only_for, may_build_forms, says=WHO, answers=a) for a in (LOOKS, ACTS, BOTH))


def template_of(request, number) -> Template:
    """A form of this clinic; of another or of none, 404."""
    found = Template.objects.of(request.clinic).filter(pk=number).first()
    if found is None:
        raise Http404
    found.clinic = request.clinic
    return found


def draft_of(request, number):
    """The draft of a form of this clinic; 404 where nobody makes one."""
    template = template_of(request, number)
    draft = template.draft()
    if draft is None:
        raise Http404
    draft.template = template
    return draft
