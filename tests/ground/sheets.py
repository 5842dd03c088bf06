"""A journey gets its stylesheets as a clinic's patients do: joined into one, and kept by the browser.

Unjoined, a page of the office asks for 36 more files, each time it is opened, which takes longer than the page.
"""

from functools import cache

from django.contrib.staticfiles import handlers
from django.http import HttpResponse

from common import stylesheets

_joined = cache(stylesheets.joined)


class KeptFiles(handlers.StaticFilesHandler):
    """Serves static files of the live server; the address of a file stays the same, and within one run its words."""

    def serve(self, request):
        name = self.file_path(request.path)
        if name in stylesheets.ENTRIES:
            answer = HttpResponse(_joined(name), content_type="text/css")
        else:
            answer = super().serve(request)
        answer["Cache-Control"] = "max-age=3600"
        return answer


def serve_as_kept() -> None:
    """From here on every live server joins its stylesheets."""
    handlers.StaticFilesHandler = KeptFiles
