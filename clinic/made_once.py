"""Pages that are the same for everybody, made once for each version of their clinic."""

import gzip
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

# Clinic → (version, pages by address and language). A page of an older version is never shown: the version is read
# with the clinic at every request, and the database raises it whenever the configuration changes.
_kept: dict[int, tuple[int, dict[tuple, tuple[bytes, bytes]]]] = {}


def made_once(view):
    """For a view that shows nothing but a clinic's configuration: no free times, nobody's name, no token.

    Whoever may be signed in or is being told something, who asks for a part of it, and whoever looks through a frame
    gets a page of their own; so does everybody where the view looked at a session or answered anything but a page.
    """

    @wraps(view)
    def shown(request, *args, **kwargs):
        if not _may_be_anybody(request):
            return view(request, *args, **kwargs)
        version, pages = _kept.get(request.clinic.pk, (None, {}))
        if version != request.clinic.version:
            pages = {}
            _kept[request.clinic.pk] = request.clinic.version, pages
        asked = request.path, get_language()
        if asked not in pages:
            answer = view(request, *args, **kwargs)
            if answer.status_code != 200 or _is_somebodys(request, answer):
                return answer
            pages[asked] = answer.content, gzip.compress(answer.content)
        return _answer(request, *pages[asked])

    return shown


def _may_be_anybody(request) -> bool:
    own = {settings.SESSION_COOKIE_NAME, "messages"}
    return not (own & request.COOKIES.keys() or request.META.get("QUERY_STRING") or hasattr(request, "shell"))


def _is_somebodys(request, answer) -> bool:
    # A forgery token is drawn while the page is made; its cookie is only set on the way out.
    has_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return bool(answer.cookies) or request.session.accessed or has_token


def _answer(request, page: bytes, packed: bytes) -> HttpResponse:
    # Packed once as well: there is nothing secret in it that its length could tell of.
    wants_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(packed if wants_packed else page)
    patch_vary_headers(answer, ["Accept-Encoding"])
    if wants_packed:
        answer["Content-Encoding"] = "gzip"
    return answer
