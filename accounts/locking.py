"""A page of the team locks itself when nobody touches it: what stood half written is kept, and the session is over."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.views.decorators.http import require_POST

from accounts import kept_words, policies
from common import clock


@login_not_required
@require_POST
def locking(request):
    """Called by the page's own script. A session that was over by then was looked after on the way in."""
    page = request.POST.get(kept_words.PAGE, "")
    if request.user.is_authenticated and policies.is_staff(request.user):
        kept_words.keep_posted(request, request.user, at=clock.now())
        logout(request)
    return redirect_to_login(page if policies.is_own_path(page) else "/office/")
