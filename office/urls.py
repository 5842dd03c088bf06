from django.urls import path

from office.views import answers, calendar, forms_report, invitations, patients, reports, sign_in

app_name = "office"
urlpatterns = [
    path("", calendar.home, name="home"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("patients/", patients.patients, name="patients"),
    path("patients/<uuid:patient>/", patients.patient, name="patient"),
    path("patients/<uuid:patient>/forms/<uuid:assignment>/", answers.answers, name="answers"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/sample/", invitations.sample, name="invitation_sample"),
    path("invitations/<uuid:batch>/", invitations.batch, name="batch"),
    path("invitations/<uuid:batch>/stop/", invitations.batch_stop, name="batch_stop"),
    path("reports/", reports.reports, name="reports"),
    path("reports/duplicate-emails/", reports.duplicate_emails, name="duplicate_emails"),
    path("reports/sign-in/", sign_in.sign_in, name="sign_in"),
    path("reports/sign-in/help/", sign_in.sign_in_help, name="sign_in_help"),
    path("reports/forms/", forms_report.forms_of_patient, name="forms_report"),
    path("reports/forms/help/", forms_report.forms_help, name="forms_help"),
]
