"""A form as one line: on the portal's to-do list, in the list of forms, in the office."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.wording import day_month, long_date_year, short_date
from smartforms import policies
from smartforms.models import Status
from smartforms.presenters import titles

TAGS = {
    Status.NOT_STARTED: "neutral",
    Status.IN_PROGRESS: "info",
    Status.COMPLETED: "ok",
    Status.OVERDUE: "bad",
    Status.EXPIRED: "outline",
    Status.CANCELLED: "outline",
}


def task(assignment, *, at, zone) -> dict:
    """A row for `task_list`: title, one line of why and when, state, link."""
    status = assignment.status(at=at)
    done = status == Status.COMPLETED
    return {
        "url": address(assignment, at=at),
        "title": titles.of_form(assignment),
        "text": why_and_when(assignment, at=at, zone=zone),
        "icon": "clipboard-check" if done else "clipboard-pen",
        "tone": {Status.COMPLETED: "ok", Status.OVERDUE: "bad"}.get(status, "brand"),
        "tag_label": status.label,
        "tag_kind": TAGS[status],
    }


def day_address(account, assignment, *, at) -> str:
    """Where somebody gives themself one more day for a form; empty where they may not."""
    if policies.why_not_add_day(account, assignment, at=at):
        return ""
    return reverse("smartforms:another_day", args=[assignment.patient_id, assignment.pk])


def address(assignment, *, at) -> str:
    """Where a form opens: its next page, the copy of what was sent, or that it was handed in on paper."""
    name = "smartforms:sent" if assignment.sent_in else "smartforms:open"
    return reverse(name, args=[assignment.patient_id, assignment.pk])


def on_paper_context(assignment) -> dict:
    """What is said of a form that was handed in on paper; the scan is for whoever sees the record in full."""
    names = [assignment.patient_id, assignment.pk]
    return {
        "paper_day": long_date_year(assignment.paper_at.astimezone(assignment.clinic.zone)),
        "scan_url": reverse("smartforms:scan", args=names) if policies.may_keep_scan(assignment) else "",
    }


def why_and_when(assignment, *, at, zone) -> str:
    """'Please send by Tue 24 Nov. About 5 minutes.', 'Sent 21 November', or how it went on paper."""
    if sent := assignment.sent_in:
        return _("Sent %(day)s") % {"day": day_month(sent.submitted_at.astimezone(zone))}
    if assignment.is_on_paper:
        return _("Handed in on paper, %(day)s") % {"day": day_month(assignment.paper_at.astimezone(zone))}
    said = []
    if assignment.due_at:
        said.append(_("Please send by %(day)s.") % {"day": short_date(assignment.due_at.astimezone(zone))})
    if minutes := assignment.version.template.minutes:
        said.append(ngettext("About %(n)d minute.", "About %(n)d minutes.", minutes) % {"n": minutes})
    return " ".join(said)
