"""A treatment plan, and what is to be done at home, in the words and as the resources of a take-out."""

from records.models.activity import Per
from records.plan import lines_of, sections_of
from records.takeout.resources import clean, moment, practitioner, reference, without_empty

UNITS = {Per.DAY: "d", Per.WEEK: "wk"}  # of UCUM


def facts_of(plan: dict) -> list[tuple[str, str]]:
    """(section, words) in the order they are read."""
    return [(section.label, "\n".join(lines_of(section))) for section in sections_of(plan)]


def plan_beside(row, reader) -> list[dict]:
    """The treatment plan that a paper, an activity or a visit belongs to, where that goes along too."""
    return [reference("CarePlan", row.chart_id)] if row.chart_id in reader.plans else []


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


def home_plan(given, reader, *, on) -> list[dict]:
    """An activity at home as a CarePlan of its own, for it need not belong to a note; and who gave it."""
    is_over, picture = given.is_over(on=on), given.picture_id
    words = filter(None, [clean(given.title), clean(given.instructions), clean(given.link)])
    plan = {
        "resourceType": "CarePlan",
        "id": str(given.pk),
        "status": "revoked" if given.ended_at else "completed" if is_over else "active",
        "intent": "plan",
        "title": clean(given.title),
        "subject": reference("Patient", given.patient_id),
        "created": moment(given.assigned_at, reader.zone),
        "period": without_empty(
            {"start": given.starts_on.isoformat(), "end": given.until.isoformat() if given.until else None}
        ),
        "author": reference("Practitioner", given.practitioner_id, given.practitioner.name),
        "partOf": plan_beside(given, reader),
        "supportingInfo": [reference("DocumentReference", picture)] if picture else [],
        "activity": [
            {
                "detail": {
                    "status": "stopped" if given.ended_at else "completed" if is_over else "in-progress",
                    "description": "\n".join(words),
                    "scheduledTiming": {
                        "repeat": {"frequency": given.times, "period": 1, "periodUnit": UNITS[given.per]}
                    },
                }
            }
        ],
    }
    return [practitioner(given.practitioner), without_empty(plan)]
