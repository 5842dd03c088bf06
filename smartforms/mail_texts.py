"""The mails about forms that a clinic may word. They never say which form, nor whose."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import clock
from common.wording import moment
from outbox.texts import Text, register

ROOM = _("Forms")


def _waiting(**more) -> dict:
    until = moment(timezone.localtime(clock.now()) + timedelta(days=60))
    words = {"words": "river candle orange ladder", "until": until}
    return {"how_many": 1, "path": "/portal/", "is_reminder": False, **words, **more}


def register_texts():
    """Tell which mails of this room can be worded."""
    for name, title, template, sample in (
        ("assigned", _("Forms wait in the portal"), "waiting", _waiting),
        ("reminder", _("A form still waits"), "waiting", lambda: _waiting(is_reminder=True)),
        ("forms", _("Forms wait, by a link for somebody without an account"), "forms", _waiting),
        ("guest", _("Somebody asked for a form through a public link"), "guest", _waiting),
    ):
        register(Text(f"smartforms.{name}", ROOM, title, f"smartforms/mail/{template}", sample))
