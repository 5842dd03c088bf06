from django.urls import path

from booking.views import account, browse, done, family, holds, patient

app_name = "booking"
DAY = "together/<uuid:day>/"
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
    path("together/", family.people.who, name="family"),
    path(DAY, family.people.who, name="family_who"),
    path(DAY + "person/", family.people.person, name="family_person"),
    path(DAY + "visits/", family.people.visits, name="family_visits"),
    path(DAY + "way/", family.times.way, name="family_way"),
    path(DAY + "times/", family.times.times, name="family_times"),
    path(DAY + "keep/", family.times.keep, name="family_keep"),
    path(DAY + "check/", family.booking.check, name="family_check"),
    path(DAY + "done/", family.booking.done, name="family_done"),
    path(DAY + "calendar/", family.booking.calendar, name="family_calendar"),
    path(DAY + "undo/", family.booking.undo, name="family_undo"),
    path("<slug:service>/", browse.practitioners, name="practitioners"),
    path("<slug:service>/<slug:who>/", browse.times, name="times"),
]
