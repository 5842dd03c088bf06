"""Charts in words: the list in a patient's workspace, and one chart as it is read."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from office.charts import visit_behind
from office.presenters.person import workspace_page
from records.chart_changes import NOTE_SECTIONS
from records.models.chart import PLAN_SECTIONS
from records.plan import ROW_FIELDS, sections_of
from records.policies import may_change_chart


def place(name: str, chart) -> str:
    """The address of a page about this chart."""
    return reverse(f"office:{name}", args=[chart.patient_id, chart.pk])


def title_of(chart) -> str:
    return _("Note of %(day)s") % {"day": wording.day_month_year(chart.day)}


def charts_page(space, page, *, begins: bool) -> dict:
    """Everything charts.html shows; `begins`: this member may write a note."""
    return {
        **workspace_page(space, "charts"),
        "tab": _("Charts"),
        "rows": [_row(chart, space) for chart in page],
        "page": page,
        "begin_url": reverse("office:chart_beginning", args=[space.patient.pk]) if begins else "",
        "templates_url": reverse("office:chart_templates") if begins else "",
    }


def _row(chart, space) -> dict:
    visit = visit_behind(chart)
    named = [str(label) for key, label in PLAN_SECTIONS.items() if key in chart.plan]
    return {
        "url": place("chart", chart),
        "day": wording.day_month_year(chart.day),
        "who": chart.practitioner.name,
        "what": visit.service.title if visit else _("Without a visit"),
        "is_off": bool(visit and visit.is_off),
        "plan": named,
        "tags": tags(chart, amendments=chart.amendments or 0),
    }


def tags(chart, *, amendments: int) -> list[dict]:
    """Where a chart stands, in words."""
    if not chart.is_locked:
        found = [(_("Draft"), "warn", "pencil")]
    else:
        found = [(_("Signed"), "outline", "lock")]
    if amendments:
        words = ngettext("Changed once", "Changed %(n)d times", amendments) % {"n": amendments}
        found.append((words, "info", "history"))
    if chart.confidential:
        found.append((_("Kept from proxies"), "neutral", "shield"))
    return [{"label": label, "kind": kind, "icon": icon} for label, kind, icon in found]


def note_parts(chart) -> list[dict]:
    """The note for colleagues, part by part; empty ones are left out."""
    return [
        {"label": str(label), "text": getattr(chart, key)}
        for key, label in NOTE_SECTIONS.items()
        if getattr(chart, key)
    ]


def plan_parts(plan: dict) -> list[dict]:
    """The plan section by section, its tables with the columns that hold something."""
    return [
        {
            "key": one.key,
            "label": one.label,
            "kind": one.kind,
            "text": one.text,
            "lines": one.lines,
            "heads": [str(ROW_FIELDS[name]) for name in columns_of(one.rows)],
            "rows": [
                {
                    "what": row.get("what", ""),
                    "note": row.get("note", ""),
                    "cells": [
                        {"label": str(ROW_FIELDS[name]), "text": row.get(name, "")}
                        for name in columns_of(one.rows)[1:]
                    ],
                }
                for row in one.rows
            ],
        }
        for one in sections_of(plan)
    ]


def columns_of(rows: list[dict]) -> list[str]:
    """What it is, and every other field that any row fills; notes stand below what it is."""
    return [
        name
        for name in ROW_FIELDS
        if name != "note" and (name == "what" and rows or any(row.get(name) for row in rows))
    ]


def chart_page(space, chart, revisions, *, account) -> dict:
    """Everything chart.html shows. Private notes are for the eyes of who wrote them."""
    is_own, may_write = may_change_chart(account, chart), space.writes_charts
    acts = is_own and may_write
    visit = visit_behind(chart)
    return {
        **workspace_page(space, "charts"),
        "tab": title_of(chart),
        "title": title_of(chart),
        "who": byline(chart),
        "visit": visit_words(visit),
        "visit_url": reverse("office:visit", args=[space.patient.pk, visit.pk]) if visit else "",
        "tags": tags(chart, amendments=max(0, len(revisions) - 1)),
        "note": note_parts(chart),
        "plan": plan_parts(chart.plan),
        "private": chart.private_notes if is_own else "",
        "signed": signed_words(chart, zone=space.zone),
        "history": history_words(revisions, zone=space.zone),
        "history_url": place("chart_history", chart) if len(revisions) > 1 else "",
        "paper_url": place("chart_paper", chart) if space.cares else "",
        "write_url": place("chart_writing", chart) if acts and not chart.is_locked else "",
        "amend_url": place("chart_amendment", chart) if acts and chart.is_locked else "",
        "template_url": place("chart_as_template", chart) if acts else "",
        "hide_url": place("chart_hiding", chart) if acts and chart.is_locked else "",
        "is_hidden": chart.confidential,
        "back_url": reverse("office:charts", args=[space.patient.pk]),
    }


def byline(chart) -> str:
    """'Dr. Ingrid Solberg, Naturopathic doctor'."""
    return ", ".join(filter(None, (chart.practitioner.name, chart.practitioner.credentials)))


def visit_words(visit) -> str:
    """Which visit it was written for, and that it did not take place."""
    if visit is None:
        return ""
    words = {"service": visit.service.title}
    return _("%(service)s (did not take place)") % words if visit.is_off else visit.service.title


def signed_words(chart, *, zone) -> str:
    if not chart.is_locked:
        return ""
    names = {
        "name": chart.locked_by.name or chart.locked_by.email,
        "when": wording.moment_with_year(chart.locked_at.astimezone(zone)),
    }
    return _("Signed by %(name)s, %(when)s.") % names


def history_words(revisions, *, zone) -> list[str]:
    """Each amendment in a sentence, the latest first."""
    return [
        _("Changed %(when)s: %(reason)s")
        % {"when": wording.moment_with_year(one.at.astimezone(zone)), "reason": one.reason}
        for one in reversed(revisions)
        if one.number > 1
    ]
