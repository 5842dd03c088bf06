from records.views.claim import claim
from records.views.code import asked, code
from records.views.invitation import invitation
from records.views.link import link
from records.views.take_back import take_back

__all__ = ["asked", "claim", "code", "invitation", "link", "take_back"]
