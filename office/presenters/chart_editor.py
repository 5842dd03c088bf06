"""The page on which a chart is written or amended."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _

from common import wording
from office.charts import visit_behind
from office.presenters.charts import byline, place, signed_words, title_of, visit_words
from office.presenters.person import workspace_page
from records.chart_changes import NOTE_SECTIONS, plan_changes
from records.models.chart import PLAN_SECTIONS
from records.plan import ROW_FIELDS, ROWS, lines_of, sections_of
from records.writing import is_hollow


def saved_words(chart, *, at, zone, is_whole=True) -> str:
    """'Saved at 10:42 am', with the day where it was another, and that something could not be kept."""
    if chart.saved_at is None:
        return _("Nothing saved yet")
    words = _saved(chart, at=at, zone=zone)
    return words if is_whole else _("%(saved)s, without what is marked") % {"saved": words}


def _saved(chart, *, at, zone) -> str:
    local = chart.saved_at.astimezone(zone)
    if local.date() == at.astimezone(zone).date():
        return _("Saved at %(time)s") % {"time": wording.clock_time(local)}
    return _("Saved %(when)s") % {"when": wording.short_moment(local)}


def saved_time(chart, *, zone) -> str:
    return wording.clock_time(chart.saved_at.astimezone(zone)) if chart.saved_at else ""


def _shared(space, chart, form) -> dict:
    return {
        **workspace_page(space, "charts"),
        "who": byline(chart),
        "visit": visit_words(visit_behind(chart)),
        "form": form,
        "things": form.things_to_fix if form.is_bound else [],
        "has_errors": form.is_bound and bool(form.things_to_fix),
        "note_fields": [form[key] for key in NOTE_SECTIONS],
        "plan_fields": [_section(form, key) for key in PLAN_SECTIONS],
        "back_label": title_of(chart),
        "back_url": place("chart", chart),
    }


def editor_page(space, chart, form, *, templates, has_last_plan: bool, adding="", conflicts=None) -> dict:
    """Everything chart_writing.html shows. `conflicts`: what was saved meanwhile, part by part."""
    title = _("Write the note of %(day)s") % {"day": wording.day_month_year(chart.day)}
    page = _shared(space, chart, form)
    for section in page["plan_fields"]:
        section["adding"] = section["key"] == adding
    return page | {
        "tab": title,
        "title": title,
        "revision": chart.version,
        "saved": saved_words(chart, at=space.at, zone=space.zone, is_whole=not page["things"]),
        "saved_time": saved_time(chart, zone=space.zone),
        "keep_url": place("chart_keeping", chart),
        "discard_url": place("chart_discarding", chart) if is_hollow(chart) else "",
        "templates": templates,
        "templates_url": reverse("office:chart_templates"),
        "has_last_plan": has_last_plan,
        "conflicts": conflicts,
    }


def amendment_page(space, chart, form, *, conflicts=None, signed_meanwhile=False) -> dict:
    """Everything chart_amendment.html shows."""
    title = _("Change the signed note of %(day)s") % {"day": wording.day_month_year(chart.day)}
    return _shared(space, chart, form) | {
        "tab": title,
        "title": title,
        "revision": chart.version,
        "signed": signed_words(chart, zone=space.zone),
        "conflicts": conflicts,
        "signed_meanwhile": signed_meanwhile,
    }


def met(chart, said: dict) -> list[dict]:
    """What is saved where somebody typed something else: part by part, with its words."""
    labels = {**NOTE_SECTIONS, "private_notes": _("Private notes")}
    found = [
        {"label": str(label), "text": getattr(chart, key)}
        for key, label in labels.items()
        if key in said and said[key] != getattr(chart, key)
    ]
    if "day" in said and said["day"] != chart.day:
        found.insert(0, {"label": _("Day"), "text": wording.day_month_year(chart.day)})
    for change in plan_changes(said.get("plan", {}), chart.plan):
        found.append({"label": change.label, "text": _plan_words(chart.plan, change.key)})
    return found


def _plan_words(plan, key) -> str:
    return next(("\n".join(lines_of(one)) for one in sections_of(plan) if one.key == key), "")


def _section(form, key) -> dict:
    label = str(PLAN_SECTIONS[key])
    if key not in ROWS:
        return {"key": key, "label": label, "field": form[key]}
    rows = form.shown_rows(key)
    wrong = form.rows_wrong.get(key, "") if form.is_bound else ""
    at_fault = form.control_of(key) if wrong else ""
    return {
        "key": key,
        "label": label,
        "wrong": wrong,
        "id": f"id_{key}",
        "rows": [
            {
                "number": number,
                "is_last": number == len(rows) - 1,
                "cells": [
                    {
                        "name": f"{key}-{number}-{name}",
                        "id": f"id_{key}-{number}-{name}",
                        "label": str(words),
                        "value": row.get(name, ""),
                        "is_wrong": f"id_{key}-{number}-{name}" == at_fault,
                        "key": name,
                    }
                    for name, words in ROW_FIELDS.items()
                ],
            }
            for number, row in enumerate(rows)
        ],
    }


def part_names(parts) -> str:
    """'Goals, Food'."""
    labels = {**NOTE_SECTIONS, **PLAN_SECTIONS}
    return ", ".join(str(labels[part]) for part in parts)


def questions() -> list[str]:
    """The parts of the page as its script knows them: all are always asked."""
    return [f"id_{key}" for key in ("day", *NOTE_SECTIONS, *PLAN_SECTIONS, "private_notes")]


def told(wrong: dict) -> dict:
    """What the script says beside a part: {part: {message, control}}."""
    return {
        re.sub(r"-\d+-what$", "", control): {"message": words, "control": control}
        for control, words in wrong.items()
    }
