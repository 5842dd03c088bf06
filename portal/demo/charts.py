"""Notes of the demo: Maya's plan as Ingrid signed and later changed it, Tomas's notes, a draft, two templates."""

from datetime import timedelta

from booking.actions.charting import begin_note
from booking.models import Appointment
from records.actions import chart_templates, charts
from records.models import Chart, ChartTemplate

SOON = timedelta(minutes=20)  # after a visit its note is signed
FIRST = {
    "subjective": "Tired for half a year, worse since the summer. Wakes at three most nights. Two cups of coffee "
    "before noon. Periods regular, heavy on two days.",
    "objective": "Pale conjunctivae. Pulse 84, regular. Blood pressure 112 over 70.",
    "assessment": "Low iron stores likely. Sleep short and broken.",
    "private_notes": "Worried about work; ask again when we have more time.",
    "plan": {
        "summary": "Let’s find out first why you’re tired. Until then: steady meals, and bed before eleven.",
        "goals": ["Know your iron and B12 by the next visit"],
        "diet": "Something with protein at breakfast. No coffee after noon.",
        "tests": "Ferritin, B12 and a blood count at the lab on Spring Garden Road. Fasting isn’t needed.",
        "follow_up": "Follow-up in nine weeks, with the results.",
    },
}
MAGNESIUM = {
    "what": "Magnesium glycinate",
    "dose": "300 mg",
    "route": "By mouth",
    "frequency": "An hour before bed",
    "duration": "Six weeks",
    "note": "Stop if your stomach is upset",
}
IRON = {
    "what": "Iron bisglycinate",
    "dose": "25 mg, 1 capsule",
    "route": "By mouth",
    "frequency": "Every other morning",
    "duration": "Three months",
    "note": "Not with coffee or milk",
}
VITAMIN_C = {
    "what": "Vitamin C",
    "dose": "250 mg",
    "route": "By mouth",
    "frequency": "Every other morning",
    "duration": "Three months",
    "note": "Together with the iron",
}
FOLLOW_UP = {
    "subjective": "Still tired, sleeps a little better. No more coffee after noon, most days.",
    "objective": "Ferritin 14 µg/L, haemoglobin 122 g/L, B12 in range.",
    "assessment": "Iron stores low without anaemia. Sleep improving.",
    "private_notes": "Consider thyroid if nothing moves by February.",
    "plan": {
        "summary": "Your tiredness fits low iron stores. We’ll rebuild them slowly over three months, and look after "
        "your sleep at the same time. Call me if you feel faint or short of breath.",
        "goals": [
            "Wake rested five mornings a week by mid-December",
            "Ferritin above 50 µg/L at the next test (it was 14)",
        ],
        "supplements": [IRON, VITAMIN_C, MAGNESIUM],
        "diet": "Red meat or lentils four times a week. Keep coffee to one cup, an hour away from meals with iron.",
        "exercise": "Walk, 20 minutes, in daylight, most days.\nLegs up the wall, 10 minutes, before bed.",
        "tests": "Ferritin and B12 in three months. Fasting isn’t needed.",
        "follow_up": "Follow-up in two weeks.",
    },
}
KNEE = {
    "subjective": "Right knee aches going downstairs, 4 out of 10. Runs twice a week again.",
    "objective": "Full range. Pain on a single-leg squat at 60 degrees. Quadriceps 4+ on the right.",
    "assessment": "Patellofemoral pain, settling.",
    "plan": {
        "summary": "Your knee is calming down. Keep running, shorter and slower, and strengthen the thigh.",
        "goals": ["Downstairs without pain by the new year"],
        "exercise": "Slow squats to a chair, three times ten, every other day.\nSide-lying leg raises, twice fifteen.",
        "lifestyle": "Run at most 20 minutes, on even ground, with a day between.",
    },
}
BEGUN = {
    "subjective": "Sleeps through since last week. Bloating after supper.",
    "plan": {"summary": "Good progress. One change: an earlier, lighter supper.", "goals": ["Supper before seven"]},
}  # fmt: skip


def load(diary) -> None:
    """What is missing of it; what somebody wrote since stays."""
    maya = diary.register.find("Maya Lindqvist")
    ingrid, tomas = diary.practitioners["ingrid-solberg"], diary.practitioners["tomas-reyes"]
    past = _without_note(diary).filter(patient=maya).order_by("starts_at")
    if not Chart.objects.filter(patient=maya).exists():
        of_ingrid = list(past.filter(practitioner=ingrid))
        for visit, said in zip(of_ingrid, (FIRST, FOLLOW_UP), strict=False):
            chart = _signed(visit, said)
            if said is FOLLOW_UP:
                _lower_magnesium(
                    chart, by=ingrid.user, at=min(visit.ends_at + 2 * timedelta(days=1), diary.at)
                )
        for visit in past.filter(practitioner=tomas)[:1]:
            _templates(tomas, {"Knee pain, first weeks": _signed(visit, KNEE)}, at=visit.ends_at)
        _templates(ingrid, {"Low iron": Chart.objects.filter(practitioner=ingrid).first()}, at=diary.at)
    if not Chart.objects.filter(practitioner=ingrid, locked_at=None).exists():
        latest = _without_note(diary).filter(practitioner=ingrid).exclude(patient=maya).order_by("-starts_at")
        for visit in latest[:1]:
            _written(visit, BEGUN)


def _without_note(diary):
    """Visits that took place, whose note is missing."""
    rows = Appointment.objects.filter(clinic=diary.clinic, chart=None, ends_at__lte=diary.at)
    return rows.standing().select_related("practitioner__user")


def _written(visit, said) -> Chart:
    by, at = visit.practitioner.user, visit.ends_at
    chart = begin_note(visit, by=by, at=visit.starts_at)
    return charts.save(chart, said, version=chart.version, by=by, at=at)


def _signed(visit, said) -> Chart:
    chart = _written(visit, said)
    charts.sign(chart, version=chart.version, by=visit.practitioner.user, at=visit.ends_at + SOON)
    return Chart.objects.get(pk=chart.pk)


def _lower_magnesium(chart, *, by, at) -> None:
    rows = [IRON, VITAMIN_C, MAGNESIUM | {"dose": "200 mg"}]
    plan = chart.plan | {"supplements": rows}
    charts.amend(chart, {"plan": plan}, reason="Magnesium dose lowered", version=chart.version, by=by, at=at)


def _templates(practitioner, kept: dict, *, at) -> None:
    taken = set(ChartTemplate.objects.filter(practitioner=practitioner).values_list("name", flat=True))
    for name, chart in kept.items():
        if chart is not None and name not in taken:
            chart_templates.keep_as_template(chart, name=name, by=practitioner.user, at=at)
