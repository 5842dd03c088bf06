"""Pages that some of the team have and the others do not."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic.team import member_behind

LOOKS, ACTS, BOTH = require_safe, require_POST, require_http_methods(["GET", "HEAD", "POST"])


def only_for(may, *, says, answers=LOOKS):
    """A page for those of the team of whom `may(membership)` is true; the others of the team read who can (403).

    `says` is that sentence; `answers` is which methods the page has. To people of no team it does not exist (404).
    """

    def decorate(view):
        @answers
        @wraps(view)
        def guarded(request, *args, **kwargs):
            member = member_behind(request)
            if member is None:
                raise Http404
            if not may(member):
                return refuse(request, says)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def refuse(request, says):
    """The page that says who of the team can do this."""
    return render(request, "office/not_for_you.html", {"reason": says}, status=403)
