"""Four words out of 7,776: drawn at random, read from whatever somebody typed (D5).

The four words of the list that carry a hyphen are never drawn, so that spaces, hyphens and capitals do not matter:
no other word is the beginning of another, and four in a row can be told apart without anything between them.
"""

import secrets
from functools import cache
from pathlib import Path

from common.folding import fold
from common.tokens import keyed_digest

LIST = Path(__file__).parent / "wordlist" / "eff_long.words"
HOW_MANY = 4
LONGEST_TYPED = 200


@cache
def all_words() -> frozenset[str]:
    """The words that may be drawn."""
    return frozenset(word for word in LIST.read_text().split() if word.isalpha())


@cache
def _in_order() -> tuple[str, ...]:
    return tuple(sorted(all_words()))


def draw() -> list[str]:
    """Four words, each with the same chance: 51.7 bits."""
    return [secrets.choice(_in_order()) for _ in range(HOW_MANY)]


def from_digest(digest: str) -> list[str]:
    """The four words that a keyed digest (128 bits, hex) stands for: the same each time, so that a mail can be
    composed when it leaves and again on a retry (Settled 2)."""
    number, words = int(digest, 16), []
    for _ in range(HOW_MANY):
        number, place = divmod(number, len(_in_order()))
        words.append(_in_order()[place])
    return words


def bucket(purpose: str, clinic_id, words: list[str]) -> int:
    """16 bits of a keyed digest: what a row keeps to be found by its words at one clinic, and no more (D5)."""
    return int(keyed_digest(purpose, f"{clinic_id}|{' '.join(words)}")[:4], 16)


def letters(text: str) -> str:
    """What counts of what was typed: its letters, small, without accents."""
    return "".join(letter for letter in fold(text[:LONGEST_TYPED]) if "a" <= letter <= "z")


def _parted(text: str) -> list[str] | None:
    """The words a text is made of, however they are parted; None when some of it is no word of the list."""
    rest, found = letters(text), []
    longest = max(map(len, all_words()))
    while rest:
        word = next((rest[:end] for end in range(3, longest + 1) if rest[:end] in all_words()), None)
        if word is None:
            return None
        found.append(word)
        rest = rest[len(word) :]
    return found


def is_made_of_words(text: str) -> bool:
    """Whether everything in a text is of the list."""
    return _parted(text) is not None


def read(text: str) -> list[str] | None:
    """The four words in a text; None when it is not four words of the list."""
    found = _parted(text)
    return found if found and len(found) == HOW_MANY else None
