"""How a private file reaches somebody who may have it: one way for every room, once the view has asked who it is.

The file is streamed from its storage; or the web server in front is told which one to send (FILES_ACCEL); or, to be
saved from a bucket, the browser is sent to a link that the bucket opens for a minute. None of these can be kept or
asked for again past the view: no answer is stored, and none has a mark (ETag, date) by which it could be called
unchanged.
"""

import logging

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.utils.encoding import iri_to_uri
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)

LINK_LIFE = 60  # seconds a link into a bucket opens something
# What the washing makes; a browser draws these by itself, and nothing in them acts.
SHOWN_INLINE = {"application/pdf", "image/jpeg", "image/png"}
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
KEEPS_NOTHING = "no-store, private"


def served(stored_as: str, *, name: str, content_type: str, inline: bool = False) -> HttpResponse:
    """The answer that brings a kept file, to save or, where a browser draws it safely, to look at.

    The name goes out as RFC 6266 says. Raises Http404 where the storage has lost it; 503 where the storage is down.
    """
    inline = inline and content_type in SHOWN_INLINE
    shown_as = content_disposition_header(not inline, name) or "attachment"
    if settings.FILES_ACCEL:
        answer = HttpResponse()
        answer["X-Accel-Redirect"] = iri_to_uri(f"{settings.FILES_ACCEL.rstrip('/')}/{stored_as}")
    elif is_bucket() and not inline:
        answer = HttpResponseRedirect(_link(stored_as, shown_as, content_type))
    else:
        answer = _streamed(stored_as)
    if answer.status_code != 503:
        answer["Content-Type"], answer["Content-Disposition"] = content_type, shown_as
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = KEEPS_NOTHING
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def is_bucket() -> bool:
    """Whether files lie in a bucket that signs links."""
    return bool(getattr(default_storage, "querystring_auth", False))


def _link(stored_as: str, shown_as: str, content_type: str) -> str:
    """What the bucket can be told to say of the file, it is told: it is saved there, never drawn within a page."""
    said = {
        "ResponseContentDisposition": shown_as,
        "ResponseContentType": content_type,
        "ResponseCacheControl": KEEPS_NOTHING,
    }
    return default_storage.url(stored_as, parameters=said, expire=LINK_LIFE)


def _streamed(stored_as: str) -> HttpResponse:
    try:
        return FileResponse(default_storage.open(stored_as))
    except FileNotFoundError:
        raise Http404 from None
    except Exception:  # whatever a storage far away raises
        log.exception("a file could not be read")
        words = _("The file cannot be reached at the moment. Try again in a few minutes.")
        return HttpResponse(
            words, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "120"}
        )
