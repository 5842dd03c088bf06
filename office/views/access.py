"""The access tab: who can see a record, who asks, what was opened; and the ledger as a file."""

from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render

from common.paging import page_number
from common.spreadsheet import csv_lines
from office.access import access_of
from office.doors import in_workspace
from office.ledger import events_of
from office.ledger_kinds import Chosen
from office.parts import ACCESS, LEDGER
from office.presenters.access import access_page
from office.presenters.ledger import file_rows


@in_workspace(ACCESS)
def access(request, space):
    """Everything about access to one record, and a page of its ledger."""
    page = page_number(request.GET.get("page", ""))
    return render(
        request, "office/access.html", access_page(access_of(space, page=page, chosen=Chosen.of(request.GET)))
    )


def to_access(space):
    """Back to the tab, after something was done."""
    return redirect("office:access", space.patient.pk)


@in_workspace(LEDGER)
def ledger(request, space):
    """The ledger, or what was chosen of it, as a table for a spreadsheet, in which every cell is text."""
    events = Chosen.of(request.GET).among(events_of(space.patient, with_titles=space.cares))
    lines = csv_lines(file_rows(events.iterator(chunk_size=1000), space.zone))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{space.patient.pk}.csv"'
    return answer
