from portal.views.access import access, ending
from portal.views.activities import (
    activities,
    activity,
    activity_picture,
    activity_tick,
    activity_undoing,
)
from portal.views.attendance import attendance
from portal.views.changing import cancellation
from portal.views.details import detail, detail_mail, detail_taking_back, details
from portal.views.documents import document, document_file, document_view, documents
from portal.views.erasure import erasure
from portal.views.feeds import feed_ending, feeds
from portal.views.forms import dismissal, forms
from portal.views.guest import (
    guest_attendance,
    guest_calendar,
    guest_cancellation,
    guest_keeping,
    guest_move,
    guest_visit,
)
from portal.views.home import another, home, patient
from portal.views.moving import move
from portal.views.plans import (
    current_plan,
    current_plan_paper,
    plan,
    plan_changes,
    plan_paper,
    plans,
)
from portal.views.sending import sending, sent_file, sent_removal
from portal.views.sharing import sharing, withdrawal
from portal.views.takeout import takeout, takeout_asking, takeout_file
from portal.views.visits import calendar_file, visit, visits
from portal.views.waiting import (
    visit_waiting,
    waiting_answer,
    waiting_entry,
    waiting_leaving,
    waiting_list,
)

__all__ = [
    "access",
    "activities",
    "activity",
    "activity_picture",
    "activity_tick",
    "activity_undoing",
    "another",
    "attendance",
    "calendar_file",
    "cancellation",
    "current_plan",
    "current_plan_paper",
    "detail",
    "detail_mail",
    "detail_taking_back",
    "details",
    "dismissal",
    "document",
    "document_file",
    "document_view",
    "documents",
    "ending",
    "erasure",
    "feed_ending",
    "feeds",
    "forms",
    "guest_attendance",
    "guest_calendar",
    "guest_cancellation",
    "guest_keeping",
    "guest_move",
    "guest_visit",
    "home",
    "move",
    "patient",
    "plan",
    "plan_changes",
    "plan_paper",
    "plans",
    "sending",
    "sent_file",
    "sent_removal",
    "sharing",
    "takeout",
    "takeout_asking",
    "takeout_file",
    "visit",
    "visit_waiting",
    "visits",
    "waiting_answer",
    "waiting_entry",
    "waiting_leaving",
    "waiting_list",
    "withdrawal",
]
