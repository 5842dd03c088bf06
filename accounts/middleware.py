"""The limits of a session: idle, absolute, and a touch once a minute."""

from datetime import UTC, datetime, timedelta

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from accounts import kept_words, policies
from accounts.actions import end_sessions
from common import clock

TOUCH_EVERY = timedelta(minutes=1)
STARTED, TOUCHED, STAFF, LISTED = "started_at", "touched_at", "is_staff", "listed_as"
# The header of what a page asks for without anybody pressing: that is no sign of life.
BY_ITSELF = "By-Itself"
SIGNED_IN = "_auth_user_id"  # where Django keeps whose session it is


def _moment(seconds) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def works_here_now(request) -> None:
    """Whoever just joined a team goes on by the rules for staff, and their sessions elsewhere end."""
    request.session[STAFF] = True
    request.session.pop("second_factor", None)
    request.session.cycle_key()
    end_sessions(request.user, except_key=request.session.session_key)


class ClosedByDefault(LoginRequiredMiddleware):
    """Every page asks to sign in unless it says otherwise; an open page is not even asked who is there.

    Django's own looks at the session first, which would put a cookie's shadow on pages that need none.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        """The session of an account that was closed or is gone leads nowhere, and is not kept either (B16)."""
        if SIGNED_IN in request.session:
            logout(request)
        return super().handle_no_permission(request, view_func)


class SessionLimits:
    """Ends sessions that stood idle or grew too old, and keeps answers of signed-in pages out of caches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # A page that never looks at its session stays cookie-free and may be cached.
        was_signed_in = request.session.session_key and SIGNED_IN in request.session
        if was_signed_in:
            self._enforce(request)
        response = self.get_response(request)
        if was_signed_in and SIGNED_IN not in request.session:
            # Over by itself or by a press: nothing that was shown is to be found with the back button (case C44).
            response["Clear-Site-Data"] = '"cache"'
        if request.session.accessed and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(self, request, view_func, view_args, view_kwargs):
        """What was written comes too late: it is kept for its writer, who signs in first. By now the form's own token
        was looked at, so that no other site can leave words here."""
        writer = getattr(request, "writer", None)
        if writer is None or request.method != "POST":
            return None
        page = kept_words.keep_posted(request, writer, at=clock.now())
        return redirect_to_login(page) if page else None

    def _enforce(self, request):
        session, at = request.session, clock.now()
        seconds = at.timestamp()
        if session.get(LISTED) != session.session_key and request.user.is_authenticated:
            # By whichever door somebody came in: what is not on the list cannot be ended from it.
            UserSession.objects.create_from_request(request)
            session[LISTED] = session.session_key
        if STARTED not in session:
            session[STARTED] = session[TOUCHED] = seconds
            session[STAFF] = policies.is_staff(request.user) if request.user.is_authenticated else False
            return
        times = {"started_at": _moment(session[STARTED]), "touched_at": _moment(session[TOUCHED])}
        if policies.is_over(**times, is_staff=session[STAFF], at=at):
            # Known before it is gone: whose words a page of the team still brings along.
            request.writer = request.user if session[STAFF] and request.user.is_authenticated else None
            kept = {name: session[name] for name in ("booking",) if name in session}
            logout(request)
            request.session.update(kept)
            request.session_ended = True
        elif at - times["touched_at"] >= TOUCH_EVERY and BY_ITSELF not in request.headers:
            session[TOUCHED] = seconds


class SecondFactor:
    """Staff without a second factor set one up before anything else, where the installation demands it."""

    OPEN = ("/accounts/", "/static/", "/theme/", "/t/", "/healthz", "/readyz")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (
            settings.STAFF_SECOND_FACTOR
            and not request.path.startswith(self.OPEN)
            and self._is_missing(request)
        ):
            return redirect("mfa_index")
        # For the page that this leads to, which says why nothing else opens.
        request.needs_second_factor = SimpleLazyObject(
            lambda: settings.STAFF_SECOND_FACTOR and self._is_missing(request)
        )
        return self.get_response(request)

    def _is_missing(self, request) -> bool:
        session = request.session
        if not session.get(STAFF) or session.get("second_factor"):
            return False
        session["second_factor"] = is_mfa_enabled(request.user)
        return not session["second_factor"]


class WordsBack:
    """Words that were kept for whoever signed in again stand in their form again, and nothing is sent for them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(kept_words.PLACES) or kept_words.WAIT not in request.session:
            return self.get_response(request)
        if request.method == "POST":
            response = self.get_response(request)
            kept_words.sent(request, at=clock.now())
            return response
        kept = kept_words.of_page(request, at=clock.now()) if request.method == "GET" else []
        if kept:
            kept_words.tell(request)
        response = self.get_response(request)
        return kept_words.put_back(response, kept) if kept else response
