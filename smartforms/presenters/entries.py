"""A diary or repeated questionnaire in words: how often, its entries in one list, their answers in one table."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.wording import short_date
from smartforms.definition import is_asked, is_question, is_score, wording
from smartforms.engine import repeating
from smartforms.models import Pace
from smartforms.presenters import titles, words
from smartforms.presenters.listing import task


def pace_words(series) -> str:
    """'Every 2 weeks, from 3 November until 1 December'."""
    number = {"n": series.every}
    if series.is_free:
        return _("As often as you like")
    if series.pace == Pace.WEEKS:
        pace = ngettext("Every week", "Every %(n)d weeks", series.every) % number
    else:
        pace = ngettext("Every day", "Every %(n)d days", series.every) % number
    names = {"pace": pace, "first": _day(series.starts_on), "last": series.ends_on and _day(series.ends_on)}
    if series.times:
        times = ngettext("once", "%(n)d times", series.times) % {"n": series.times}
        return _("%(pace)s from %(first)s on, %(times)s") % (names | {"times": times})
    if series.ends_on:
        return _("%(pace)s from %(first)s until %(last)s") % names
    return _("%(pace)s from %(first)s on") % names


def _day(day) -> str:
    return date_format(day, "j F Y")


def state_words(series, *, zone) -> str:
    """When the next entry comes, or that none does."""
    if series.ended_at:
        return _("Ended %(day)s") % {"day": short_date(series.ended_at.astimezone(zone))}
    if series.is_over:
        return _("Complete: no more entries come.")
    return _("Next entry %(day)s") % {"day": short_date(series.next_on)} if series.next_on else ""


def entry_name(entry, *, zone) -> str:
    """The day an entry is for; of one added freely, the day it was begun."""
    return short_date((entry.due_at or entry.sent_at).astimezone(zone))


def entry_task(entry, *, at, zone) -> dict:
    """An entry as a row: its day in place of the form's name."""
    return task(entry, at=at, zone=zone) | {"title": entry_name(entry, zone=zone)}


def series_task(series) -> dict:
    """A series as a row of the list of forms."""
    return {
        "url": reverse("smartforms:series", args=[series.patient_id, series.pk]),
        "title": titles.of_template(series.template),
        "text": pace_words(series),
        "icon": "calendar-check",
        "tone": "neutral" if series.is_over else "brand",
    }


def table(entries, *, zone, for_staff=False) -> dict:
    """Sent entries side by side: a row each, the last first; a column for each score, or else for each question.

    Versions may differ between entries: columns follow the newest, by the questionnaire's own names of questions.
    """
    columns = {}
    for entry in entries:
        outline = entry.version.outline_for({}, get_language() or "")
        told = [item for item in outline.items.values() if _is_told(item, outline, for_staff)]
        for item in [item for item in told if is_score(item)] or told:
            columns.setdefault(item["linkId"], wording(item))
    return {
        "columns": list(columns.values()),
        "rows": [
            {
                "day": entry_name(entry, zone=zone),
                "url": "",
                "entry": entry,
                "cells": _cells(entry, columns),
            }
            for entry in entries
        ],
    }


def _is_told(item, outline, for_staff) -> bool:
    seen = for_staff or item["key"] not in outline.unseen
    return is_question(item) and seen and (is_score(item) or is_asked(item, outline))


def _cells(entry, columns) -> list[str]:
    """An answer for each column; of a group that was answered several times all of them, with their numbers."""
    answers = entry.response.answers
    outline = entry.version.outline_for(
        repeating.counts(entry.version.outline, answers), get_language() or ""
    )
    placed: dict[str, list[dict]] = {}
    for item in filter(is_question, outline.items.values()):
        same = placed.setdefault(item["linkId"], [item])
        if item is not same[0] and item["key"].split("~")[0] == same[0]["key"].split("~")[0]:
            same.append(item)
    return [
        "\n".join(filter(None, (_cell(one, answers) for one in placed.get(link, ())))) for link in columns
    ]


def _cell(item: dict, answers: dict) -> str:
    told = words.answer(item, answers.get(item["key"], []))
    return f"{item['of_entry']}. {told}" if told and "of_entry" in item else told


def series_page(series, entries, readable, *, at, zone, may_add) -> dict:
    """Everything series.html shows to a patient."""
    shown = table(readable, zone=zone)
    for row in shown["rows"]:
        row["url"] = reverse("smartforms:sent", args=[series.patient_id, row["entry"].pk])
    return {
        "series": series,
        "patient": series.patient,
        "title": titles.of_template(series.template),
        "pace": pace_words(series),
        "state": state_words(series, zone=zone),
        "add_url": reverse("smartforms:add_entry", args=[series.patient_id, series.pk]) if may_add else "",
        "entries": [entry_task(one, at=at, zone=zone) for one in entries],
        "table": shown if shown["rows"] and shown["columns"] else None,
    }
