"""What a file calls practitioners, services and places: every name once."""

from django.core.files.storage import default_storage

from common.folding import fold
from imports.columns import NAMED
from imports.models import Import
from imports.people import said
from imports.reading import rows

MOST = 200  # different names; more are no names of practitioners


def names_of(batch: Import) -> dict[str, list[str]]:
    """The names in each column that has some, as they are written first; none for what no column says."""
    found: dict[str, dict[str, str]] = {key: {} for key in NAMED}
    has = [key for key in NAMED if key in batch.columns.values()]
    with default_storage.open(batch.stored_as) as file:
        for number, cells in rows(file, batch.delimiter):
            if number == 1:
                continue
            words = said(cells, batch.columns)
            for key in has:
                if key in words and len(found[key]) <= MOST:
                    found[key].setdefault(fold(words[key][0]), words[key][0])
    return {key: list(names.values()) for key, names in found.items()}


def samples_of(batch: Import, most: int) -> list[list[str]]:
    """The first rows, to see what stands in the columns."""
    found = []
    with default_storage.open(batch.stored_as) as file:
        for number, cells in rows(file, batch.delimiter):
            if number > 1:
                found.append(cells)
            if len(found) >= most:
                break
    return found
