"""The pages of choosing once more, for a frame on a clinic's website; holding a time leads out of it."""

from django.urls import path

from booking.views import browse
from booking.views.embed import framed

app_name = "booking"
urlpatterns = [
    path("", framed(browse.services), name="services"),
    path("<slug:service>/", framed(browse.practitioners), name="practitioners"),
    path("<slug:service>/<slug:who>/", framed(browse.times), name="times"),
]
