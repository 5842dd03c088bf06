from django.urls import path

from office.views import access, answers, calendar, codes, grants, lockdown, patients, requests

PATIENT = "patients/<uuid:patient>/"
ACCESS = PATIENT + "access/"
app_name = "office"
urlpatterns = [
    path("", calendar.home, name="home"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("patients/", patients.patients, name="patients"),
    path(PATIENT, patients.patient, name="patient"),
    path(PATIENT + "forms/<uuid:assignment>/", answers.answers, name="answers"),
    path(ACCESS, access.access, name="access"),
    path(ACCESS + "ledger/", access.ledger, name="ledger"),
    path(ACCESS + "code/", codes.code, name="code"),
    path(ACCESS + "codes/<uuid:code>/mail/", codes.mail, name="code_mail"),
    path(ACCESS + "codes/<uuid:code>/slip/", codes.slip, name="slip"),
    path(ACCESS + "codes/<uuid:code>/cancellation/", codes.cancellation, name="code_cancellation"),
    path(ACCESS + "grants/<uuid:grant>/revocation/", grants.revocation, name="revocation"),
    path(ACCESS + "grants/<uuid:grant>/consent/", grants.consent, name="consent"),
    path(ACCESS + "accounts/<uuid:account>/denial/", grants.denial, name="denial"),
    path(ACCESS + "accounts/<uuid:account>/denial/lifting/", grants.denial_lifting, name="denial_lifting"),
    path(ACCESS + "requests/<uuid:asking>/decision/", requests.decision, name="decision"),
    path(ACCESS + "lockdown/", lockdown.lockdown, name="lockdown"),
    path(ACCESS + "lockdown/lifting/", lockdown.lifting, name="lockdown_lifting"),
]
