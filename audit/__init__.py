"""What was done and seen, by whom: one append-only list. `audit.record(...)`, `audit.opened(...)`."""


def record(*args, **kwargs):
    """See `audit.actions.record`."""
    from audit.actions import record as write

    return write(*args, **kwargs)


def record_each(*args, **kwargs):
    """See `audit.actions.record_each`."""
    from audit.actions import record_each as write

    return write(*args, **kwargs)


def opened(*args, **kwargs):
    """See `audit.actions.opened`."""
    from audit.actions import opened as write

    return write(*args, **kwargs)


def opened_all(*args, **kwargs):
    """See `audit.actions.opened_all`."""
    from audit.actions import opened_all as write

    return write(*args, **kwargs)


def opened_each(*args, **kwargs):
    """See `audit.actions.opened_each`."""
    from audit.actions import opened_each as write

    return write(*args, **kwargs)


def looking_as(*args, **kwargs):
    """See `audit.actions.looking_as`."""
    from audit.actions import looking_as as look

    return look(*args, **kwargs)
