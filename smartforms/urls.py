from django.urls import path

from smartforms import views

app_name = "smartforms"
FORM = "p/<uuid:patient>/forms/<uuid:assignment>/"
urlpatterns = [
    path("forms-by-link/", views.by_link, name="by_link"),
    path("guest-form/", views.guest_in, name="guest_in"),
    path("forms-link/", views.link, name="link"),
    path("p/<uuid:patient>/series/<uuid:series>/", views.series, name="series"),
    path("p/<uuid:patient>/series/<uuid:series>/entry/", views.entry, name="add_entry"),
    path(FORM, views.cover, name="open"),
    path(FORM + "<int:number>/", views.page, name="page"),
    path(FORM + "<int:number>/answers/", views.answers, name="answers"),
    path(FORM + "files/<uuid:upload>/", views.file, name="file"),
    path(FORM + "check/", views.check, name="check"),
    path(FORM + "another-day/", views.another_day, name="another_day"),
    path(FORM + "scan/", views.scan, name="scan"),
    path(FORM + "sent/", views.sent, name="sent"),
    path(FORM + "sent/correction/", views.correction, name="correction"),
    path(FORM + "sent/paper/", views.paper, name="paper"),
]
