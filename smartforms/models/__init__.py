from smartforms.models.filling import Assignment, Response, Status
from smartforms.models.forms import FormRule, Template, Version
from smartforms.models.links import FormLink
from smartforms.models.preferences import Preferences, preferences_of
from smartforms.models.series import Pace, Series

__all__ = [
    "Assignment",
    "FormLink",
    "FormRule",
    "Pace",
    "Preferences",
    "Response",
    "Series",
    "Status",
    "Template",
    "Version",
    "preferences_of",
]
