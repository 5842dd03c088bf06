from smartforms.models.addenda import Addendum
from smartforms.models.dispatches import Dispatch, DispatchLine, Outcome
from smartforms.models.filling import Assignment, Response, Status
from smartforms.models.forms import FormRule, Template, Version
from smartforms.models.guests import Guest, GuestLink
from smartforms.models.links import FormLink
from smartforms.models.preferences import Preferences, preferences_of
from smartforms.models.series import Pace, Series

__all__ = [
    "Addendum",
    "Assignment",
    "Dispatch",
    "DispatchLine",
    "FormLink",
    "FormRule",
    "Guest",
    "GuestLink",
    "Outcome",
    "Pace",
    "Preferences",
    "Response",
    "Series",
    "Status",
    "Template",
    "Version",
    "preferences_of",
]
