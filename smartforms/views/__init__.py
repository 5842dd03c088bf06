from smartforms.views.another_day import another_day
from smartforms.views.autosave import answers
from smartforms.views.correcting import correction
from smartforms.views.files import file
from smartforms.views.filling import cover, page
from smartforms.views.link import link
from smartforms.views.sending import check, paper, sent
from smartforms.views.series import entry, series

__all__ = [
    "another_day",
    "answers",
    "check",
    "correction",
    "cover",
    "entry",
    "file",
    "link",
    "page",
    "paper",
    "sent",
    "series",
]
