"""The staircase of rooms, and how the tests read what stands in them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# From the roof to the ground. Rooms on one line do not know each other.
STAIRCASE = [
    {"config"},
    {"portal", "office"},
    {"imports"},
    {"booking"},
    {"smartforms", "messaging", "payments"},
    {"records"},
    {"tray"},
    {"clinic"},
    {"accounts"},
    {"outbox"},
    {"audit"},
    {"common"},
]
FLOOR = {room: floor for floor, rooms in enumerate(STAIRCASE) for room in rooms}
# What stands above the house: the tests of the whole and the measurements. No room may lean on them.
ABOVE = {"tests", "benchmarks", "conftest"}
NOT_OURS = {".venv", "var", ".git", "node_modules", "vendor", "__pycache__"}


def is_below(room: str, other: str) -> bool:
    """Whether a room may lean on another: itself, or one further down."""
    return room == other or FLOOR[room] < FLOOR[other]


def files(*patterns: str, under: Path = ROOT) -> list[Path]:
    """Our own files of these patterns, without what is vendored or generated."""
    found = {path for pattern in patterns for path in under.rglob(pattern) if path.is_file()}
    return sorted(path for path in found if not NOT_OURS & set(path.relative_to(ROOT).parts))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def rooms() -> list[str]:
    """The rooms that are built."""
    return sorted(room for room in FLOOR if (ROOT / room / "__init__.py").exists())


def modules() -> list[Path]:
    """Every Python file of every room, tests and commands included."""
    return [path for path in files("*.py") if room_of(path) in FLOOR]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def imports(path: Path) -> set[str]:
    """The whole names of the modules a file imports, wherever in the file it does."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module if node.level == 0 else room_of(path))
    return found


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts
