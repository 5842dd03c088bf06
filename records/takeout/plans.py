"""A treatment plan in the words and as the resource of a take-out."""

from records.plan import lines_of, sections_of
from records.takeout.resources import clean, moment, practitioner, reference, without_empty


def facts_of(plan: dict) -> list[tuple[str, str]]:
    """(section, words) in the order they are read."""
    return [(section.label, "\n".join(lines_of(section))) for section in sections_of(plan)]


def care_plan(chart, zone) -> list[dict]:
    """The plan as a CarePlan, and who wrote it."""
    facts = [(label, clean(words)) for label, words in facts_of(chart.plan) if clean(words)]
    plan = {
        "resourceType": "CarePlan",
        "id": str(chart.pk),
        "status": "active" if chart.locked_at else "draft",
        "intent": "plan",
        "subject": reference("Patient", chart.patient_id),
        "created": moment(chart.written_at, zone),
        "period": {"start": chart.day.isoformat()},
        "author": reference("Practitioner", chart.practitioner_id, chart.practitioner.name),
        "description": clean(chart.plan.get("summary")),
        "activity": [
            {"detail": {"status": "unknown", "description": f"{label}: {words}"}} for label, words in facts
        ],
    }
    return [practitioner(chart.practitioner), without_empty(plan)]
