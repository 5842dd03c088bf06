"""What the rooms tell the outbox: how each kind of message is composed, and when it must not leave.

Rooms register in their `AppConfig.ready()`. The outbox imports nobody (Settled 3).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.mail import EmailMultiAlternatives


class ReasonGone(Exception):
    """The mail is no longer true (its visit was cancelled, its link used): it is dropped, with the reason."""


@dataclass(frozen=True)
class Kind:
    """One message of the catalogue."""

    name: str
    compose: Callable[..., EmailMultiAlternatives]
    gates: tuple[Callable, ...] = field(default=())


_kinds: dict[str, Kind] = {}
_gates: list[Callable] = []
_language_of: Callable | None = None
_given_up: list[Callable] = []


def register(name: str, compose: Callable, *gates: Callable) -> None:
    """Tell how a kind of message is made. `compose(message, at=)` returns an EmailMultiAlternatives.

    A gate `(message, at=)` raises ReasonGone when this message must not leave any more.
    """
    _kinds[name] = Kind(name, compose, gates)


def register_gate(gate: Callable) -> None:
    """A gate that every message passes, such as lock-down."""
    _gates.append(gate)


def register_language(of: Callable) -> None:
    """The room that knows patients tells by `of(patient_id)` which language is on file of one; empty where none is."""
    global _language_of
    _language_of = of


def register_given_up(told: Callable) -> None:
    """The room that knows what waits for a clinic hears by `told(message, at=)` of a mail that is tried no more."""
    _given_up.append(told)


def give_up(message, *, at) -> None:
    """Say that a mail is tried no more."""
    for told in _given_up:
        told(message, at=at)


def language_about(patient_id) -> str:
    """In which language a mail about a patient is written to whoever has chosen none; empty where nobody knows."""
    return _language_of(patient_id) if _language_of and patient_id else ""


def kind(name: str) -> Kind:
    """The registered kind. Raises KeyError for a message nobody can compose."""
    return _kinds[name]


def pass_gates(message, *, at) -> None:
    """Ask every gate of the house and of this kind. Raises ReasonGone when it must not leave."""
    for gate in (*_gates, *kind(message.kind).gates):
        gate(message, at=at)


def compose(message, *, at) -> EmailMultiAlternatives:
    """Check every gate, then make the mail. Raises ReasonGone when it must not leave."""
    pass_gates(message, at=at)
    return kind(message.kind).compose(message, at=at)
