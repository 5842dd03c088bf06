"""The demo's “someone else's website”: a page at another host name of this machine, with the button on it."""

from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from booking.models.button import OpensAs

ADDRESSES = {
    OpensAs.POPUP: "demo_site",
    OpensAs.INLINE: "demo_site_inline",
    OpensAs.LINK: "demo_site_link",
}
HERE = "site.localhost"
OURS = {"localhost", "127.0.0.1", "::1"}


@login_not_required
@require_safe
def demo_site(request, how):
    """A page with the button, which opens booking over it, in it, or by a plain link.

    It stands at every host of this machine but our own; in the demo only. It knows nothing of a clinic, and its policy
    for the browser is as strict as a careful site's: only our script and our frame, nothing inline.
    """
    if not settings.DEMO:
        raise Http404
    asked = urlsplit(f"{request.scheme}://{request.get_host()}")
    port = f":{asked.port}" if asked.port else ""
    if asked.hostname in OURS:
        return redirect(f"{request.scheme}://{HERE}{port}{request.path}")
    home = f"{request.scheme}://localhost{port}"
    policy = {"script-src": [home], "frame-src": [home], "form-action": ["'none'"]}
    ways = [(way, way.label, reverse(ADDRESSES[way])) for way in OpensAs]
    page = render_to_string("demo/site.html", {"home": home, "how": how, "ways": ways})
    return csp_replace(policy)(lambda: HttpResponse(page))()
