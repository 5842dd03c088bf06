from django.urls import path

from office.views import (
    access,
    answers,
    calendar,
    codes,
    contacts,
    grants,
    invitations,
    lockdown,
    patients,
    personal,
    requests,
)

PATIENT = "patients/<uuid:patient>/"
ACCESS, CONTACTS, INVITATIONS = (PATIENT + place for place in ("access/", "contacts/", "invitations/"))
app_name = "office"
urlpatterns = [
    path("", calendar.home, name="home"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("patients/", patients.patients, name="patients"),
    path(PATIENT, patients.patient, name="patient"),
    path(PATIENT + "forms/<uuid:assignment>/", answers.answers, name="answers"),
    path(PATIENT + "personal/", personal.personal, name="personal"),
    path(PATIENT + "personal/correction/", personal.correction, name="correction"),
    path(CONTACTS, contacts.contacts, name="contacts"),
    path(CONTACTS + "new/", contacts.new_contact, name="new_contact"),
    path(CONTACTS + "<uuid:contact>/", contacts.contact, name="contact"),
    path(CONTACTS + "<uuid:contact>/ending/", contacts.ending, name="contact_ending"),
    path(CONTACTS + "<uuid:contact>/invitation/", invitations.of_contact, name="invite_contact"),
    path(INVITATIONS + "patient/", invitations.of_patient, name="invite_patient"),
    path(INVITATIONS + "person/", invitations.of_person, name="invite_person"),
    path(INVITATIONS + "account/", invitations.of_account, name="link_account"),
    path(
        INVITATIONS + "<uuid:invitation>/cancellation/",
        invitations.cancellation,
        name="invitation_cancellation",
    ),
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
