from django.urls import path

from smartforms import views

app_name = "smartforms"
FORM = "p/<uuid:patient>/forms/<uuid:assignment>/"
urlpatterns = [
    path("forms-link/", views.link, name="link"),
    path(FORM, views.cover, name="open"),
    path(FORM + "<int:number>/", views.page, name="page"),
    path(FORM + "<int:number>/answers/", views.answers, name="answers"),
    path(FORM + "check/", views.check, name="check"),
    path(FORM + "sent/", views.sent, name="sent"),
    path(FORM + "sent/correction/", views.correction, name="correction"),
    path(FORM + "sent/paper/", views.paper, name="paper"),
]
