from smartforms.models.addenda import Addendum
from smartforms.models.filling import Assignment, Response, Status
from smartforms.models.forms import Template, Version
from smartforms.models.links import FormLink
from smartforms.models.preferences import Preferences, preferences_of

__all__ = [
    "Addendum",
    "Assignment",
    "FormLink",
    "Preferences",
    "Response",
    "Status",
    "Template",
    "Version",
    "preferences_of",
]
