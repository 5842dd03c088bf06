"""A file past 300 lines becomes a package split by noun; up to 400 only with a word why."""

from tests.architecture import house

LONGEST, LONGEST_WITH_REASON = 300, 400
# Path → why it cannot be split.
REASONS: dict[str, str] = {}


def _lengths() -> dict[str, int]:
    """Lines of every file that somebody wrote; migrations are written by Django, and kept as they were."""
    written = [
        path for path in house.files("*.py", "*.html", "*.css", "*.js") if "migrations" not in path.parts
    ]
    return {house.name_of(path): len(path.read_text().splitlines()) for path in written}


def test_no_file_is_too_long():
    too_long = {
        name: length
        for name, length in _lengths().items()
        if length > (LONGEST_WITH_REASON if name in REASONS else LONGEST)
    }
    assert too_long == {}


def test_every_reason_is_still_needed():
    lengths = _lengths()
    assert {name for name in REASONS if lengths.get(name, 0) <= LONGEST} == set()
