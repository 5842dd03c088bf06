"""What stands on other people's pages: booking in a frame, and the script that opens it there."""

from functools import lru_cache, wraps
from pathlib import Path

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from booking.way import Way
from booking.website import sites_of

PREFIX = "/embed"  # config/middleware.py takes the cookies away below it


def framed(view):
    """A page of choosing as it stands in a frame: the clinic's listed sites may show it, and nobody else.

    Middleware has taken the cookies away, so it is the same page for everybody, whoever is signed in beside it. What
    is not there (any more) leads to the services: a "not found" could not be shown in the frame.
    """

    def within(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return redirect(Way.of(request).url("services"))

    @login_not_required
    @require_safe
    @wraps(view)
    def shown(request, *args, **kwargs):
        sites = sites_of(request.clinic)
        request.shell = "shells/framed.html"
        request.frame = {"sites": " ".join(sites), "url": request.get_full_path().removeprefix(PREFIX)}
        return csp_replace({"frame-ancestors": sites or ["'none'"]})(within)(request, *args, **kwargs)

    return shown


@lru_cache(maxsize=1)
def _script() -> str:
    return Path(finders.find("js/embed.js")).read_text()


@login_not_required
@require_safe
def script(request):
    """The script for a clinic's website. Its address never changes, for it was pasted; an hour later it is renewed."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is there for pages of others
    return answer
