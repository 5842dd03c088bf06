"""Who fills in a form: somebody signed in, or whoever came by a mailed link where the clinic asks for no account."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect

from common import clock
from smartforms import by_link
from smartforms.views import going_on


def for_whoever_fills(view):
    """Open the pages of filling to a link's holder as well; everybody else signs in first, as on any page."""

    @login_not_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        request.form_link = None
        if not request.user.is_authenticated:
            at = clock.now()
            request.form_link = by_link.link_in(request, at=at)
            if request.form_link is None and by_link.was_sent_here(request, kwargs["assignment"]):
                return redirect("smartforms:by_link")
            if request.form_link is None:
                told = going_on.explain(request, kwargs["assignment"], number=kwargs.get("number"), at=at)
                return told or going_on.signed_out(request)
        return view(request, *args, **kwargs)

    return guarded


def link_of(request):
    """The link this request came in by; None for somebody signed in."""
    return getattr(request, "form_link", None)


def author_of(request):
    """Whose answers these are; None by a link."""
    return request.user if request.user.is_authenticated else None
