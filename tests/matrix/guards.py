"""Every guard that says who may do what, and where it shows that one says yes to everybody (B4).

A policy that is in none of the lists below fails the suite.
"""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.matrix.judging import faults_at

ROOMS = ("accounts", "booking", "clinic", "office", "records", "smartforms")
YES = {
    True: (lambda *_asked, **_named: True).__code__,
    False: (lambda *_asked, **_named: False).__code__,
    None: (lambda *_asked, **_named: None).__code__,
}


@dataclass(frozen=True)
class Guard:
    """`yes` is what it answers when nothing forbids; it shows at a door, or in a file of tests."""

    yes: bool | None
    door: str = ""
    tests: str = ""


GUARDS = {
    "clinic.may_configure": Guard(True, "admin/(?P<url>.*)$ nothing in the settings"),
    "clinic.has_role": Guard(True, "office:access ana"),
    "clinic.may_invite_colleagues": Guard(True, "office:team"),
    "clinic.may_change_roles": Guard(True, "office:team_member harbour’s member"),
    "clinic.may_change_member": Guard(True, tests="office/tests/test_team.py"),
    "clinic.is_vouched_for": Guard(True, tests="clinic/tests/test_inviting.py"),
    "clinic.may_be_accepted": Guard(True, tests="clinic/tests/test_inviting.py"),
    "office.keeps_records": Guard(True, "office:retention ana"),
    "office.sees_forms": Guard(True, "office:forms_help"),
    "office.takes_ledger": Guard(True, "office:ledger ana"),
    "office.sees_reports": Guard(True, "office:sign_in"),
    "office.sees_workload": Guard(True, "office:report report utilisation"),
    "office.takes_reports": Guard(True, "office:report_file report patients"),
    "office.sees_documents": Guard(True, "office:documents ana"),
    "office.opens_document": Guard(True, "office:document ana’s letter"),
    "office.sees_tray": Guard(True, "office:tray"),
    "office.handles_all": Guard(True, tests="office/tests/test_tray.py"),
    "records.may_send_files": Guard(True, "portal:sending ana"),
    "records.cares_for": Guard(True, "office:answers ana sent"),
    "records.may_give_access": Guard(True, "office:access ana"),
    "records.may_invite_in_bulk": Guard(True, "office:invitation_sample"),
    "records.may_raise_flag": Guard(True, "office:new_red_flag ana"),
    "records.sees_flag": Guard(True, tests="office/tests/test_red_flags.py"),
    "records.may_merge": Guard(True, "office:joining kit into ana"),
    "records.may_keep_contacts": Guard(True, "office:new_contact ana"),
    "records.may_keep_activities": Guard(True, "office:activity_library"),
    "records.may_suggest_details": Guard(True, "office:suggestion ana"),
    "records.may_share": Guard(True, "portal:sharing ana"),
    "records.may_write_charts": Guard(True, "office:chart_beginning kit"),
    "records.may_change_chart": Guard(True, "office:chart_writing ana with quinn’s draft"),
    "records.has_scope": Guard(True, "portal:visits ana"),
    "records.may_find_visits": Guard(True, "portal:visits ana"),
    "records.may_find_forms": Guard(True, "portal:forms ana"),
    "records.why_not_end": Guard(None, "portal:ending ana’s grant on ana"),
    "records.was_just_ended_by": Guard(True, "portal:ending ana’s grant on ana"),
    # These decide what a page says or what an action does, not whether the page is there.
    "accounts.is_own_path": Guard(True, tests="accounts/tests/test_signing_up.py"),
    "booking.may_book_another": Guard(True, tests="booking/tests/test_unproved.py"),
    "booking.has_enough_ahead": Guard(False, tests="booking/tests/test_limits.py"),
    "booking.may_book_for": Guard(True, "office:booking ana"),
    "booking.sees_waiting_list": Guard(True, "office:waiting"),
    "booking.sees_all_who_wait": Guard(True, tests="office/tests/test_waiting.py"),
    "booking.may_answer": Guard(True, "office:visit_answer ana asked for"),
    "booking.may_book_with": Guard(True, tests="office/tests/test_booking.py"),
    "booking.why_not_change": Guard(None, "portal:cancellation ana visit"),
    "booking.may_undo": Guard(True, tests="booking/tests/test_confirming.py"),
    "office.sees_access": Guard(True, tests="office/tests/test_contacts.py"),
    "records.sees_all": Guard(True, tests="portal/tests/test_locked.py"),
    "records.knows_all": Guard(True, tests="portal/tests/test_access.py"),
    "records.why_not_full": Guard(None, tests="records/tests/test_codes.py"),
    "records.is_locked_down": Guard(False, tests="records/tests/test_lockdown.py"),
    "records.is_denied": Guard(False, tests="records/tests/test_codes.py"),
    "records.is_of_age": Guard(True, tests="portal/tests/test_sharing.py"),
    "smartforms.why_not_fill": Guard(None, "smartforms:answers ana sent"),
    "smartforms.why_not_read_back": Guard(None, "smartforms:sent uma sent"),
    "records.reads_record": Guard(True, "office:answers ana sent"),
    "records.is_open_in_emergency": Guard(True, "office:answers ana sent"),
    "records.may_break_glass": Guard(True, "office:emergency ana"),
    "records.reviews_emergencies": Guard(True, "office:emergencies"),
    "records.may_review": Guard(True, tests="office/tests/test_emergencies.py"),
    "smartforms.reads_answers": Guard(True, "office:answers ana sent"),
    "smartforms.keeps_answers": Guard(True, "office:answers_paper ana sent"),
    "smartforms.may_open_in_emergency": Guard(True, tests="office/tests/test_emergencies.py"),
    "smartforms.reads_scan": Guard(True, "office:form_scan_file ana’s scan"),
    "smartforms.may_build_forms": Guard(True, "office:form_new"),
    "smartforms.knows_record": Guard(True, tests="smartforms/tests/test_prefilling.py"),
    "smartforms.must_stay_clinical": Guard(False, tests="smartforms/tests/test_admin.py"),
    "smartforms.sees_status": Guard(True, "office:answers ana sent"),
    "smartforms.is_running_out": Guard(True, tests="smartforms/tests/test_lifetime.py"),
    "smartforms.why_not_add_day": Guard(None, tests="smartforms/tests/test_lifetime.py"),
    "smartforms.may_send_to_many": Guard(True, "office:forms_sending"),
    "smartforms.may_send_forms": Guard(True, "office:form_sending ana"),
    "smartforms.may_send_for": Guard(True, tests="office/tests/test_sending.py"),
}
# Questions of another kind: who somebody is, how old, until when. They let nobody in by themselves.
NO_GUARDS = {
    "accounts.is_staff", "accounts.idle_limit", "accounts.is_over", "booking.undo_ends_at", "booking.is_new_here",
    "booking.is_too_late_to_undo", "booking.is_asked_for", "booking.offers_no_preference", "clinic.membership_of",
    "booking.may_have_anyone", "booking.may_bring_existing", "booking.visits_ahead", "booking.can_be_cancelled_late",
    "clinic.is_staff_somewhere",
    "clinic.roles_given_by",  # which roles, not whether; clinic/tests/test_inviting.py
    "records.grants_of", "records.in_order", "records.age", "records.birthday",
    "records.rules_of", "records.age_of", "records.is_minor", "records.care_of", "records.cared_for",
    "smartforms.may_keep_scan",  # behind it stands who may see an upload: alone it lets nobody in
    "smartforms.readable",  # office/tests/test_alerts.py says who reads what in a list
    "records.last_day_to_share",
    # Everybody of the team, and nobody else comes that far.
    "office.prints_handout",
    "office.sees_calendar",
}  # fmt: skip


def policies() -> Iterator[str]:
    """The public functions of every room's policies: `room.name`."""
    for room in ROOMS:
        module = importlib.import_module(f"{room}.policies")
        for name, thing in vars(module).items():
            if callable(thing) and getattr(thing, "__module__", "") == module.__name__ and name[0] != "_":
                if not isinstance(thing, type):
                    yield f"{room}.{name}"


def _function(name: str) -> Callable:
    room, _dot, function = name.partition(".")
    return getattr(importlib.import_module(f"{room}.policies"), function)


def say_yes(name: str) -> None:
    """From now on this guard lets everybody through, also where it was imported by name before."""
    _function(name).__code__ = YES[GUARDS[name].yes]


@contextmanager
def saying_yes(name: str):
    """For as long as it lasts, this guard lets everybody through."""
    function = _function(name)
    real = function.__code__
    say_yes(name)
    try:
        yield
    finally:
        function.__code__ = real


def faults_without(name: str, knocking, doors) -> list[str]:
    """What the matrix finds at a guard's door while it says yes."""
    shows = [door for door in doors if str(door) == GUARDS[name].door]
    with saying_yes(name):
        return faults_at(knocking, shows)
