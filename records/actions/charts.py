"""Charts: begun, written on, signed, amended. Only these change what is written in one (product §8)."""

from datetime import timedelta

from django.db import transaction

import audit
from audit.models import Event
from records.actions.documents import close as close_papers
from records.models import Chart, ChartRevision
from records.news import WHILE_WRITING, tell
from records.plan import cleaned
from records.policies import rules_of
from records.writing import SIGNED_PARTS, differing, is_hollow

STRETCH = timedelta(minutes=5)  # of writing, which is noted once


class Changed(Exception):
    """Somebody saved since this was read. `chart` is how it stands now; nothing was overwritten."""

    def __init__(self, chart):
        super().__init__(chart.pk)
        self.chart = chart


class Signed(Exception):
    """It is signed: it changes by an amendment only."""


class Unsigned(Exception):
    """It is still a draft: it is written on, not amended."""


class Hollow(Exception):
    """There is nothing in it to sign."""


class Unchanged(Exception):
    """An amendment that changes nothing."""


@transaction.atomic
def begin(*, patient, practitioner, day, by, at) -> Chart:
    """A new note of this practitioner, with nothing in it yet."""
    chart = Chart.objects.create(patient=patient, practitioner=practitioner, day=day, written_at=at)
    _note("chart.begun", chart, by=by)
    return chart


@transaction.atomic
def save(chart, said: dict, *, version: int, by, at) -> Chart:
    """Keep what was written; `said` are parts of the chart, `version` the one they were written on.

    What stands there already is no change, whatever the version. Raises Changed and Signed; then nothing is kept.
    """
    now = _alone_with(chart)
    changes = differing(now, _tidy(said))
    if now.is_locked:
        raise Signed
    if not changes:
        return now
    if now.version != version:
        raise Changed(now)
    is_first = not now.plan
    _write(now, changes | {"saved_at": at})
    if changes.get("confidential"):
        close_papers(now.documents, by=by)
    _note_writing(now, by=by, at=at)
    if is_first and now.plan and not rules_of(now.patient.clinic).plans_when_signed:
        tell(now, at=at, due_at=at + WHILE_WRITING)
    return now


@transaction.atomic
def sign(chart, *, version: int, by, at) -> bool:
    """Lock it as it was read. Signing twice changes nothing. Raises Changed and Hollow."""
    now = _alone_with(chart)
    if now.is_locked:
        return False
    if now.version != version:
        raise Changed(now)
    if is_hollow(now):
        raise Hollow
    _write(now, {"locked_at": at, "locked_by": by})
    _keep_as_signed(now)
    _note("chart.signed", now, by=by)
    if now.plan:
        tell(now, at=at)
    return True


@transaction.atomic
def amend(chart, said: dict, *, reason: str, version: int, by, at) -> Chart:
    """Change a signed chart, with the reason; what it said before stays in its history.

    Raises Changed, Unchanged and Unsigned. Private notes are never amended: they are nobody else's to read.
    """
    now = _alone_with(chart)
    if not now.is_locked:
        raise Unsigned
    said = {part: value for part, value in _tidy(said).items() if part in SIGNED_PARTS}
    changes = differing(now, said)
    if not changes:
        raise Unchanged
    if now.version != version:
        raise Changed(now)
    _keep_as_signed(now)
    is_first = not now.plan
    number = now.revisions.order_by("-number").values_list("number", flat=True)[0] + 1
    parts = {part: getattr(now, part) for part in SIGNED_PARTS} | changes
    ChartRevision.objects.create(chart=now, number=number, at=at, by=by, reason=reason, **parts)
    _write(now, changes | {"saved_at": at})
    _note("chart.amended", now, by=by)
    if is_first and now.plan:
        tell(now, at=at)
    return now


@transaction.atomic
def keep_from_proxies(chart, *, confidential: bool, by) -> bool:
    """Mark it as confidential or take the mark away, signed or not. Twice changes nothing."""
    rows = Chart.objects.filter(pk=chart.pk, confidential=not confidential)
    if not rows.update(confidential=confidential):
        return False
    _note("chart.hidden" if confidential else "chart.unhidden", chart, by=by)
    if confidential:
        close_papers(chart.documents, by=by)
    return True


@transaction.atomic
def discard(chart, *, by) -> bool:
    """Take away a draft in which nothing was written; anything else stays, and the answer is False."""
    now = Chart.objects.select_for_update().filter(pk=chart.pk).first()
    if now is None or now.is_locked or not is_hollow(now):
        return False
    _note("chart.discarded", now, by=by)
    for belongs in (now.documents.all(), now.activities.all()):
        let_go(belongs)
    now.delete()
    return True


def let_go(rows) -> None:
    """Papers or activities belong to their note no more; what nobody else read because of it, nobody else reads."""
    rows.filter(chart__confidential=True).update(confidential=True)
    rows.update(chart=None)


def _alone_with(chart) -> Chart:
    """Nobody else writes on it until the transaction ends."""
    return Chart.objects.select_for_update(of=("self",)).select_related("patient").get(pk=chart.pk)


def _tidy(said: dict) -> dict:
    return said | ({"plan": cleaned(said["plan"])} if "plan" in said else {})


def _write(chart, changes: dict) -> None:
    for part, value in changes.items():
        setattr(chart, part, value)
    chart.version += 1
    chart.save(update_fields=[*changes, "version"])


def _keep_as_signed(chart) -> None:
    """The first revision; one that was locked before there were revisions gets it with its first amendment."""
    if not chart.revisions.exists():
        parts = {part: getattr(chart, part) for part in SIGNED_PARTS}
        ChartRevision.objects.create(
            chart=chart, number=1, at=chart.locked_at, by_id=chart.locked_by_id, **parts
        )


def _note(verb, chart, *, by) -> None:
    audit.record(verb, by=by, target=chart, patient=chart.patient_id, clinic=chart.patient.clinic_id)


def _note_writing(chart, *, by, at) -> None:
    """Once for each stretch of writing, not with every save (migration 0022 reads the same mark)."""
    recent = Event.objects.filter(actor=by.pk, target=str(chart.pk), verb="chart.saved", at__gt=at - STRETCH)
    if not recent.exists():
        _note("chart.saved", chart, by=by)
