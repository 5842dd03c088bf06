"""Mail that waits to leave."""

import factory
from factory.django import DjangoModelFactory

from common.tests.moment import AT
from outbox.models import Message


class MessageFactory(DjangoModelFactory):
    """A message that is due now."""

    class Meta:
        model = Message

    kind = "accounts.notice"
    dedupe_key = factory.Sequence(lambda n: f"message:{n}")
    posted_at = AT
    due_at = AT
