from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from accounts import views as accounts
from booking.views import embed, feed, front
from booking.views.demo_site import demo_site
from booking.way import FRAMED
from clinic import accepting, pages
from config import health
from portal.urls import guests
from smartforms import views as smartforms

handler400 = "clinic.pages.bad_request"

urlpatterns = [
    path("", pages.front_door, name="front_door"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("theme/<slug:slug>-<slug:fingerprint>.css", pages.theme, name="theme"),
    path("logo/<slug:slug>-<slug:mark>.png", pages.logo, name="logo"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("book/", include("booking.urls")),
    path("embed/book/", include("booking.framed_urls", namespace=FRAMED)),
    path("sitemap.xml", front.sitemap, name="sitemap"),
    re_path(r"^robots\.txt$", front.robots, name="robots"),
    path("share/<slug:fingerprint>.png", front.share_picture, name="share_picture"),
    path("embed.js", embed.script, name="embed_script"),
    path("calendar/<str:secret>.ics", feed.calendar, name="calendar_feed"),
    path("forms/guest/", smartforms.guest_sent, name="guest_sent"),
    path("forms/guest/<str:token>/", smartforms.guest, name="guest_form"),
    path("visit/", include(guests)),
    path("portal/", include("portal.urls")),
    path("patient-portal", RedirectView.as_view(url="/portal/"), name="patient_portal"),
    path("office/see-as/<uuid:account>/", include("portal.looking_urls")),
    path("office/", include("office.urls")),
    path("team/invitation/", accepting.team_invitation, name="team_invitation"),
    path("t/<str:token>/", accounts.mailed_link, name="mailed_link"),
    path("accounts/", include("accounts.urls")),
    path("demo/site/", demo_site, {"how": "popup"}, name="demo_site"),
    path("demo/site/inline/", demo_site, {"how": "inline"}, name="demo_site_inline"),
    path("demo/site/link/", demo_site, {"how": "link"}, name="demo_site_link"),
    path("demo/mail/", include("outbox.urls")),
    path("admin/", admin.site.urls),
]
