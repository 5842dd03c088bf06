"""A patient's diaries in words, for the team."""

from django.urls import reverse
from django.utils.translation import gettext as _

from office.presenters.deciding import asking_page
from office.presenters.patient_forms import when
from office.presenters.person import workspace_page
from smartforms.models import Status
from smartforms.on_paper import may_be_taken_back
from smartforms.presenters import titles
from smartforms.presenters.entries import entry_name, pace_words, state_words, table
from smartforms.presenters.listing import TAGS


def series_line(series, space) -> dict:
    """A series on the Forms tab."""
    return {
        "title": titles.of_template(series.template),
        "url": reverse("office:series", args=[space.patient.pk, series.pk]),
        "pace": pace_words(series),
        "state": state_words(series, zone=space.zone),
        "to": series.account.email if series.account else series.email,
    }


def series_page(found, *, acts) -> dict:
    """Everything series.html shows."""
    space, series = found.space, found.series
    shown = table(found.readable, zone=space.zone, for_staff=True)
    for row in shown["rows"]:
        row["url"] = reverse("office:answers", args=[space.patient.pk, row["entry"].pk])
    ends = acts and not series.is_over
    return {
        **workspace_page(space, "patient_forms"),
        "tab": titles.of_template(series.template),
        "line": series_line(series, space),
        "behalf": series.practitioner.name if series.practitioner_id else "",
        "table": shown if shown["rows"] and shown["columns"] else None,
        "rows": [_entry(entry, found, acts) for entry in found.rows],
        "end_url": reverse("office:series_ending", args=[space.patient.pk, series.pk]) if ends else "",
        "back_url": reverse("office:patient_forms", args=[space.patient.pk]),
    }


def _entry(entry, found, acts) -> dict:
    space, status = found.space, entry.status(at=found.space.at)
    names = [space.patient.pk, entry.pk]
    return {
        "day": entry_name(entry, zone=space.zone),
        "url": reverse("office:answers", args=names) if entry in found.readable else "",
        "scan_url": reverse("office:form_scan_file", args=names) if entry in found.scans else "",
        "undo_url": reverse("office:form_scan_removal", args=names)
        if acts and may_be_taken_back(entry)
        else "",
        "tag_label": status.label,
        "tag_kind": TAGS[status],
        "when": when(entry, status, zone=space.zone) if entry.due_at or status != Status.NOT_STARTED else "",
    }


def ending_page(space, series) -> dict:
    """End it?"""
    return asking_page(
        space,
        title=_("End “%(form)s”?") % {"form": titles.of_template(series.template)},
        text=_("No entry comes any more."),
        facts=[
            _("Entries that nobody has begun are taken back."),
            _("What was sent in stays."),
            _("Nobody is told by mail."),
        ],
        button=_("End the series"),
        danger=True,
        current="patient_forms",
    )
