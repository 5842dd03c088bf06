"""What a take-out is made of: sections to read, files to keep."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """One thing to read: what it is, its facts as (term, words), a file of the take-out that goes with it."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    file: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the readable page. `entries` are asked for one after the other, however many there are."""

    title: str
    entries: Iterable[Entry] = field(default_factory=tuple)
    none: str = ""  # what is said when there is nothing


@dataclass(frozen=True)
class File:
    """A file of the take-out: where it lies in it, of which row, and how it is read. `open` raises OSError."""

    path: str
    row: object
    open: Callable
