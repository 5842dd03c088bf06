from smartforms.views.autosave import answers
from smartforms.views.files import file
from smartforms.views.filling import cover, page
from smartforms.views.link import link
from smartforms.views.sending import check, paper, sent

__all__ = ["answers", "check", "cover", "file", "link", "page", "paper", "sent"]
