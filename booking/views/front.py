"""For search engines and link previews: the sitemap, and the picture of a shared link."""

from xml.sax.saxutils import escape

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from booking.presenters import front
from booking.rules import rules_of
from clinic.catalogue import catalogue_of
from clinic.letterhead import site_of
from common import clock, pdf

MONTH = 30 * 24 * 3600
DOTS = 144  # to an inch: 1200 × 630 in all, as previews like it
PRIVATE = ("/portal/", "/office/", "/admin/", "/accounts/", "/embed/", "/book/h/", "/book/together/")
FORMAT = "http://www.sitemaps.org/schemas/sitemap/0.9"


@login_not_required
@require_safe
def sitemap(request):
    """The pages on which something can be booked."""
    rules, catalogue = rules_of(request.clinic), catalogue_of(request.clinic)
    found = front.pages_to_find(request.clinic, catalogue, is_online=rules.is_online)
    rows = "".join(f"<url><loc>{escape(address)}</loc></url>" for address in found)
    page = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{FORMAT}">{rows}</urlset>\n'
    return HttpResponse(page, content_type="application/xml")


@login_not_required
@require_safe
def robots(request):
    """What search engines leave alone, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines.append(f"Sitemap: {site_of(request.clinic)}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def share_picture(request, fingerprint):
    """The picture beside a shared link. It is drawn once and kept; an address of an old look is not there."""
    clinic = request.clinic
    if fingerprint != front.picture_fingerprint(clinic):
        raise Http404
    key = f"share-picture:{clinic.pk}:{fingerprint}"
    drawn = cache.get(key)
    if drawn is None:
        values = front.picture_values(clinic)
        drawn = pdf.render("share", values, language=clinic.language, at=clock.now(), dots=DOTS)
        cache.set(key, drawn, MONTH)
    answer = HttpResponse(drawn, content_type="image/png")
    answer["Cache-Control"] = f"public, max-age={MONTH}, immutable"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is there for pages of others
    return answer
