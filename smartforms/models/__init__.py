from smartforms.models.filling import Assignment, Response, Status
from smartforms.models.forms import Template, Version

__all__ = ["Assignment", "Response", "Status", "Template", "Version"]
