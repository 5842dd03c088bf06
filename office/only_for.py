"""Pages that some of the team have and the others do not."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic.team import is_operator, member_behind

LOOKS, ACTS, BOTH = require_safe, require_POST, require_http_methods(["GET", "HEAD", "POST"])


def only_for(may, *, says, answers=LOOKS, operator=False):
    """A page for those of the team of whom `may(membership)` is true; the others of the team read who can (403).

    `says` is that sentence; `answers` is which methods the page has. To people of no team it does not exist (404);
    `operator` lets the operator of the installation in as well, where a page shows no patient (D4).
    """

    def decorate(view):
        @answers
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if operator and is_operator(request):
                return view(request, *args, **kwargs)
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
