"""Everything under /portal/. The patient is in the address, never in the session (D1)."""

from django.urls import include, path

from portal import views
from records import views as records

PATIENT = "p/<uuid:patient>/"
WAITING = PATIENT + "waiting/<uuid:entry>/"
pages = [
    path("", views.home, name="home"),
    path("another/", views.another, name="another"),
    path("calendar/", views.feeds, name="feeds"),
    path("calendar/<uuid:feed>/ending/", views.feed_ending, name="feed_ending"),
    path(PATIENT, views.patient, name="patient"),
    path(PATIENT + "visits/", views.visits, name="visits"),
    path(PATIENT + "visits/<uuid:appointment>/", views.visit, name="visit"),
    path(PATIENT + "visits/<uuid:appointment>/calendar/", views.calendar_file, name="calendar_file"),
    path(PATIENT + "visits/<uuid:appointment>/attendance/", views.attendance, name="attendance"),
    path(PATIENT + "visits/<uuid:appointment>/cancellation/", views.cancellation, name="cancellation"),
    path(PATIENT + "visits/<uuid:appointment>/move/", views.move, name="move"),
    path(PATIENT + "visits/<uuid:appointment>/waiting/", views.visit_waiting, name="visit_waiting"),
    path("waiting/", views.waiting_list, name="waiting_list"),
    path(WAITING, views.waiting_entry, name="waiting_entry"),
    path(WAITING + "offers/<uuid:offer>/", views.waiting_answer, name="waiting_answer"),
    path(WAITING + "leaving/", views.waiting_leaving, name="waiting_leaving"),
    path(PATIENT + "forms/", views.forms, name="forms"),
    path(PATIENT + "welcome/<uuid:invitation>/dismissal/", views.dismissal, name="dismissal"),
    path(PATIENT + "details/", views.details, name="details"),
    path(PATIENT + "details/email/mail/", views.detail_mail, name="detail_mail"),
    path(PATIENT + "details/<slug:line>/", views.detail, name="detail"),
    path(PATIENT + "details/<slug:line>/taking-back/", views.detail_taking_back, name="detail_taking_back"),
    path(PATIENT + "plans/", views.plans, name="plans"),
    path(PATIENT + "plans/current/", views.current_plan, name="current_plan"),
    path(PATIENT + "plans/current/paper/", views.current_plan_paper, name="current_plan_paper"),
    path(PATIENT + "plans/<uuid:chart>/", views.plan, name="plan"),
    path(PATIENT + "plans/<uuid:chart>/paper/", views.plan_paper, name="plan_paper"),
    path(PATIENT + "plans/<uuid:chart>/changes/", views.plan_changes, name="plan_changes"),
    path(PATIENT + "activities/", views.activities, name="activities"),
    path(PATIENT + "activities/<uuid:activity>/", views.activity, name="activity"),
    path(PATIENT + "activities/<uuid:activity>/tick/", views.activity_tick, name="activity_tick"),
    path(
        PATIENT + "activities/<uuid:activity>/tick/undoing/", views.activity_undoing, name="activity_undoing"
    ),
    path(PATIENT + "activities/<uuid:activity>/picture/", views.activity_picture, name="activity_picture"),
    path(PATIENT + "documents/", views.documents, name="documents"),
    path(PATIENT + "documents/<uuid:document>/", views.document, name="document"),
    path(PATIENT + "documents/<uuid:document>/view/", views.document_view, name="document_view"),
    path(PATIENT + "documents/<uuid:document>/file/", views.document_file, name="document_file"),
    path(PATIENT + "documents/sending/", views.sending, name="sending"),
    path(PATIENT + "documents/sent/<uuid:sent_file>/file/", views.sent_file, name="sent_file"),
    path(PATIENT + "documents/sent/<uuid:sent_file>/removal/", views.sent_removal, name="sent_removal"),
    path(PATIENT + "access/", views.access, name="access"),
    path(PATIENT + "access/<uuid:grant>/ending/", views.ending, name="ending"),
    path(PATIENT + "access/sharing/", views.sharing, name="sharing"),
    path(PATIENT + "access/sharing/<uuid:invitation>/withdrawal/", views.withdrawal, name="withdrawal"),
    path(PATIENT + "takeout/", views.takeout, name="takeout"),
    path(PATIENT + "takeout/asking/", views.takeout_asking, name="takeout_asking"),
    path(PATIENT + "takeout/file/", views.takeout_file, name="takeout_file"),
    path(PATIENT + "erasure/", views.erasure, name="erasure"),
]
guests = [
    path("", views.guest_visit, name="guest_visit"),
    path("cancellation/", views.guest_cancellation, name="guest_cancellation"),
    path("move/", views.guest_move, name="guest_move"),
    path("attendance/", views.guest_attendance, name="guest_attendance"),
    path("calendar/", views.guest_calendar, name="guest_calendar"),
    path("keeping/", views.guest_keeping, name="guest_keeping"),
]
# Without a name of their own around them, so that other rooms may say `smartforms:open`.
urlpatterns = [
    path("", include((pages, "portal"))),
    path("claim/", records.claim, name="records_claim"),
    path("access-code/", records.code, name="records_code"),
    path("access-code/asked/", records.asked, name="records_asked"),
    path("access-link/", records.link, name="records_link"),
    path("invitation/", records.invitation, name="records_invitation"),
    path("access-given/", records.take_back, name="records_take_back"),
    path("new-address/", records.new_address, name="records_new_address"),
    path("", include("smartforms.urls")),
]
