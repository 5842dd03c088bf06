"""Mail as rows. Rooms call `outbox.post(...)` and register how their messages are composed."""


def post(*args, **kwargs):
    """See `outbox.actions.post`."""
    from outbox.actions import post as write

    return write(*args, **kwargs)


def post_all(*args, **kwargs):
    """See `outbox.actions.post_all`."""
    from outbox.actions import post_all as write

    return write(*args, **kwargs)
