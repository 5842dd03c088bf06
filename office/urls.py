from django.urls import path

from office.views import answers, calendar, patients

app_name = "office"
urlpatterns = [
    path("", calendar.home, name="home"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("patients/", patients.patients, name="patients"),
    path("patients/<uuid:patient>/", patients.patient, name="patient"),
    path("patients/<uuid:patient>/forms/<uuid:assignment>/", answers.answers, name="answers"),
]
