"""A kept file on its way to somebody who may have it."""

from common import files
from common.serving import served


def handed_out(row, *, inline=False):
    """A kept file; to save, unless it is to be looked at. Raises Http404 where its storage lost it."""
    return served(row.stored_as, name=file_name(row), content_type=row.content_type, inline=inline)


def file_name(row) -> str:
    """An upload is called as it was handed in; a document by its title, whatever its file was called in the clinic."""
    if title := getattr(row, "title", ""):
        ending = files.ENDINGS.get(row.content_type, "")
        return files.clean_name(title + ending, ending)
    return row.name
