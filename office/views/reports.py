"""Reports: which there are, each as a page, and each as a file."""

from allauth.core.exceptions import ReauthenticationRequired
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

import audit
from accounts.again import password_again
from clinic.team import member_behind
from common import clock
from common.paging import page_number
from common.spreadsheet import BYTE_ORDER, csv_lines, workbook
from office.doors import for_the_team
from office.only_for import refuse
from office.policies import takes_reports
from office.presenters.report import report_page, with_plot
from office.presenters.reports import reports_page
from office.reports.asking import Asked
from office.reports.catalogue import REPORTS, reports_for
from office.reports.files import ids_of, note_taken, rows_of
from office.reports.paging import page_of

WHO = gettext_lazy("Reports are for the front desk, managers and owners.")
WHO_TAKES = gettext_lazy("Reports are taken along as files by managers and owners.")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_the_team
def reports(request):
    """Which reports there are for whoever asks."""
    member = member_behind(request)
    return render(request, "office/reports.html", reports_page(member, reports_for(member)))


def _declared(slug):
    if slug not in REPORTS:
        raise Http404
    return REPORTS[slug]


@for_the_team
def report(request, report):
    """A page of a report's rows, as the address chooses and sorts them."""
    declared, member, at = _declared(report), member_behind(request), clock.now()
    if not declared.audience.may_open(member):
        return refuse(request, declared.audience.says)
    asked = Asked(declared, request.GET, clinic=request.clinic, at=at)
    takes = takes_reports(member)
    if not asked.is_right:
        return render(request, "office/report.html", report_page(asked, None, takes=takes), status=422)
    rows = asked.chosen()
    page = page_of(asked.in_order(rows), page_number(request.GET.get("page", "")))
    shown = report_page(asked, page, takes=takes)
    if declared.plot and page.paginator.count:
        shown = with_plot(shown, declared.plot(rows, asked))
    audit.opened(
        "report.opened",
        by=request.user,
        target=f"{declared.slug}:{page.number}",
        at=at,
        clinic=request.clinic,
        ids=ids_of(page, declared),
    )
    return render(request, "office/report.html", shown)


@for_the_team
def report_file(request, report, kind):
    """All rows of a report as they were chosen and sorted, for a spreadsheet; the password is asked again first."""
    declared, member = _declared(report), member_behind(request)
    if not declared.audience.may_open(member):
        return refuse(request, declared.audience.says)
    if not takes_reports(member):
        return refuse(request, WHO_TAKES)
    try:
        return _file(request, declared, kind)
    except ReauthenticationRequired:
        # A file would leave the password's page standing: it leads back to the report, one press before the file.
        back = f"{reverse('office:report', args=[report])}?{_with(request.GET, take=kind)}"
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


def _with(query, **more) -> str:
    kept = query.copy()
    kept.update(more)
    return kept.urlencode()


@password_again
def _file(request, declared, kind):
    at = clock.now()
    asked = Asked(declared, request.GET, clinic=request.clinic, at=at)
    if not asked.is_right:
        return render(request, "office/report.html", report_page(asked, None, takes=True), status=422)
    rows = asked.in_order(asked.chosen())
    note_taken(declared, rows, kind, by=request.user, clinic=request.clinic)
    day = at.astimezone(request.clinic.zone)
    name = f"{request.clinic.slug}-{declared.slug}-{day:%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        return FileResponse(
            workbook(rows_of(asked, rows)), as_attachment=True, filename=name, content_type=XLSX
        )
    lines = (
        f"{BYTE_ORDER if n == 0 else ''}{line}" for n, line in enumerate(csv_lines(rows_of(asked, rows)))
    )
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
