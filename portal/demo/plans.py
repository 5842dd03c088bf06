"""Treatment plans of the demo's people, what they are asked to do at home, and how it goes; the clinic's library."""

from datetime import datetime, time, timedelta

from booking.models import Appointment
from records.actions.activities import assign, keep_activity
from records.models import ActivityAssignment, ActivityDone, Chart, ChartRevision, Grant, HomeActivity
from records.models.access import Relation
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
OF_NOA = {
    "summary": "The eczema on Noa’s elbows is calm. Keep going as you do.",
    "recommendations": "Cream after every bath, within three minutes. Cotton next to the skin.",
    "diet": "No need to leave anything out.",
}


def load(diary) -> None:
    """What is missing of it, once the notes are there; what was done moves with today."""
    library = _library(diary)
    record, noa = diary.register.find("Maya Lindqvist"), diary.register.find("Noa Lindqvist")
    if not ActivityAssignment.objects.filter(patient=record).exists():
        _give(diary, _last_note(record, diary.practitioners["ingrid-solberg"]), library, LEGS, WALK)
        _give(diary, _last_note(record, diary.practitioners["tomas-reyes"]), library, "Wall slides, 2 × 12")
    past = Appointment.objects.filter(patient=noa, ends_at__lt=diary.at).order_by("starts_at").first()
    if past and not Chart.objects.filter(patient=noa).exists():
        _signed(past, diary.practitioners["amara-okafor"], OF_NOA)
    maya = Grant.objects.get(patient=record, relation=Relation.SELF, revoked_at=None).account
    _done(diary, record, maya)


def _last_note(record, practitioner) -> Chart | None:
    return Chart.objects.filter(patient=record, practitioner=practitioner).order_by("-day").first()


def _library(diary) -> dict:
    found = {one.title: one for one in HomeActivity.objects.filter(clinic=diary.clinic)}
    for title, (instructions, times, per, link) in LIBRARY.items():
        if title not in found:
            words = {"title": title, "instructions": instructions, "times": times, "per": per, "link": link}
            found[title] = keep_activity(diary.clinic, by=diary.by, at=diary.at - 90 * DAY, **words)
    return found


def _signed(visit, practitioner, plan) -> Chart:
    """What was written in a visit by somebody without an account of their own, and signed at its end."""
    by = visit.patient.clinic.memberships.order_by("started_at").first().user
    day = visit.starts_at.astimezone(visit.patient.clinic.zone).date()
    chart = Chart.objects.create(
        patient=visit.patient, practitioner=practitioner, day=day, written_at=visit.starts_at, saved_at=visit.ends_at,
        subjective="As in the form that came before the visit.", plan=cleaned(plan),
    )  # fmt: skip
    Appointment.objects.filter(pk=visit.pk, chart=None).update(chart=chart)
    ChartRevision.objects.create(
        chart=chart, number=1, at=visit.ends_at, plan=chart.plan, day=day, subjective=chart.subjective, by=by
    )
    Chart.objects.filter(pk=chart.pk).update(locked_at=visit.ends_at, locked_by=by, version=2)
    return chart


def _give(diary, chart, library, *titles) -> None:
    """Out of the library, from the day of the visit on."""
    if chart is None:
        return
    practitioner = chart.practitioner
    for number, title in enumerate(titles):
        one, at = library[title], (chart.saved_at or chart.written_at) + number * MINUTE
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
