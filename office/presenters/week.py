"""The week of everybody: a row for each practitioner, a cell for each day, a line for each visit."""

from django.utils.translation import gettext as _

from clinic.catalogue import catalogue_of
from common import wording
from office.presenters.states import minutes_held, short_clock
from office.presenters.told import told_of


def week_table(days, address) -> dict:
    """The inputs of `week_table`; `address` leads to a day."""
    return {
        "days": [
            {
                "name": wording.short_date(day.date),
                "url": address(day=day.date.isoformat(), view="day"),
                "is_today": day.is_today,
            }
            for day in days
        ],
        "rows": [
            {
                "initials": person.initials,
                "colour": person.colour,
                "name": person.name,
                "url": address(person=person.pk),
                "cells": [_cell(day, person) for day in days],
            }
            for person in people_of(days)
        ],
    }


def people_of(days) -> list:
    """Everybody who has one of these days, in the clinic's order; whoever left since comes last."""
    there = {person.pk: person for day in days for person in day.people}
    order = [key for key in catalogue_of(days[0].clinic).practitioners if key in there]
    return [there[key] for key in [*order, *(key for key in there if key not in order)]]


def _cell(day, person) -> dict:
    items = [(one.starts_at, _visit(day, one)) for one in day.shown if one.practitioner_id == person.pk]
    items += [(one.starts_at, _hold(day, one)) for one in day.holds if one.practitioner_id == person.pk]
    return {
        "is_today": day.is_today,
        "items": [item for _start, item in sorted(items, key=lambda entry: entry[0])],
        "says": "" if items or day.open_spans(person) else _says(day),
    }


def _says(day) -> str:
    return _("Closed") if day.closed is not None else _("Not in")


def _visit(day, visit) -> dict:
    told = told_of(day, visit)
    return {
        "time": told.brief,
        "title": told.title,
        "text": told.text,
        "icon": told.state.icon,
        "kind": "done" if told.state.is_over else "visit",
        "url": told.url,
        "visit": visit.pk,
    }


def _hold(day, hold) -> dict:
    return {
        "time": short_clock(hold.starts_at.astimezone(day.clinic.zone)),
        "title": minutes_held(hold, day.at),
        "kind": "held",
    }
