"""Reading the mail in a test: let it leave, and follow its link."""

import re

from django.core import mail

from outbox import delivery


def arrived(*, at) -> list:
    """Whatever is due leaves; the mails that arrived by it."""
    before = len(mail.outbox)
    delivery.drain(at=at)
    return mail.outbox[before:]


def path_in(sent) -> str:
    """The path of the one link of ours in a mail."""
    (path,) = re.findall(r"^http://[^/\s]+(/\S+)$", sent.body, re.M)
    return path
