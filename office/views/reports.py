"""What is worth looking into: a list of reports, and addresses that several records have."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy

import audit
from clinic.team import member_behind
from common import clock
from office.duplicates import shared_addresses
from office.only_for import only_for
from office.policies import sees_reports
from office.presenters.reports import duplicates_page, reports_page

PER_PAGE = 50
WHO = gettext_lazy("Reports are for the front desk, managers and owners.")


@only_for(sees_reports, says=WHO)
def reports(request):
    """Which reports there are."""
    return render(request, "office/reports.html", reports_page(member_behind(request)))


@only_for(sees_reports, says=WHO)
def duplicate_emails(request):
    """Every address that stands in more than one record."""
    at = clock.now()
    page = Paginator(shared_addresses(request.clinic, at=at), PER_PAGE).get_page(request.GET.get("page"))
    audit.opened(
        "report.duplicate_emails",
        by=request.user,
        target=f"{request.clinic.pk}:{page.number}",
        at=at,
        clinic=request.clinic,
        ids=[patient for shared in page for patient in shared.patients],
    )
    return render(request, "office/duplicate_emails.html", duplicates_page(page))
