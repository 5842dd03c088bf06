"""Creating an account, proving an address, choosing a password. Signing in and the rest is allauth's."""

from allauth.account.utils import url_str_to_user_pk
from allauth.account.views import PasswordResetFromKeyView
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, devices, links, policies, tries
from accounts.forms import NewAccount, NewPassword, PasswordFromLink, PasswordOnly
from accounts.models import User
from common import clock
from common.http import posted

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
LINK, AFTER = "mailed_link", "after_mailed_link"


def safe_next(request, default="/portal/") -> str:
    """Where to go on: only a path of our own site (A5 #31)."""
    path = request.POST.get("next") or request.GET.get("next") or default
    return path if policies.is_own_path(path) else default


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def create_account(request):
    """Email and password make an empty account; the mail to the address proves it."""
    if request.user.is_authenticated:
        return redirect(safe_next(request))
    form = NewAccount(posted(request))
    if form.is_valid() and not ratelimit.consume(request, action="signup", user=None):
        return render(request, "429.html", status=429)
    if form.is_valid():
        account = actions.create_account(**form.cleaned_data, at=clock.now())
        # Whoever makes accounts by the dozen under one address must not fill a stranger's mailbox.
        if ratelimit.consume(request, action="confirm_email", key=account.email):
            actions.ask_to_verify(account, clinic_id=request.clinic.pk, at=clock.now())
        login(request, account, backend=BACKEND)
        return redirect(safe_next(request))
    page = {"form": form, "next": safe_next(request), "has_errors": form.is_bound}
    return render(request, "accounts/create_account.html", page, status=422 if form.is_bound else 200)


@login_not_required
@require_safe
def mailed_link(request, token):
    """The one door of every mailed link: the secret leaves the address at once (D5)."""
    request.session[LINK] = token
    request.session[AFTER] = safe_next(request, default="")
    return redirect(links.door_of(token))


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request):
    """Prove an address. Looking changes nothing; in another browser the password is asked as well.

    Asking it there keeps somebody who typed a stranger's address from owning an account the stranger confirmed.
    Whoever holds the mailbox but not the password may choose a new one, which ends every other session.
    """
    at = clock.now()
    link = links.find(request.session.get(LINK, ""), purpose="verify")
    if link is None or not link.is_live(at=at):
        return render(request, "accounts/link_over.html", status=410)
    account = link.account
    if not account.is_verified and User.objects.owner_of(link.email):
        # Somebody proved the address since the mail left: what this account entered is the owner's to take over.
        return redirect(links.page_for("claim"))
    is_own_browser = request.user.is_authenticated and request.user.pk == account.pk
    if account.is_verified and not is_own_browser and request.user.is_authenticated:
        # Signing in would lead somebody who is signed in straight back here.
        return render(request, "accounts/link_over.html", status=410)
    if account.is_verified and not is_own_browser:
        return redirect(f"{reverse('account_login')}?next={reverse('account_confirm')}")
    chooses = request.POST.get("how") == "new"
    form = None
    if not is_own_browser:
        form = (NewPassword if chooses else PasswordOnly)(posted(request), account=account)
    page = {"form": form, "link": link, "chooses": chooses or "new" in request.GET}
    if request.method != "POST":
        if page["chooses"] and form is not None:
            page["form"] = NewPassword(account=account)
        return render(request, "accounts/confirm.html", page)
    # Guessing here is guessing at the sign-in page.
    counters = tries.at_sign_in(request, account.email) if form is not None and not chooses else []
    if not tries.count(counters, at=at):
        return render(request, "429.html", status=429)
    if form is not None and not form.is_valid():
        return render(request, "accounts/confirm.html", {**page, "has_errors": True}, status=422)
    tries.give_back(counters)
    return _confirmed(request, link, form, chooses=chooses, at=at)


def _confirmed(request, link, form, *, chooses, at):
    account = link.account
    password = form.cleaned_data["password"] if chooses and form is not None else None
    if not actions.verify_address(link, at=at, password=password):
        return render(request, "accounts/link_over.html", status=410)
    account.refresh_from_db()
    if form is not None:
        login(request, account, backend=BACKEND)
    request.session.pop(LINK, None)
    messages.success(request, _("Your email address is confirmed."))
    response = redirect(request.session.pop(AFTER, "") or "portal:home")
    devices.remember(request, response, account)
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def address_back(request):
    """Somebody else changed the address of an account: a press takes it back. Looking changes nothing (case C42)."""
    at = clock.now()
    link = links.find(request.session.get(LINK, ""), purpose="address_back")
    if link is None or not link.is_live(at=at):
        return render(request, "accounts/link_over.html", status=410)
    if request.method != "POST":
        return render(request, "accounts/address_back.html", {"email": link.email})
    logout(request)
    if not actions.take_address_back(link, clinic_id=request.clinic.pk, at=at):
        return render(request, "accounts/link_over.html", status=410)
    words = _(
        "%(email)s is the address of your account again. We mailed you a link to choose a new password."
    )
    messages.success(request, words % {"email": link.email})
    return redirect("account_login")


@require_POST
def confirm_again(request):
    """Mail the link that proves the address once more, at most every three minutes."""
    account = request.user
    if account.is_verified:
        return redirect(safe_next(request))
    if ratelimit.consume(request, action="confirm_email", key=str(account.pk)):
        actions.ask_to_verify(account, clinic_id=request.clinic.pk, at=clock.now())
        messages.success(request, _("We sent the link to %(email)s.") % {"email": account.email})
    else:
        messages.info(
            request, _("We sent the link a moment ago. Look in your mailbox, also under junk mail.")
        )
    return redirect(safe_next(request))


class ResetFromKey(PasswordResetFromKeyView):
    """A new password from a mailed link. Whoever could open the mail has proved the address as well."""

    form_class = PasswordFromLink

    def form_valid(self, form):
        response = super().form_valid(form)
        account = self.reset_user
        account.refresh_from_db()
        if not account.is_verified:
            at = clock.now()
            actions.verify_address(actions.live_link(account, "verify", email=account.email, at=at), at=at)
            account.refresh_from_db()
        # The way in for an owner whose address strangers keep guessing at.
        devices.remember(self.request, response, account)
        return response


@login_not_required
@sensitive_post_parameters()
def reset_from_key(request, uidb36, key):
    """allauth moves the key from the address into the session by itself."""
    try:
        url_str_to_user_pk(uidb36)
    except Exception as error:
        raise Http404 from error
    return ResetFromKey.as_view()(request, uidb36=uidb36, key=key)
