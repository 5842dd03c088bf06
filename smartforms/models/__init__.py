from smartforms.models.filling import Assignment, Response, Status
from smartforms.models.forms import Template, Version
from smartforms.models.links import FormLink

__all__ = ["Assignment", "FormLink", "Response", "Status", "Template", "Version"]
