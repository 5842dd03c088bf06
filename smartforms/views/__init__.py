from smartforms.views.autosave import answers
from smartforms.views.correcting import correction
from smartforms.views.filling import cover, page
from smartforms.views.link import link
from smartforms.views.sending import check, paper, sent

__all__ = ["answers", "check", "correction", "cover", "link", "page", "paper", "sent"]
