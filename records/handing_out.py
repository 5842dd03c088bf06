"""A kept file on its way to somebody who may have it."""

from django.core.files.storage import default_storage
from django.http import Http404

from common.files import attachment


def handed_out(upload):
    """The file to save under the name it was handed in with. Raises Http404 where its storage has lost it."""
    try:
        file = default_storage.open(upload.stored_as)
    except FileNotFoundError:
        raise Http404 from None
    return attachment(file, name=upload.name, content_type=upload.content_type)
