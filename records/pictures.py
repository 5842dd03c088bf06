"""A picture of an activity on its way into a page."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404


def shown_picture(picture) -> FileResponse:
    """A washed picture, as nothing but a picture. Raises Http404 where its storage has lost it."""
    try:
        file = default_storage.open(picture.stored_as)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, content_type=picture.content_type)
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store, private"
    return answer
