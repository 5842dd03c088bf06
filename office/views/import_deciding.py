"""Saying yes to an import, taking it back, and taking along the rows that stayed out."""

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

import audit
from accounts.again import password_again
from common import clock
from common.http import posted
from common.spreadsheet import BYTE_ORDER, csv_lines
from imports import actions
from imports.policies import may_import
from office.forms.imports import LetIn
from office.only_for import BOTH, only_for
from office.presenters import imports as show
from office.presenters.import_rows import rows_left_out
from office.views.imports import WHO, found, gone_on


@only_for(may_import, says=WHO, answers=BOTH)
@password_again
def letting_in(request, batch):
    """Say yes; a worker adds the rows."""
    one = found(request, batch)
    if not one.is_checked:
        return gone_on(request, one)
    counts = show.counts_of(one)
    form = LetIn(posted(request), batch=one, has_alike=bool(counts["alike"]))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data.get(name, False) for name in ("adds_alike", "tells")}
        try:
            actions.let_in(one, **said, language=get_language(), by=request.user, at=clock.now())
        except actions.NotNow:
            return gone_on(request, one)
        return redirect("office:import_batch", one.pk)
    return render(request, "office/confirm_import.html", show.letting_in_page(one, counts, form))


@only_for(may_import, says=WHO, answers=BOTH)
@password_again
def undoing(request, batch):
    """Take back what was added, but for what has been used since."""
    one = found(request, batch)
    if not one.has_begun:
        return gone_on(request, one)
    if request.method == "POST":
        try:
            actions.undo(one, language=get_language(), by=request.user, at=clock.now())
        except actions.NotNow:
            return gone_on(request, one)
        return redirect("office:import_batch", one.pk)
    return render(request, "office/confirm_import.html", show.undoing_page(one, show.counts_of(one)))


@only_for(may_import, says=WHO)
@password_again
def rows(request, batch):
    """The rows that stayed out, as they came, with what is wrong: to be mended and imported again."""
    one = found(request, batch)
    if one.file_gone_at or not (one.checked_at or one.has_begun):
        raise Http404
    audit.record("import.rows_taken", by=request.user, target=one, clinic=request.clinic)
    lines = csv_lines(rows_left_out(one))
    marked = (f"{BYTE_ORDER if number == 0 else ''}{line}" for number, line in enumerate(lines))
    answer = StreamingHttpResponse(marked, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{request.clinic.slug}-not-imported.csv"'
    return answer
