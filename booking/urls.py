from django.urls import path

from booking.views import account, browse, done, holds, patient

app_name = "booking"
urlpatterns = [
    path("", browse.services, name="services"),
    path("holds/", holds.make, name="make_hold"),
    path("h/<uuid:hold>/", holds.resume, name="hold"),
    path("h/<uuid:hold>/keep/", holds.keep, name="keep"),
    path("h/<uuid:hold>/account/", account.account, name="account"),
    path("h/<uuid:hold>/patient/", patient.patient, name="patient"),
    path("h/<uuid:hold>/check/", patient.check, name="check"),
    path("h/<uuid:hold>/done/", done.done, name="done"),
    path("h/<uuid:hold>/undo/", done.undo, name="undo"),
    path("<slug:service>/", browse.practitioners, name="practitioners"),
    path("<slug:service>/<slug:who>/", browse.times, name="times"),
]
