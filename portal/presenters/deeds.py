"""What the audit calls things, in the words of a patient. A verb that is not here is shown to nobody in the portal."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.wording import short_date
from portal.presenters.words import day_and_time
from smartforms.models import Assignment
from smartforms.presenters import titles

DEEDS = {
    "patient.opened": gettext_lazy("Record opened"),
    "patient.named": gettext_lazy("Chosen for a visit"),
    "patient.registered": gettext_lazy("Record made"),
    "patient.corrected": gettext_lazy("Details corrected"),
    "patient.compared": gettext_lazy("Compared with another record"),
    "patient.join_previewed": gettext_lazy("Compared with another record"),
    "patient.joined": gettext_lazy("Two records were joined by the clinic"),
    "patient.parted": gettext_lazy("Two records that had been joined were parted again"),
    "merge.opened": gettext_lazy("Looked up what was joined"),
    "appointment.opened": gettext_lazy("Visit opened"),
    "appointment.booked": gettext_lazy("Visit booked"),
    "appointment.overridden": gettext_lazy("Visit booked"),
    "appointment.cancelled": gettext_lazy("Visit cancelled"),
    "appointment.cancelled_late": gettext_lazy("Visit cancelled late"),
    "appointment.moved": gettext_lazy("Visit moved"),
    "appointment.attendance_confirmed": gettext_lazy("Said that somebody will come"),
    "appointment.arrived": gettext_lazy("Arrival noted"),
    "appointment.completed": gettext_lazy("Visit noted as done"),
    "appointment.no_show": gettext_lazy("Visit noted as missed"),
    "appointment.unmet": gettext_lazy("Note about a visit taken back"),
    "appointment.undone": gettext_lazy("Booking undone"),
    "appointment.kept": gettext_lazy("Visit kept in an account"),
    "appointment.requested": gettext_lazy("Visit asked for"),
    "appointment.approved": gettext_lazy("Request for a visit approved"),
    "appointment.declined": gettext_lazy("Request for a visit declined"),
    "visit_requests.listed": gettext_lazy("List of requests for visits opened"),
    "appointments.listed_coming": gettext_lazy("List of coming visits opened"),
    "appointments.listed_past": gettext_lazy("List of past visits opened"),
    "appointments.listed_cancelled": gettext_lazy("List of cancelled visits opened"),
    "feed.fetched": gettext_lazy("Visits fetched by a calendar"),
    "waiting.joined": gettext_lazy("Put on the waiting list"),
    "waiting.opened": gettext_lazy("Entry of the waiting list opened"),
    "waiting.offered": gettext_lazy("Time offered from the waiting list"),
    "waiting.taken": gettext_lazy("Offered time taken"),
    "waiting.passed": gettext_lazy("Offered time passed on"),
    "waiting.expired": gettext_lazy("Offered time not answered"),
    "waiting.left": gettext_lazy("Waiting list left"),
    "waiting.removed": gettext_lazy("Taken off the waiting list"),
    "waiting.ended": gettext_lazy("Waiting ended by itself"),
    "form.mailed": gettext_lazy("Link to forms mailed"),
    "form.link_used": gettext_lazy("Link to forms used"),
    "forms.listed": gettext_lazy("List of forms opened"),
    "forms.opened": gettext_lazy("List of forms opened"),
    "form.opened": gettext_lazy("Form opened"),
    "form.printed": gettext_lazy("Copy of a form downloaded"),
    "form.sent": gettext_lazy("Form given to fill in"),
    "form.begun": gettext_lazy("Form begun"),
    "form.file_put": gettext_lazy("File put into a form by the clinic"),
    "form.file_taken_out": gettext_lazy("File taken out of a form by the clinic"),
    "form.submitted": gettext_lazy("Form sent to the clinic"),
    "form.cancelled": gettext_lazy("Form taken back"),
    "form.due_moved": gettext_lazy("Day a form is due moved"),
    "series.begun": gettext_lazy("Diary begun"),
    "series.ended": gettext_lazy("Diary ended"),
    "series.opened": gettext_lazy("Diary opened"),
    "form.day_added": gettext_lazy("One more day taken for a form"),
    "form.extended": gettext_lazy("Form opened for longer"),
    "form.handed_over": gettext_lazy("Form given to another account"),
    "form.handed_in_on_paper": gettext_lazy("Form filled in on paper handed in"),
    "form.paper_taken_back": gettext_lazy("Scan of a form on paper taken back"),
    "form.reminded": gettext_lazy("Reminded of a form"),
    "file.handed_in": gettext_lazy("File handed in"),
    "file.opened": gettext_lazy("File of a form downloaded"),
    "file.taken_back": gettext_lazy("File taken back"),
    "document.added": gettext_lazy("Document put into the record"),
    "document.shared": gettext_lazy("Document shown in the portal"),
    "document.unshared": gettext_lazy("Document no longer shown in the portal"),
    "document.corrected": gettext_lazy("Title or date of a document corrected"),
    "document.removed": gettext_lazy("Document taken out of the record"),
    "document.opened": gettext_lazy("Document opened"),
    "document.downloaded": gettext_lazy("Document downloaded"),
    "documents.opened": gettext_lazy("List of documents opened"),
    "documents.listed": gettext_lazy("List of documents opened"),
    "file.infected": gettext_lazy("File with a virus refused"),
    "file.deleted": gettext_lazy("File that was not accepted deleted"),
    "sent_files.listed": gettext_lazy("Looked at the files that were sent"),
    "tray_item.opened": gettext_lazy("Looked at what became of a file that was sent"),
    "sent_file.opened": gettext_lazy("File that was sent opened"),
    "sent_file.refused": gettext_lazy("File that was sent was not shown to somebody of the clinic"),
    "sent_file.filed": gettext_lazy("File that was sent put into the record"),
    "sent_file.put_into_form": gettext_lazy("File that was sent put into a form"),
    "sent_file.declined": gettext_lazy("File that was sent not accepted"),
    "sent_file.given_away": gettext_lazy("File that was sent given to another record"),
    "sent_file.received": gettext_lazy("File that was sent received from another record"),
    "sent_file.reopened": gettext_lazy("Decision about a file that was sent taken back"),
    "answers.opened": gettext_lazy("Answers to a form read"),
    "answers.printed": gettext_lazy("Answers to a form downloaded"),
    "answers.exported": gettext_lazy("Answers to a form downloaded for another system"),
    "form.corrected": gettext_lazy("Correction added to a form"),
    "profile.proposed": gettext_lazy("Change of details sent to the clinic"),
    "profile.taken_back": gettext_lazy("Change of details taken back"),
    "profile.accepted": gettext_lazy("Change of details accepted"),
    "profile.kept": gettext_lazy("Change of details not accepted"),
    "profile.undone": gettext_lazy("Decision about a change of details taken back"),
    "profile.address_asked": gettext_lazy("Mail to confirm a new address sent again"),
    "profile.address_confirmed": gettext_lazy("New email address confirmed from its mailbox"),
    "charts.opened": gettext_lazy("List of notes opened"),
    "chart.opened": gettext_lazy("Note of a visit opened"),
    "chart.begun": gettext_lazy("Note of a visit begun"),
    "chart.saved": gettext_lazy("Note of a visit written on"),
    "chart.signed": gettext_lazy("Note of a visit signed"),
    "chart.amended": gettext_lazy("Signed note of a visit changed"),
    "chart.hidden": gettext_lazy("Plan kept from proxies"),
    "chart.unhidden": gettext_lazy("Plan shown to proxies again"),
    "chart.discarded": gettext_lazy("Empty note removed"),
    "chart.printed": gettext_lazy("Note of a visit printed"),
    "chart.kept_as_template": gettext_lazy("Words of a note kept as a template"),
    "plans.opened": gettext_lazy("List of treatment plans opened"),
    "plan.opened": gettext_lazy("Treatment plan opened"),
    "plan.printed": gettext_lazy("Treatment plan downloaded"),
    "current_plan.opened": gettext_lazy("Plan out of all visits opened"),
    "current_plan.printed": gettext_lazy("Plan out of all visits downloaded"),
    "activities.opened": gettext_lazy("Activities at home opened"),
    "activity.opened": gettext_lazy("Activity at home opened"),
    "activity.picture_shown": gettext_lazy("Picture of an activity at home shown"),
    "activity.assigned": gettext_lazy("Activity at home given"),
    "activity.ended": gettext_lazy("Activity at home ended"),
    "activity.done": gettext_lazy("Activity at home ticked off"),
    "activity.undone": gettext_lazy("Tick at an activity taken back"),
    "access.listed": gettext_lazy("Looked up who can see this record"),
    "grants.opened": gettext_lazy("Looked up who can see this record"),
    "ledger.opened": gettext_lazy("List of what was opened downloaded"),
    "personal.opened": gettext_lazy("Personal details opened"),
    "red_flags.opened": gettext_lazy("Record opened"),
    "timeline.opened": gettext_lazy("Record opened"),
    "contacts.opened": gettext_lazy("Contacts opened"),
    "invitations.opened": gettext_lazy("Page to invite somebody opened"),
    "ledger.reversed": gettext_lazy("Line of the account taken back"),
    "ledger.carried_over": gettext_lazy("Account of another record carried over"),
    "forms.explained": gettext_lazy("Looked up which forms are seen"),
    "sign_in.explained": gettext_lazy("Looked up how somebody signs in"),
    "appointment.told": gettext_lazy("Mail about a visit sent"),
    "appointment.told_again": gettext_lazy("Mail about a visit sent again"),
    "access.given": gettext_lazy("Access given"),
    "access.ended": gettext_lazy("Access ended"),
    "access.consented": gettext_lazy("Agreed that somebody sees more"),
    "access.claimed": gettext_lazy("Moved to the owner of the email address"),
    "access.locked_down": gettext_lazy("Record closed online"),
    "access.lock_down_lifted": gettext_lazy("Record open online again"),
    "code.issued": gettext_lazy("Access code made"),
    "slip.printed": gettext_lazy("Slip with an access code printed"),
    "code.mailed": gettext_lazy("Access link sent"),
    "code.cancelled": gettext_lazy("Access code cancelled"),
    "code.used": gettext_lazy("Access code used"),
    "code.burned": gettext_lazy("Access code ended after wrong dates of birth"),
    "invitation.made": gettext_lazy("Invitation made"),
    "invitation.revoked": gettext_lazy("Invitation taken back"),
    "invitation.accepted": gettext_lazy("Invitation accepted"),
    "invitation.message_read": gettext_lazy("Message of an invitation put away"),
    "invitation.burned": gettext_lazy("Invitation ended after wrong dates of birth"),
    "emergency.begun": gettext_lazy("Opened in an emergency; the clinic keeps the reason and looks it over"),
    "emergency.ended": gettext_lazy("Opening in an emergency ended"),
    "emergency.looked_into": gettext_lazy("Opening in an emergency looked into"),
    "emergency.opened": gettext_lazy("Page to open the record in an emergency opened"),
    "emergency.reviewed": gettext_lazy("Opening in an emergency looked over by the clinic"),
    "takeout.opened": gettext_lazy("Page to take the record out opened"),
    "takeout.asked": gettext_lazy("Record asked for, to take along"),
    "takeout.asked_for_patient": gettext_lazy(
        "Record asked for by the clinic, for the patient to take along"
    ),
    "takeout.ready": gettext_lazy("Record put together, to take along"),
    "takeout.downloaded": gettext_lazy("Record downloaded"),
    "takeout.ended": gettext_lazy("File with the record deleted"),
    "export.included": gettext_lazy("In a copy of all records that the clinic made"),
    "report.included": gettext_lazy("In a list of patients that the clinic took along as a file"),
    "erasure.opened": gettext_lazy("Page about erasing opened"),
    "erasure.asked": gettext_lazy("Asked to have the record erased"),
    "erasure.accepted": gettext_lazy("Erased what need not be kept"),
    "erasure.declined": gettext_lazy("Request to erase declined"),
    "erasure.completed": gettext_lazy("Erased what had been kept"),
    "contact.added": gettext_lazy("Contact added"),
    "contact.changed": gettext_lazy("Contact corrected"),
    "contact.ended": gettext_lazy("Contact removed"),
}
# Noted about a patient, and never told in the portal: what the clinic decides about somebody (D3, denials), who asked
# to be let in, lists that name many at once, and pages that were refused and so showed nothing.
UNTOLD = {
    "access.denied", "access.denial_lifted", "access.asked", "access.request_accepted",
    "access.request_declined", "answers.refused", "documents.refused", "page.refused", "invitations.previewed",
    "invitations.sent",
    "invitations.stopped", "report.duplicate_emails", "report.exported", "report.opened",
    "forms.followed", "forms.previewed", "form.guests_let_in",
    "form.guests_shut_out", "form.guest_slip_printed", "forms.dispatched", "forms.dispatch_stopped",
    "forms.dispatch_tried_again",
    "account.seen_as", "account.helped", "waiting.listed", "alert.taken", "alerts.listed", "changes.listed",
    "form.alerted", "booking.refused", "chart.refused", "charts.refused", "activities.refused",
    "tray.listed", "tray.returned", "tray.ticked_off", "tray_item.refused",
    "duplicates.listed", "patient.join_asked", "patient.told_apart",
    "hold.placed", "hold.lifted", "retention.opened",
    "red_flag.raised", "red_flag.ended", "red_flags.refused",
}  # fmt: skip


def ledger_rows(page, viewer, *, at, zone) -> list[dict]:
    """When, who, what, and which visit or form where the viewer may see it."""
    return [
        {
            "when": day_and_time(event.at, at=at, zone=zone),
            "who": _who(event, page, viewer),
            "what": DEEDS[event.verb],
            "which": _which(page.things.get(event.target), zone),
        }
        for event in page.events
    ]


def _who(event, page, viewer) -> str:
    if event.actor == viewer.pk:
        return _("You")
    if member := page.team.get(event.actor):
        names = {"name": _called(member), "role": _role(member)}
        if event.on_behalf_of == viewer.pk:
            return _("%(name)s, %(role)s, looking as you") % names
        return _("%(name)s, %(role)s") % names
    if account := page.names.get(event.actor):
        return account.name or account.email
    return _("Somebody") if event.actor else _("The clinic’s system")


def _called(member) -> str:
    """A practitioner by the name patients know, anybody else by their own."""
    practitioner = getattr(member.user, "practitioner", None)
    if practitioner is not None and practitioner.clinic_id == member.clinic_id:
        return practitioner.name
    return member.user.name or _("The clinic")


def _role(member) -> str:
    words = {
        "front_desk": _("front desk"),
        "practitioner": _("practitioner"),
        "billing": _("billing"),
        "manager": _("manager"),
        "owner": _("owner of the clinic"),
    }
    return words.get(member.roles[0] if member.roles else "", _("the clinic"))


def _which(thing, zone) -> str:
    if thing is None:
        return ""
    if isinstance(thing, Assignment):
        return titles.of_form(thing)
    day = thing.starts_at.astimezone(zone)
    return _("%(service)s, %(day)s") % {"service": thing.service.title, "day": short_date(day)}
