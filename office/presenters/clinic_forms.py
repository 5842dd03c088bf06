"""The clinic's forms in words: counters by status, and the people behind them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from office.presenters.patient_forms import to_whom, when
from smartforms.models import Status
from smartforms.presenters import titles
from smartforms.presenters.listing import TAGS

COLUMNS = (Status.OVERDUE, Status.NOT_STARTED, Status.IN_PROGRESS, Status.COMPLETED)


def change_rows(patients, zone) -> list[dict]:
    """Patients with details to check, as `office.changes.waiting_changes` finds them; each leads to its record."""
    return [
        {
            "patient": patient.name,
            "url": reverse("office:personal", args=[patient.pk]),
            "words": ngettext(
                "One detail was written differently, on %(day)s",
                "%(n)d details were written differently, the first on %(day)s",
                patient.changes,
            )
            % {"n": patient.changes, "day": wording.short_date(patient.since.astimezone(zone))},
        }
        for patient in patients
    ]


def forms_page(counted, alerts=(), *, builds=False, archived=False) -> dict:
    """Everything clinic_forms.html shows; `alerts` are the rows of answers that must not wait.

    Those who make forms find the ways to do so.
    """
    counted = list(counted)
    called = titles.of_templates(one.template for one in counted)
    return {
        "alerts": alerts,
        "builds": builds,
        "archived": archived,
        "columns": [status.label for status in COLUMNS],
        "rows": [
            {
                "title": called[one.template.pk],
                "url": reverse("office:form", args=[one.template.pk]),
                "build_url": reverse("office:form_versions", args=[one.template.pk]) if builds else "",
                **_state(one),
                "cells": [_cell(one, status) for status in COLUMNS],
            }
            for one in counted
        ],
    }


def _cell(one, status) -> dict:
    number = one.counts.get(status, 0)
    url = f"{reverse('office:form', args=[one.template.pk])}?show={status}"
    # Zero is no list to look at.
    return {"label": status.label, "number": number, "url": url if number else ""}


def _state(one) -> dict:
    """A tag only where a form cannot be sent."""
    if one.template.archived_at:
        return {"tag_label": _("Archived"), "tag_kind": "outline"}
    return {} if one.is_published else {"tag_label": _("Not published"), "tag_kind": "outline"}


def form_page(found, clinic) -> dict:
    """Everything clinic_form.html shows."""
    form, shown = found.form, found.shown
    here = reverse("office:form", args=[form.template.pk])
    filters = [
        {"label": _numbered(_("Outstanding"), form.outstanding), "url": here, "current": shown is None}
    ] + [
        {
            "label": _numbered(status.label, form.counts.get(status, 0)),
            "url": f"{here}?show={status}",
            "current": shown == status,
        }
        for status in (*COLUMNS, Status.EXPIRED, Status.CANCELLED)
    ]
    return {
        "title": titles.of_template(form.template),
        **_state(form),
        "filters": filters,
        "page": found.page,
        "query": f"show={shown}&" if shown else "",
        "rows": [_row(one, clinic) for one in found.page],
    }


def _numbered(label, number) -> str:
    return _("%(label)s, %(number)d") % {"label": label, "number": number}


def _row(form, clinic) -> dict:
    status = Status(form.stands)
    return {
        "name": form.patient.name,
        "url": reverse("office:patient_forms", args=[form.patient_id]),
        "behalf": form.practitioner.name if form.practitioner else "",
        "tag_label": status.label,
        "tag_kind": TAGS[status],
        "due": when(form, status, zone=clinic.zone),
        "to": to_whom(form),
    }
