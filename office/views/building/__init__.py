"""Making forms: from nothing, a file or the library; their versions; and the builder of a draft."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from office.only_for import ACTS, BOTH, LOOKS, only_for
from office.presenters.building.gone import gone_page
from office.presenters.building.marks import read_mark
from smartforms.models import Template
from smartforms.policies import may_build_forms

WHO = gettext_lazy("Making and changing forms is for managers and owners.")


class DraftGone(Exception):
    """Something was sent to a draft that was published or thrown away meanwhile, or to an item that is not in it."""


def _for_builders(answers):
    """A page of the builder. What was typed into one whose draft is gone is shown, with what became of it (409)."""

    def decorate(view):
        @only_for(may_build_forms, says=WHO, answers=answers)
        @wraps(view)
        def told(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except DraftGone:
                template = template_of(request, kwargs["template"])
                number, _revision = read_mark(request.POST.get("revision", ""))
                draft = template.draft()
                if draft is not None:
                    draft.template = template
                page = gone_page(template, number, draft, request.POST)
                return render(request, "office/building/gone.html", page, status=409)

        return told

    return lambda: decorate


looks, acts, writes = (_for_builders(answers) for answers in (LOOKS, ACTS, BOTH))


def template_of(request, number) -> Template:
    """A form of this clinic; of another or of none, 404."""
    found = Template.objects.of(request.clinic).filter(pk=number).first()
    if found is None:
        raise Http404
    found.clinic = request.clinic
    return found


def draft_of(request, number):
    """The draft of a form of this clinic. Where nobody makes one 404, and DraftGone for what is sent to it."""
    template = template_of(request, number)
    draft = template.draft()
    if draft is None:
        raise DraftGone if request.method == "POST" else Http404
    draft.template = template
    return draft
