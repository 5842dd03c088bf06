"""Under /office/see-as/<account>/: the portal as one of its accounts sees it. Mounted by the office's prefix."""

from django.urls import path

from portal.views.looking import see_as

urlpatterns = [
    path("", see_as, name="see_as"),
    path("<path:page>", see_as, name="see_as_page"),
]
