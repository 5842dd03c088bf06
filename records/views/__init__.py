from records.views.claim import claim
from records.views.code import asked, code
from records.views.invitation import invitation
from records.views.link import link
from records.views.new_address import new_address
from records.views.take_back import take_back

__all__ = ["asked", "claim", "code", "invitation", "link", "new_address", "take_back"]
