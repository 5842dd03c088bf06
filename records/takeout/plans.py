"""A treatment plan in words, whatever its sections hold: text, or rows such as products with their dose."""

from records.models.chart import PLAN_SECTIONS
from records.takeout.resources import clean, moment, practitioner, reference, without_empty


def facts_of(plan: dict):
    """(section, words) in the order they are read."""
    for name, label in PLAN_SECTIONS.items():
        if words := in_words(plan.get(name)):
            yield str(label), words
    for name in plan.keys() - PLAN_SECTIONS.keys():
        if words := in_words(plan[name]):
            yield name.replace("_", " "), words


def in_words(value) -> str:
    """Text as it is; rows one a line, their parts with commas between."""
    if isinstance(value, list):
        return "\n".join(filter(None, map(in_words, value)))
    if isinstance(value, dict):
        return ", ".join(filter(None, map(in_words, value.values())))
    return "" if value in (None, False, True) else str(value).strip()


def care_plan(chart, zone) -> list[dict]:
    """The plan as a CarePlan, and who wrote it."""
    facts = [(label, clean(words)) for label, words in facts_of(chart.plan) if clean(words)]
    activities = [
        {"detail": {"status": "unknown", "description": f"{label}: {words}"}} for label, words in facts
    ]
    plan = {
        "resourceType": "CarePlan",
        "id": str(chart.pk),
        "status": "active" if chart.locked_at else "draft",
        "intent": "plan",
        "subject": reference("Patient", chart.patient_id),
        "created": moment(chart.written_at, zone),
        "period": {"start": chart.day.isoformat()},
        "author": reference("Practitioner", chart.practitioner_id, chart.practitioner.name),
        "description": clean(in_words(chart.plan.get("summary"))),
        "activity": activities,
    }
    return [practitioner(chart.practitioner), without_empty(plan)]
