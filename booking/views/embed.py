"""What stands on other people's pages: the script that opens booking over them."""

from functools import lru_cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.views.decorators.http import require_safe


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
