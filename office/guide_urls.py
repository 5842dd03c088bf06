"""The addresses of the set-up guide."""

from django.urls import path

from office.views.guide import guide

SETUP = "setup/"
addresses = [
    path(SETUP, guide.overview, name="guide"),
    path(SETUP + "putting-away/", guide.putting_away, name="guide_putting_away"),
    path(SETUP + "<slug:step>/", guide.step, name="guide_step"),
    path(SETUP + "<slug:step>/new/", guide.another, name="guide_new"),
    path(SETUP + "<slug:step>/<int:row>/", guide.step, name="guide_row"),
]
