"""Who gets into the office."""

from functools import wraps

from django.http import Http404
from django.views.decorators.http import require_safe

from clinic.team import member_behind


def for_the_team(view):
    """A page for people who work at this clinic. To everybody else the office does not exist (404)."""

    @require_safe
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if member_behind(request) is None:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
