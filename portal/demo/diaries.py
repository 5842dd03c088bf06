"""A diary that somebody of the demo keeps: an entry every day, written in the evening, and today's still to come."""

import json
from datetime import datetime, time, timedelta

from portal.demo import forms
from smartforms import actions, series
from smartforms.models import Pace, Series, Version
from smartforms.sending import Asking

DAY = timedelta(days=1)
DAYS = 6  # of entries there are on the first day
RESTED = ("Not at all", "A little", "Quite", "Very")
SLEEP = {
    "resourceType": "Questionnaire",
    "status": "active",
    "title": "Sleep diary",
    "item": [
        {"linkId": "hours", "type": "integer", "text": "How many hours did you sleep?", "required": True},
        {
            "linkId": "rested",
            "type": "choice",
            "text": "How rested are you today?",
            "required": True,
            "answerOption": [{"valueString": words} for words in RESTED],
        },
        {"linkId": "words", "type": "text", "text": "What helped, or kept you awake?"},
    ],
}
NIGHTS = (
    {"hours": 5, "rested": 0, "words": "Awake from three on."},
    {"hours": 6, "rested": 1},
    {"hours": 6, "rested": 1, "words": "No screen after nine."},
    {"hours": 7, "rested": 2},
    {"hours": 5, "rested": 1, "words": "Noa had a bad dream."},
    {"hours": 7, "rested": 2, "words": "A walk after supper."},
    {"hours": 8, "rested": 3},
)


def keep(record, *, account, practitioner, by, at) -> None:
    """The diary up to today, as far as it is missing: every evening but today's was written."""
    template = _sleep_diary(record.clinic, by=by, at=at)
    zone, asked_by = record.clinic.zone, practitioner.user
    today = at.astimezone(zone).date()

    def morning(day):
        return min(datetime.combine(day, time(8), tzinfo=zone), at)

    kept = Series.objects.filter(patient=record, template=template).first()
    if kept is None:
        first = today - DAYS * DAY
        asking = Asking([template], practitioner=practitioner)
        (kept,) = series.begin(
            record, asking, pace=Pace.DAYS, starts_on=first, account=account, by=asked_by, at=morning(first)
        )
        kept.refresh_from_db()
    for number in range((today - kept.next_on).days + 1 if kept.next_on else 0):
        series.make_entries_of(kept.pk, at=morning(kept.next_on + number * DAY))
    midnight = datetime.combine(today, time(), tzinfo=zone)
    unwritten = kept.entries.not_over().filter(due_at__lt=midnight).select_related("version__template")
    for entry in unwritten.order_by("occurrence"):
        given = NIGHTS[(entry.occurrence - 1) % len(NIGHTS)]
        forms.fill(entry, given, by=account, at=entry.due_at + DAY / 12)


def _sleep_diary(clinic, *, by, at):
    title = SLEEP["title"]
    found = Version.objects.filter(template__clinic=clinic, number=1, definition__title=title).first()
    if found:
        return found.template
    made = actions.import_questionnaire(text=json.dumps(SLEEP), clinic=clinic, by=by, at=at, minutes=1)
    if made.template is None:
        raise forms.BadQuestionnaire(title, made.report)
    return made.template
