"""Mail of the demo's past, which in a real clinic would have left and been read long ago."""

from datetime import timedelta

from outbox.models import Message

RECENT = timedelta(days=2)


def drop_old(*, at) -> int:
    """Mails about forms completed, or an emergency, over two days ago never leave. Returns how many.

    They would flood the mailbox.
    """
    old = Message.objects.filter(sent_at=None, dropped_at=None, dead_at=None, due_at__lt=at - RECENT)
    return old.filter(kind__in=["smartforms.completed", "records.emergency"]).update(
        dropped_at=at, dropped_because="past of the demo"
    )
