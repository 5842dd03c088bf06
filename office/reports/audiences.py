"""For whom reports are, by what each role sees anyway (security, D4)."""

from django.utils.translation import gettext_lazy as _

from office import policies
from office.reports.columns import Audience

RECORDS = Audience(policies.sees_reports, _("Reports are for the front desk, managers and owners."))
FORMS = Audience(
    policies.sees_forms, _("Which forms were sent is for the front desk, practitioners, managers and owners.")
)
CALENDAR = Audience(policies.sees_calendar, _("This report is for the team."))
WORK = Audience(policies.sees_workload, _("How busy practitioners are is for managers and owners."))
