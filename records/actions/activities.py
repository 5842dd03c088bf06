"""Home activities: kept in the library, assigned, ended, ticked off."""

from django.db import IntegrityError, transaction

import audit
from records import keeping
from records.models import ActivityAssignment, ActivityDone, ActivityPicture, HomeActivity
from records.news import tell as tell_readers

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
LARGEST_PICTURE = 10 << 20
WORDS = ("title", "instructions", "link", "picture", "times", "per")


class TitleTaken(Exception):
    """The library has an activity of this title."""


def keep_picture(file, *, clinic, shows, at) -> ActivityPicture:
    """Wash and keep a picture. Raises files.Refused, and keeping.NotKept where there is no room."""
    accepted = keeping.washed(file, types=PICTURES, most=LARGEST_PICTURE)
    picture = ActivityPicture(
        clinic=clinic,
        shows=shows,
        content_type=accepted.content_type,
        size=len(accepted.content),
        sha256=accepted.sha256,
        created_at=at,
    )
    with keeping.stored(picture, accepted.content):
        return picture


@transaction.atomic
def keep_activity(clinic, *, by, at, activity=None, **words) -> HomeActivity:
    """Put an activity into the library, or change it there; what was assigned keeps its words. Raises TitleTaken."""
    verb = "home_activity.changed" if activity else "home_activity.made"
    kept = activity or HomeActivity(clinic=clinic, made_at=at, made_by=by)
    for name in WORDS:
        if name in words:
            setattr(kept, name, words[name])
    _save(kept)
    audit.record(verb, by=by, target=kept, clinic=clinic)
    return kept


def _save(activity) -> None:
    try:
        with transaction.atomic():
            activity.save()
    except IntegrityError as error:
        if "records_activity_one_title" not in str(error):
            raise
        raise TitleTaken from None


@transaction.atomic
def retire_activity(activity, *, by, at) -> bool:
    """It is assigned no more; whoever has it keeps it. Retiring twice changes nothing."""
    rows = HomeActivity.objects.filter(pk=activity.pk, retired_at=None)
    if not rows.update(retired_at=at, retired_by=by):
        return False
    audit.record("home_activity.retired", by=by, target=activity, clinic=activity.clinic_id)
    return True


@transaction.atomic
def take_up_again(activity, *, by, at) -> bool:
    """It can be assigned again. Raises TitleTaken where another has its title meanwhile."""
    rows = HomeActivity.objects.filter(pk=activity.pk, retired_at__isnull=False)
    try:
        with transaction.atomic():
            changed = rows.update(retired_at=None, retired_by=None)
    except IntegrityError:
        raise TitleTaken from None
    if changed:
        audit.record("home_activity.taken_up", by=by, target=activity, clinic=activity.clinic_id)
    return bool(changed)


@transaction.atomic
def assign(
    patient,
    *,
    practitioner,
    by,
    at,
    starts_on,
    until=None,
    activity=None,
    chart=None,
    confidential=False,
    **words,
) -> ActivityAssignment:
    """Ask a patient to do something at home. What belongs to a confidential note is confidential itself."""
    assigned = ActivityAssignment.objects.create(
        patient=patient,
        practitioner=practitioner,
        activity=activity,
        chart=chart,
        confidential=confidential or bool(chart and chart.confidential),
        starts_on=starts_on,
        until=until,
        assigned_at=at,
        assigned_by=by,
        **{name: words[name] for name in WORDS if name in words},
    )
    audit.record("activity.assigned", by=by, target=assigned, patient=patient, clinic=patient.clinic_id)
    tell_readers(assigned, at=at)
    return assigned


@transaction.atomic
def end_activity(assignment, *, by, at) -> bool:
    """It is not asked for any more; what was done stays. Ending twice changes nothing."""
    if not ActivityAssignment.objects.filter(pk=assignment.pk, ended_at=None).update(
        ended_at=at, ended_by=by
    ):
        return False
    _note("activity.ended", assignment, by)
    return True


@transaction.atomic
def tick(assignment, *, day, number, by, at) -> bool:
    """Say that it was done today, the `number`-th time. Pressed twice it counts once.

    False where it is not to be done: another day of the clinic, more often than asked for, not begun or over.
    """
    found = _alone_with(assignment)
    today = at.astimezone(found.patient.clinic.zone).date()
    if day != today or today < found.starts_on or found.is_over(on=today) or not 1 <= number <= found.a_day:
        return False
    done, made = ActivityDone.objects.get_or_create(
        assignment=found, on_day=day, number=number, undone_at=None, defaults={"done_at": at, "done_by": by}
    )
    if made:
        _note("activity.done", found, by)
    return True


@transaction.atomic
def untick(assignment, *, day, number, by, at) -> bool:
    """Take back that it was done today. Taken back twice changes nothing; earlier days stay as they are."""
    found = _alone_with(assignment)
    if day != at.astimezone(found.patient.clinic.zone).date():
        return False
    rows = ActivityDone.objects.filter(assignment=found, on_day=day, number=number, undone_at=None)
    if rows.update(undone_at=at, undone_by=by):
        _note("activity.undone", found, by)
    return True


def _alone_with(assignment) -> ActivityAssignment:
    """The assignment as it is now; who presses at the same moment waits."""
    rows = ActivityAssignment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("patient__clinic").get(pk=assignment.pk)


def _note(verb, assignment, by) -> None:
    audit.record(
        verb, by=by, target=assignment, patient=assignment.patient_id, clinic=assignment.patient.clinic_id
    )
