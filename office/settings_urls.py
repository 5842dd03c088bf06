"""The addresses of the settings that are pages of the office."""

from django.urls import path

from office.views import mail_texts, team
from office.views.settings import (
    closing,
    details,
    documents,
    home,
    look,
    people,
    places,
    service_forms,
    services,
)

SETTINGS = "settings/"
PLACES, PEOPLE, SERVICES = SETTINGS + "locations/", SETTINGS + "practitioners/", SETTINGS + "services/"
CLOSURES, AWAY, DAYS = SETTINGS + "closed-days/", SETTINGS + "time-off/", SETTINGS + "days/"
addresses = [
    path(SETTINGS, home.home, name="settings"),
    path(SETTINGS + "clinic/", details.details, name="settings_details"),
    path(SETTINGS + "look/", look.look, name="settings_look"),
    path(SETTINGS + "look/sample.css", look.sheet, name="settings_look_sheet"),
    path(SETTINGS + "documents/", documents.documents, name="settings_documents"),
    path(PLACES, places.places, name="settings_places"),
    path(PLACES + "new/", places.make, name="settings_place_new"),
    path(PLACES + "<int:place>/", places.edit, name="settings_place"),
    path(PLACES + "<int:place>/retiring/", places.retiring, name="settings_place_retiring"),
    path(PLACES + "<int:place>/retiring/lifting/", places.taking_up, name="settings_place_taking_up"),
    path(PEOPLE, people.people, name="settings_people"),
    path(PEOPLE + "new/", people.make, name="settings_person_new"),
    path(PEOPLE + "<int:person>/", people.edit, name="settings_person"),
    path(PEOPLE + "<int:person>/hours/", people.week, name="settings_week"),
    path(PEOPLE + "<int:person>/retiring/", people.retiring, name="settings_person_retiring"),
    path(PEOPLE + "<int:person>/retiring/lifting/", people.taking_up, name="settings_person_taking_up"),
    path(SERVICES, services.services, name="settings_services"),
    path(SERVICES + "new/", services.make, name="settings_service_new"),
    path(SERVICES + "<int:service>/", services.edit, name="settings_service"),
    path(SERVICES + "<int:service>/retiring/", services.retiring, name="settings_service_retiring"),
    path(SERVICES + "<int:service>/retiring/lifting/", services.taking_up, name="settings_service_taking_up"),
    path(SERVICES + "<int:service>/forms/", service_forms.brings, name="settings_service_forms"),
    path(SERVICES + "<int:service>/forms/<int:link>/", service_forms.edit, name="settings_service_form"),
    path(
        SERVICES + "<int:service>/forms/<int:link>/removal/",
        service_forms.removal,
        name="settings_service_form_removal",
    ),
    path(SETTINGS + "hours/", closing.hours, name="settings_hours"),
    path(CLOSURES, closing.closures, name="settings_closures"),
    path(CLOSURES + "new/", closing.closure, name="settings_closure_new"),
    path(CLOSURES + "<int:row>/", closing.closure, name="settings_closure"),
    path(CLOSURES + "<int:row>/removal/", closing.closure_removal, name="settings_closure_removal"),
    path(AWAY, closing.away, name="settings_away"),
    path(AWAY + "new/", closing.time_off, name="settings_time_off_new"),
    path(AWAY + "<int:row>/", closing.time_off, name="settings_time_off"),
    path(AWAY + "<int:row>/removal/", closing.time_off_removal, name="settings_time_off_removal"),
    path(DAYS, closing.days, name="settings_days"),
    path(DAYS + "new/", closing.day, name="settings_day_new"),
    path(DAYS + "<int:row>/", closing.day, name="settings_day"),
    path(DAYS + "<int:row>/removal/", closing.day_removal, name="settings_day_removal"),
    path(SETTINGS + "team/", team.team, name="team"),
    path(SETTINGS + "team/invitation/", team.team_invite, name="team_invite"),
    path(
        SETTINGS + "team/invitations/<uuid:invitation>/again/",
        team.team_invitation_again,
        name="team_invitation_again",
    ),
    path(
        SETTINGS + "team/invitations/<uuid:invitation>/withdrawal/",
        team.team_invitation_withdrawal,
        name="team_invitation_withdrawal",
    ),
    path(SETTINGS + "team/<int:member>/", team.team_member, name="team_member"),
    path(SETTINGS + "team/<int:member>/practitioner/", team.team_practitioner, name="team_practitioner"),
    path(SETTINGS + "team/<int:member>/ending/", team.team_ending, name="team_ending"),
    path(SETTINGS + "mails/", mail_texts.mail_texts, name="mail_texts"),
    path(
        SETTINGS + "mails/<str:key>/<slug:language>/",
        mail_texts.mail_text,
        name="mail_text",
    ),
    path(SETTINGS + "mails/<str:key>/<slug:language>/sample/", mail_texts.mail_sample, name="mail_sample"),
    path(SETTINGS + "mails/<str:key>/<slug:language>/reset/", mail_texts.mail_reset, name="mail_reset"),
]
