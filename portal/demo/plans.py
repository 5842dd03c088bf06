"""Treatment plans of the demo's people, what they are asked to do at home, and how it goes; the clinic's library."""

from datetime import datetime, time, timedelta

from booking.models import Appointment
from records.actions.activities import assign, keep_activity
from records.models import ActivityAssignment, ActivityDone, Chart, ChartRevision, HomeActivity
from records.plan import cleaned

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WALK, LEGS = "Walk, 20 minutes", "Legs up the wall, 10 minutes"
# Title → how it is done, times, per, link.
LIBRARY = {
    WALK: ("In daylight, most days", 5, "week", ""),
    LEGS: ("Before bed", 1, "day", ""),
    "Wall slides, 2 × 12": (
        "Back against the wall. Slide down until your knees bend by 60 degrees, hold for two breaths, come up.\n"
        "Stop where it hurts.", 2, "day", "https://www.nhs.uk/live-well/exercise/",
    ),
    "Calf raises, 3 × 15": ("On the edge of a step, both feet. Down slowly.", 4, "week", ""),
    "Box breathing, 5 minutes": ("In, hold, out, hold: four counts each.", 1, "day", ""),
    "Screens away at nine": ("Telephone and laptop stay outside the bedroom.", 7, "week", ""),
}  # fmt: skip
IRON = {
    "what": "Iron bisglycinate", "dose": "25 mg, 1 capsule", "frequency": "Every other morning", "duration": "3 months",
    "note": "Not with coffee or milk",
}  # fmt: skip
VITAMIN_C = {
    "what": "Vitamin C", "dose": "250 mg", "frequency": "Every other morning", "duration": "3 months",
    "note": "Together with the iron",
}  # fmt: skip
MAGNESIUM = {
    "what": "Magnesium glycinate", "dose": "400 mg", "frequency": "An hour before bed", "duration": "6 weeks",
    "note": "Stop if your stomach is upset",
}  # fmt: skip
OF_MAYA = {
    "summary": "Your tiredness fits low iron stores. We’ll rebuild them slowly over three months, and look after your "
    "sleep at the same time. Call me if you feel faint or short of breath.",
    "goals": [
        "Wake rested five mornings a week by mid-December",
        "Ferritin above 50 µg/L at the February test (it was 14)",
    ],
    "supplements": [IRON, VITAMIN_C, MAGNESIUM],
    "diet": "Red meat or lentils four times a week. Keep coffee to one cup, an hour away from meals with iron.",
    "tests": "Ferritin and B12, first week of February. Fasting isn’t needed.",
}
AMENDED = OF_MAYA | {"supplements": [IRON, VITAMIN_C, MAGNESIUM | {"dose": "200 mg"}]}
FIRST_OF_MAYA = {
    "summary": "Thank you for telling me so openly how tired you are. First we measure, then we decide.",
    "lifestyle": "Write down for two weeks when you go to bed and how you wake.",
    "tests": "Blood count, ferritin, B12, TSH. The lab takes you without an appointment before ten.",
}
OF_KNEE = {
    "summary": "The kneecap runs a little to the side. Strong thighs hold it.",
    "exercise": "Both exercises until the stairs no longer hurt. Running waits for another two weeks.",
}
OF_NOA = {
    "summary": "The eczema on Noa’s elbows is calm. Keep going as you do.",
    "recommendations": "Cream after every bath, within three minutes. Cotton next to the skin.",
    "diet": "No need to leave anything out.",
}


def load(diary, maya) -> None:
    """What is missing of it; what was done moves with today."""
    library = _library(diary)
    record, noa = diary.register.find("Maya Lindqvist"), diary.register.find("Noa Lindqvist")
    ingrid, tomas, amara = (
        diary.practitioners[slug] for slug in ("ingrid-solberg", "tomas-reyes", "amara-okafor")
    )
    visits = Appointment.objects.filter(patient__in=[record, noa], ends_at__lt=diary.at).order_by("starts_at")
    of_maya = [one for one in visits if one.patient_id == record.pk]
    first, *later = [one for one in of_maya if one.practitioner_id == ingrid.pk]
    if not Chart.objects.filter(patient=record).exists():
        _signed(first, ingrid, [FIRST_OF_MAYA])
        if later:
            chart = _signed(later[0], ingrid, [OF_MAYA, AMENDED], reason="magnesium dose lowered")
            _give(diary, chart, library, LEGS, WALK)
    knee = next((one for one in of_maya if one.practitioner_id == tomas.pk), None)
    if knee and not Chart.objects.filter(patient=record, practitioner=tomas).exists():
        _give(diary, _draft(knee, tomas, OF_KNEE), library, "Wall slides, 2 × 12")
    with_noa = next((one for one in visits if one.patient_id == noa.pk), None)
    if with_noa and not Chart.objects.filter(patient=noa).exists():
        _signed(with_noa, amara, [OF_NOA])
    _done(diary, record, maya)


def _library(diary) -> dict:
    found = {one.title: one for one in HomeActivity.objects.filter(clinic=diary.clinic)}
    for title, (instructions, times, per, link) in LIBRARY.items():
        if title not in found:
            words = {"title": title, "instructions": instructions, "times": times, "per": per, "link": link}
            found[title] = keep_activity(diary.clinic, by=diary.by, at=diary.at - 90 * DAY, **words)
    return found


def _draft(visit, practitioner, plan) -> Chart:
    """What was written in a visit, not signed yet."""
    chart = Chart.objects.create(
        patient=visit.patient,
        practitioner=practitioner,
        day=visit.starts_at.astimezone(visit.patient.clinic.zone).date(),
        written_at=visit.starts_at,
        saved_at=visit.ends_at,
        subjective="As in the form that came before the visit.",
        plan=cleaned(plan),
    )
    Appointment.objects.filter(pk=visit.pk, chart=None).update(chart=chart)
    return chart


def _signed(visit, practitioner, plans, *, reason="") -> Chart:
    """What was written in a visit and signed at its end; every further plan amended it two days later each."""
    chart = _draft(visit, practitioner, plans[0])
    by = practitioner.user or visit.patient.clinic.memberships.order_by("started_at").first().user
    said = {"day": chart.day, "subjective": chart.subjective, "by": by}
    for number, plan in enumerate(plans, start=1):
        at = visit.ends_at + (number - 1) * 2 * DAY
        because = reason if number > 1 else ""
        ChartRevision.objects.create(
            chart=chart, number=number, at=at, reason=because, plan=cleaned(plan), **said
        )
    Chart.objects.filter(pk=chart.pk).update(
        plan=cleaned(plans[-1]), locked_at=visit.ends_at, locked_by=by, version=len(plans) + 1
    )
    return chart


def _give(diary, chart, library, *titles) -> None:
    """Out of the library, from the day of the visit on."""
    practitioner = chart.practitioner
    for number, title in enumerate(titles):
        one, at = library[title], chart.saved_at + number * MINUTE
        assign(
            chart.patient, practitioner=practitioner, by=practitioner.user, at=at, starts_on=chart.day,
            activity=one, chart=chart, title=one.title, instructions=one.instructions, link=one.link, times=one.times,
            per=one.per,
        )  # fmt: skip


def _done(diary, record, maya) -> None:
    """Every week the walk four times of five and the legs twice of seven; today is still to come."""
    for title, days in ((WALK, (0, 1, 2, 4)), (LEGS, (0, 3)), ("Wall slides, 2 × 12", (0, 1, 3))):
        for given in ActivityAssignment.objects.filter(patient=record, title=title, ended_at=None):
            week = given.starts_on - given.starts_on.weekday() * DAY
            while week <= diary.today:
                _tick(diary, given, [week + day * DAY for day in days], maya)
                week += 7 * DAY


def _tick(diary, given, days, maya) -> None:
    for day in days:
        if given.starts_on <= day < diary.today:
            done_at = datetime.combine(day, time(20, 15), tzinfo=diary.clinic.zone)
            ActivityDone.objects.get_or_create(
                assignment=given, on_day=day, number=1, defaults={"done_at": done_at, "done_by": maya}
            )
