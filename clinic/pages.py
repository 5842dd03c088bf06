"""Pages of the clinic itself: its front door, its theme, its plain notices."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from clinic import theme_sheet
from clinic.models import ClinicLogo


@login_not_required
@require_safe
def front_door(request):
    """The bare host leads to booking."""
    return redirect("booking:services")


@login_not_required
@require_safe
def favicon(request):
    """Browsers ask here for pages that name no icon, such as a calendar file or the health checks."""
    return redirect(static("logos/anteroom.svg"))


@login_not_required
@require_safe
def theme(request, slug, fingerprint):
    """The clinic's look as a style sheet; only this clinic's, at its own host."""
    if slug != request.clinic.slug:
        raise Http404
    response = HttpResponse(theme_sheet.sheet(request.clinic), content_type="text/css")
    if fingerprint == theme_sheet.fingerprint(request.clinic):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@login_not_required
@require_safe
def logo(request, slug, mark):
    """The logo the clinic handed in; only this clinic's, at its own host. An old mark shows nothing."""
    if slug != request.clinic.slug or mark != request.clinic.logo_mark:
        raise Http404
    kept = get_object_or_404(ClinicLogo, clinic_id=request.clinic.pk)
    response = HttpResponse(bytes(kept.content), content_type=kept.content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@login_not_required
@require_safe
def privacy(request):
    """What is kept, who sees it, how to ask for it."""
    return render(request, "clinic/privacy.html")


@login_not_required
@require_safe
def accessibility(request):
    """What works, what may not yet, whom to tell."""
    return render(request, "clinic/accessibility.html")


def bad_request(request, exception):
    """A host nobody answers at, or a request that makes no sense: no clinic, no context, a plain word."""
    return HttpResponseBadRequest(render_to_string("400.html"))
