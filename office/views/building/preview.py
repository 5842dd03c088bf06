"""A draft as patients would see it, page by page."""

from contextlib import nullcontext

from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import override

from common import clock
from office.presenters.building.whole import frame, preview_page
from office.views.building import draft_of, looks
from office.views.building.editor import is_wide
from smartforms.engine.translating import language_of


@looks()
def preview(request, template):
    """The cover or a page; nothing can be sent from it, and nothing is kept."""
    draft = draft_of(request, template)
    asked = {name: request.GET.get(name, "") for name in ("page", "language", "asked")}
    speaks = language_of(draft.definition, asked["language"])[:2]
    with override(speaks) if speaks else nullcontext():  # the words around the questions too
        seen = frame(draft, **asked, at=clock.now())
        drawn = render_to_string("office/building/_as_patient.html", seen)
    page = preview_page(draft, seen, drawn, is_wide=is_wide(request), **asked)
    return render(request, "office/building/preview.html", page)
