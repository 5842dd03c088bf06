from smartforms.views.another_day import another_day
from smartforms.views.autosave import answers
from smartforms.views.by_link import by_link
from smartforms.views.correcting import correction
from smartforms.views.files import file
from smartforms.views.filling import cover, page
from smartforms.views.guests import guest, guest_in, guest_sent
from smartforms.views.link import link
from smartforms.views.on_paper import scan
from smartforms.views.sending import check, paper, sent
from smartforms.views.series import entry, series

__all__ = [
    "another_day",
    "answers",
    "by_link",
    "check",
    "correction",
    "cover",
    "entry",
    "file",
    "guest",
    "guest_in",
    "guest_sent",
    "link",
    "page",
    "paper",
    "scan",
    "sent",
    "series",
]
