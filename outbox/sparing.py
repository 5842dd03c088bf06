"""How much mail strangers may cause a mailbox: whoever types an address has not shown that it is theirs."""

from datetime import timedelta

from common.locks import one_at_a_time
from common.tokens import keyed_digest
from outbox.models import Message
from outbox.registry import ReasonGone

AN_HOUR, MOST = timedelta(hours=1), 6


def mark_of(address: str) -> str:
    """What a message keeps of the address it went to: enough to count by, nothing to read."""
    return keyed_digest("mail to", address.lower())


def spare(address: str, *, at) -> None:
    """Asked while a mail to an address is composed that its account has not proved.

    Raises ReasonGone when the mailbox has had six mails within the hour, from whomever. The first ones leave, so
    that somebody whose address it is can answer them.
    """
    mark = mark_of(address)
    # Until the mail has left, which is when the claim of its row ends: two workers must not both count five.
    one_at_a_time(f"mail to {mark}")
    if Message.objects.filter(recipient=mark, sent_at__gt=at - AN_HOUR).count() >= MOST:
        raise ReasonGone("enough mail for an hour")
