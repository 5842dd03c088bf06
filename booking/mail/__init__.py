"""The mails about visits: when, where, with whom. Never what for: not in a subject, not in a body, not in a file."""

from outbox import registry


def register():
    """Tell the outbox how this room's mails are made."""
    from booking.mail.ahead import confirmed, received, reminder
    from booking.mail.changed import cancelled, declined, moved

    registry.register("booking.received", received)
    registry.register("booking.confirmed", confirmed)
    registry.register("booking.declined", declined)
    registry.register("booking.moved", moved)
    registry.register("booking.cancelled", cancelled)
    registry.register("booking.reminder", reminder)
