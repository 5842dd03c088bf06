"""What every page's frame needs: theme, ribbon, footer. The session is not touched for those without one."""

from django.conf import settings
from django.urls import reverse

from clinic.logo import logo_address
from clinic.theme_sheet import sheet_address


def page(request):
    """Template context of the shells."""
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "user")
    clinic = getattr(request, "clinic", None)
    return {
        "user": request.user if signed_in else None,
        "shell": getattr(request, "shell", ""),
        "demo_ribbon": settings.DEMO,
        "theme_url": sheet_address(clinic) if clinic else "",
        "logo_url": logo_address(clinic) if clinic else "",
        "privacy_url": reverse("privacy"),
        "accessibility_url": reverse("accessibility"),
        "sign_in_url": reverse("account_login"),
    }
