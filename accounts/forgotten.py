"""Who wants to hear that somebody forgot a password: rooms above, that may have something else for that address."""

from collections.abc import Callable

_rooms: list[Callable] = []


def register(hear: Callable) -> None:
    """`hear(email, clinic_id=, at=)` is called for known and unknown addresses alike, and must cost the same."""
    if hear not in _rooms:
        _rooms.append(hear)


def tell(email: str, *, clinic_id, at) -> None:
    """Somebody asked for a new password at this address."""
    for hear in _rooms:
        hear(email, clinic_id=clinic_id, at=at)
