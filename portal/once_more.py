"""What a patient is about to do where they are asked once more who they are."""

from django.utils.translation import gettext_lazy as _

_WHOLE = _("You are about to take a whole record along, so we ask once more.")
REASONS = {
    "portal:takeout_asking": _WHOLE,
    "portal:takeout_file": _WHOLE,
    "portal:erasure": _("You are about to ask that your record be erased, so we ask once more."),
    "portal:sharing": _("You are about to let somebody else see your record, so we ask once more."),
}
