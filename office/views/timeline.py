"""Everything that happened with one patient."""

from django.shortcuts import render

from office.doors import in_workspace
from office.parts import TIMELINE
from office.presenters.timeline import timeline_page
from office.timeline.arms import after_of, page_of
from office.timeline.sorts import kinds_for, sorts_for


@in_workspace(TIMELINE)
def timeline(request, space):
    """Newest first, all of it or of one kind; `?before=` is where the page before this one ended."""
    kinds, mark = kinds_for(space), request.GET.get("before", "")
    kind = request.GET.get("kind", "")
    kind, after = kind if kind in kinds else "", after_of(mark)
    rows, older = page_of(sorts_for(space, kind), space, after)
    page = timeline_page(space, rows, kinds=kinds, kind=kind, older=older, is_first=after is None)
    return render(request, "office/timeline.html", page)
