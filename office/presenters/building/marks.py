"""How a page names the draft it shows: which one, and at which of its changes."""


def mark_of(draft) -> str:
    """'41-3': draft 41 after its third change."""
    return f"{draft.pk}-{draft.revision}"


def read_mark(text: str) -> tuple[int, int]:
    """(draft, revision) of such a mark; -1 and -1, which no draft has, for anything else."""
    parts = text.split("-")
    if len(parts) != 2 or not all(p.isascii() and p.isdecimal() and len(p) < 10 for p in parts):
        return -1, -1
    return int(parts[0]), int(parts[1])
