"""Every report there is, by the name its address has."""

from office.reports.mails import MAILS
from office.reports.missed import MISSED
from office.reports.outstanding import FORMS_OUTSTANDING
from office.reports.patients import DUPLICATES, SUMMARY
from office.reports.report import Report
from office.reports.uptake import UPTAKE
from office.reports.utilisation import UTILISATION

REPORTS = {
    one.slug: one for one in (SUMMARY, UPTAKE, FORMS_OUTSTANDING, MISSED, UTILISATION, DUPLICATES, MAILS)
}


def reports_for(membership) -> list[Report]:
    """Those that a member of the team may open."""
    return [one for one in REPORTS.values() if one.audience.may_open(membership)]
