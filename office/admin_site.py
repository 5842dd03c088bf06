"""Django admin as the clinic's settings: the shell of the office, this clinic's rows, managers and owners only."""

from functools import update_wrapper

from allauth.account.utils import get_next_redirect_url
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from clinic.team import is_operator, may_enter_settings, member_behind

DOORS = {"index", "login"}


class ClinicAdmin(AdminSite):
    """Configuration tables of one clinic. No table with patients' data can be registered here (D4)."""

    site_header = site_title = index_title = _("Settings")
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only tables that are scoped to the clinic; what libraries bring along stays outside."""
        from clinic.admin_scope import OfClinic

        if admin_class is not None and issubclass(admin_class, OfClinic):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        return may_enter_settings(request)

    def admin_view(self, view, cacheable=False):
        """Strangers sign in; to people of no team the settings do not exist; others of the team hear who may."""
        guarded = super().admin_view(view, cacheable)

        def inner(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                if member_behind(request) is None and not is_operator(request):
                    raise Http404
                raise PermissionDenied
            # What is typed and shown is in the clinic's time, so the page is drawn before the zone is left.
            with timezone.override(request.clinic.zone):
                response = guarded(request, *args, **kwargs)
                return response.render() if hasattr(response, "render") else response

        return update_wrapper(inner, view)

    def get_urls(self):
        """Without admin's own sign-in, passwords and look-ups: allauth has the first, forms need no last."""
        return [url for url in super().get_urls() if getattr(url, "name", None) in DOORS or not _is_own(url)]

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """There is one sign-in (D4: secure_admin_login), with its limits and its second factor."""
        onwards = get_next_redirect_url(request) or reverse("admin:index")
        return redirect(onwards) if request.user.is_authenticated else redirect_to_login(onwards)

    def get_app_list(self, request, app_label=None):
        """Not by app: the settings page has sections of its own."""
        return []

    def index(self, request, extra_context=None):
        return super().index(request, {"sections": self._sections(request), **(extra_context or {})})

    def _sections(self, request):
        """The tables by section, in the order each table states."""
        found = {}
        for model, table in sorted(self._registry.items(), key=lambda entry: entry[1].order):
            if table.has_module_permission(request):
                place = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
                row = {"label": table.words()["many"], "text": table.explains, "url": reverse(place)}
                found.setdefault(str(table.section), []).append(row)
        return found


def _is_own(url) -> bool:
    """Whether an address is one of admin's own pages, apart from the tables and the 404 behind them."""
    return getattr(url, "name", None) is not None and not hasattr(url, "url_patterns")
