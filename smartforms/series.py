"""Diaries and repeated questionnaires: begun, their entries made day by day, ended.

Every entry is made on its day, is due at six in the evening at the clinic, and closes at the end of the day of the
entry after it, so that yesterday can still be written today. Nothing is made up for later: days on which no worker ran
leave a gap in the numbers, except for an entry that can still be filled in. That one is made late, overdue and without
a mail.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max

import audit
import outbox
from records.actions.alone import alone_with
from smartforms.actions import CannotSend, assign, cancel
from smartforms.mailing import is_on_file, mail_forms
from smartforms.models import Assignment, Pace, Series

DUE_AT = time(18)
A_DAY = timedelta(days=1)
MOST_A_DAY = 50  # entries somebody adds freely within a day


@transaction.atomic
def begin(patient, asking, *, pace, every=1, starts_on, ends_on=None, times=None, account=None, email="",
          relation="", by, at) -> list[Series]:  # fmt: skip
    """Begin a series for each of the templates, and make what is due today. Raises CannotSend.

    One of that form that runs already for this reader is not begun twice.
    """
    alone_with(patient)
    begun = []
    for template in asking.templates:
        if template.archived_at or template.clinic_id != patient.clinic_id or not template.live_version():
            raise CannotSend(template.slug)
        running = Series.objects.live().filter(patient=patient, template=template, account=account)
        if running.filter(email="" if account else email.lower(), confidential=asking.confidential).exists():
            continue
        series = Series.objects.create(
            clinic_id=patient.clinic_id,
            patient=patient,
            template=template,
            account=account,
            email="" if account else email.lower(),
            relation="" if account else relation,
            practitioner=asking.practitioner,
            sent_at=at,
            sent_by=by,
            message=asking.message,
            confidential=asking.confidential,
            pace=pace,
            every=every,
            starts_on=starts_on,
            ends_on=ends_on,
            times=times,
            next_on=None if pace == Pace.FREELY else starts_on,
        )
        audit.record("series.begun", by=by, target=series, patient=patient, clinic=patient.clinic_id)
        begun.append(series)
        if series.is_free:
            _tell(_entry(series, 1, by=by, at=at), series, at=at)
        else:
            make_entries_of(series.pk, at=at)
    return begun


def make_entries(*, at) -> None:
    """Make what is due by now, series by series. Asked again, or by two at once, it makes nothing twice."""
    tomorrow_somewhere = (at + A_DAY).date()
    due = Series.objects.filter(ended_at=None, next_on__lte=tomorrow_somewhere)
    for pk in list(due.order_by("next_on", "pk").values_list("pk", flat=True)):
        make_entries_of(pk, at=at)


@transaction.atomic
def make_entries_of(series_id, *, at) -> list[Assignment]:
    """Make the entries of one series whose day has come and that can still be filled in."""
    series = _alone_with(series_id)
    if series.ended_at or series.next_on is None:
        return []
    today = at.astimezone(series.patient.clinic.zone).date()
    made, day = [], series.next_on
    while day is not None and day <= today:
        if closes_at(series, day) > at:
            try:
                form = _entry(series, number_of(series, day), day=day, by=series.sent_by, at=at)
            except CannotSend:  # archived meanwhile: no more of it
                Series.objects.filter(pk=series.pk).update(ended_at=at, next_on=None)
                return made
            made.append(form)
            if day == today:
                _tell(form, series, at=at)
        day = following(series, day)
    Series.objects.filter(pk=series.pk).update(next_on=day)
    return made


@transaction.atomic
def add_entry(series, *, by, at) -> Assignment | None:
    """One more entry of a series that goes as often as somebody likes; the one they have not sent yet, if there is one.

    None when no entry comes any more, today or at all.
    """
    series = _alone_with(series.pk)
    if not series.is_free or series.is_over:
        return None
    begun = series.entries.waiting(at=at).filter(account=by).order_by("-occurrence").first()
    if begun is not None:
        return begun
    if series.entries.filter(sent_at__gt=at - A_DAY).count() >= MOST_A_DAY:
        return None
    last = series.entries.aggregate(last=Max("occurrence"))["last"] or 0
    try:
        return _entry(series, last + 1, account=by, by=by, at=at)
    except CannotSend:
        return None


@transaction.atomic
def end(series, *, by, at) -> bool:
    """No entry comes any more; those nobody has begun are taken back. Ending twice changes nothing."""
    series = _alone_with(series.pk)
    if series.ended_at:
        return False
    Series.objects.filter(pk=series.pk).update(ended_at=at, ended_by=by, next_on=None)
    for form in series.entries.waiting(at=at).exclude(response__saved_at__isnull=False):
        cancel(assignment=form, by=by, at=at)
    audit.record("series.ended", by=by, target=series, patient=series.patient_id, clinic=series.clinic_id)
    return True


def number_of(series, day: date) -> int:
    """Which entry falls on a day; the first is 1."""
    return (day - series.starts_on).days // series.step + 1


def following(series, day: date) -> date | None:
    """The day of the entry after this one; None when there is none."""
    after = day + timedelta(days=series.step)
    if series.ends_on and after > series.ends_on:
        return None
    if series.times and number_of(series, after) > series.times:
        return None
    return after


def due_at(series, day: date) -> datetime:
    """Six in the evening of its day."""
    return datetime.combine(day, DUE_AT, tzinfo=series.patient.clinic.zone)


def closes_at(series, day: date) -> datetime:
    """The midnight that ends the day of the entry after it."""
    midnight = day + timedelta(days=series.step) + A_DAY
    return datetime.combine(midnight, time(), tzinfo=series.patient.clinic.zone)


def _alone_with(series_id) -> Series:
    """The series, with nobody else at its record until the transaction ends."""
    alone_with(Series.objects.values_list("patient", flat=True).get(pk=series_id))
    along = ("patient__clinic", "template__clinic", "account", "practitioner", "sent_by")
    return Series.objects.select_related(*along).select_for_update(of=("self",)).get(pk=series_id)


def _entry(series, number, *, day=None, account=None, by, at) -> Assignment:
    """One entry. Raises CannotSend when the form is archived."""
    account = account or series.account
    return assign(
        template=series.template,
        patient=series.patient,
        account=account,
        by=by,
        at=at,
        due_at=day and due_at(series, day),
        expires_at=day and closes_at(series, day),
        practitioner=series.practitioner,
        confidential=series.confidential,
        message=series.message if number == 1 else "",
        series=series,
        occurrence=number,
    )


def _tell(form, series, *, at) -> None:
    """Mail that a first entry waits, and at its due time remind of any that was not sent in; to a mailbox, a link."""
    if series.account is None:
        if is_on_file(series.patient, series.email):
            to = {"email": series.email, "relation": series.relation}
            mail_forms(series.patient, **to, by=series.sent_by, at=at)
        return
    common = {
        "clinic": series.clinic_id,
        "account": series.account,
        "patient": series.patient,
        "about": {"forms": form.pk},
        "at": at,
    }
    if form.occurrence == 1:
        outbox.post("smartforms.assigned", dedupe_key=f"assigned:{form.pk}", **common)
    if form.due_at and form.due_at > at:
        key = f"reminder:{form.pk}:due"
        outbox.post("smartforms.reminder", dedupe_key=key, due_at=form.due_at, **common)
