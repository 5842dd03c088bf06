"""For whom reports are, by what each role sees anyway (security, D4)."""

from django.utils.translation import gettext_lazy as _

from clinic.models.clinic import Role
from office.reports.columns import Audience

RECORDS = Audience(
    frozenset({Role.FRONT_DESK, Role.MANAGER, Role.OWNER}),
    _("Reports are for the front desk, managers and owners."),
)
FORMS = Audience(
    frozenset({Role.FRONT_DESK, Role.PRACTITIONER, Role.MANAGER, Role.OWNER}),
    _("Which forms were sent is for the front desk, practitioners, managers and owners."),
)
CALENDAR = Audience(frozenset(Role), _("This report is for the team."))
WORK = Audience(
    frozenset({Role.MANAGER, Role.OWNER}), _("How busy practitioners are is for managers and owners.")
)
