from portal.views.access import access, ending
from portal.views.attendance import attendance
from portal.views.changing import cancellation
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
    "another",
    "attendance",
    "calendar_file",
    "cancellation",
    "dismissal",
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
