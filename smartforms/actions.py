"""What happens to forms that were sent: opened, answered, sent in, cancelled, moved."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language

import audit
from records.actions import begin_care
from smartforms import arriving
from smartforms.engine import beginning, checking, merging, offering, pruning, repeating, signing
from smartforms.lifetime import BEYOND_DUE, closes_opened, closes_unopened, not_before
from smartforms.models import Assignment, Response, Status
from smartforms.publishing import import_questionnaire, publish

__all__ = [
    "assign",
    "cancel",
    "import_questionnaire",
    "move_due",
    "open_form",
    "publish",
    "save_answers",
    "send_along",
    "submit",
    "take_along",
]


class CannotSend(Exception):
    """This form cannot be sent: archived, never published, or of another clinic."""


class Closed(Exception):
    """The form was cancelled, handed in on paper, or has expired while it was being filled in."""


@transaction.atomic
def assign(
    *, template, patient, account, by, at, due_at=None, practitioner=None, expires_at=None, confidential=False,
    invitation=None, message="", series=None, occurrence=None,
) -> Assignment:  # fmt: skip
    """Send a form to a patient: the version that is published now. Raises CannotSend.

    `account` is who it was sent to; None leaves it for whoever has full access, and for who accepts the `invitation`
    it goes along with. With a practitioner the patient
    becomes one of theirs, so that they may read the answers. Without `expires_at` the clinic's rules say how long
    it may be opened.
    """
    version = template.live_version()
    if version is None or template.archived_at or template.clinic_id != patient.clinic_id:
        raise CannotSend(template.slug)
    assignment = Assignment.objects.create(
        clinic_id=patient.clinic_id,
        patient=patient,
        account=account,
        invitation=invitation,
        version=version,
        practitioner=practitioner,
        sent_at=at,
        sent_by=by,
        due_at=due_at,
        expires_at=expires_at or closes_unopened(patient.clinic, at=at, due_at=due_at),
        confidential=confidential,
        message=message,
        series=series,
        occurrence=occurrence,
    )
    if practitioner is not None:
        begin_care(practitioner_id=practitioner.pk, patient=patient, at=at, why="form")
    audit.record("form.sent", by=by, target=assignment, patient=patient, clinic=patient.clinic_id)
    return assignment


@transaction.atomic
def send_along(invitation, *, templates, by, at, due_at=None, practitioner=None) -> list[Assignment]:
    """Forms for whoever accepts an invitation. What still waits from an earlier one to that address comes along."""
    waiting = _untouched(at).filter(
        patient=invitation.patient, invitation__email=invitation.email, invitation__accepted_at=None
    )
    earlier = {one.version.template_id: one for one in waiting.select_related("version")}
    sent = []
    for template in templates:
        if one := earlier.get(template.pk):
            Assignment.objects.filter(pk=one.pk).update(invitation=invitation)
            sent.append(one)
        else:
            common = {"patient": invitation.patient, "account": None, "by": by, "at": at, "due_at": due_at}
            sent.append(assign(template=template, invitation=invitation, practitioner=practitioner, **common))
    return sent


@transaction.atomic
def take_along(invitation, *, by, at) -> None:
    """An invitation was taken back: the forms that nobody touched go with it."""
    for one in _untouched(at).filter(invitation=invitation):
        cancel(assignment=one, by=by, at=at)


def _untouched(at):
    return Assignment.objects.waiting(at=at).filter(account=None, opened_at=None, invitation__isnull=False)


@transaction.atomic
def open_form(*, assignment, by, at) -> Response:
    """The page for answers, made at the first opening; from then on the form is in progress."""
    response = getattr(assignment, "response", None)
    if response is None:
        response, made = Response.objects.get_or_create(
            assignment=assignment,
            defaults={
                "patient_id": assignment.patient_id,
                "answers": beginning.begin(
                    assignment.version.outline, at=at.astimezone(assignment.clinic.zone)
                ),
            },
        )
        if made:
            audit.record(
                "form.begun",
                by=by,
                target=assignment,
                patient=assignment.patient_id,
                clinic=assignment.clinic_id,
            )
        response.assignment = assignment
    if assignment.opened_at is None:
        closes = closes_opened(assignment, at=at)
        Assignment.objects.filter(pk=assignment.pk, opened_at=None).update(opened_at=at, expires_at=closes)
        assignment.opened_at, assignment.expires_at = at, closes
    return response


@dataclass
class Saved:
    """What a save did: the new state, answers left alone because they were changed elsewhere, those too long, and
    signatures that count no more because an answer they stand for changed."""

    response: Response
    conflicts: set[str] = field(default_factory=set)
    unkept: set[str] = field(default_factory=set)
    lapsed: set[str] = field(default_factory=set)


def save_answers(*, response, posted, revision: int, by, at) -> Saved | None:
    """Keep one page of answers, as far as they fit. None when the form was sent meanwhile.

    `revision` is the one the page was made from. An answer that another device changed since is not overwritten
    but named in `conflicts`; one with too many characters to keep is named in `unkept`, and the page must say so.
    What was kept of either before stays. One statement (performance P9); its audit row is written by the database.
    """
    signing.settle(response.outline, response, posted, at=at)
    while True:
        outline, merged = response.outline, merging.merge(response, posted, revision)
        lapsed = signing.lapse(outline, response, merged, posted)
        if not merged.changed:
            return Saved(response, merged.conflicts, merged.unkept)
        merged.answers |= repeating.reaching(outline, merged.answers, merged.changed)
        if keep(response, merged.answers, merged.unfinished, merged.touched, by=by, at=at):
            return Saved(response, merged.conflicts, merged.unkept, lapsed)
        response = afresh(response)
        if response.submitted_at:
            return None


def keep(response, answers, unfinished, touched, *, by, at) -> bool:
    """Write a new state of the answers, unless somebody wrote another since we read them. One statement."""
    kept = {"answers": answers, "unfinished": unfinished, "touched": touched}
    kept |= {"revision": response.revision + 1, "saved_at": at, "saved_by": by}
    mine = Response.objects.filter(pk=response.pk, revision=response.revision, submitted_at=None)
    if not mine.update(**kept):
        return False
    for name, value in kept.items():
        setattr(response, name, value)
    return True


def afresh(response) -> Response:
    found = Response.objects.get(pk=response.pk)
    found.assignment = response.assignment
    return found


@transaction.atomic
def submit(*, assignment, by, at, link=None) -> dict:
    """Send the answers to the clinic. Returns what stands in the way, by question; empty means it is sent.

    `by` is None where it goes by a mailed `link`, without an account.
    Answers to questions that are not asked are dropped, and what is calculated is worked out here. Sending twice
    changes nothing.
    """
    response = (
        Response.objects.select_for_update(of=["self", "assignment"], no_key=True)
        .select_related("assignment")
        .get(assignment=assignment)
    )
    if response.submitted_at:
        return {}
    if response.assignment.is_on_paper:
        raise Closed("on_paper")
    if response.assignment.status(at=at) in (Status.CANCELLED, Status.EXPIRED):
        raise Closed(response.assignment.status(at=at))
    response.assignment = assignment
    outline, now = response.outline, response.standing(at=at)
    offered = offering.narrowed(outline, now)
    if stops := checking.obstacles(offered, response.answers, response.unfinished, now.on, now.broken()):
        return stops
    response.answers = pruning.prune(outline, response.answers, at=at.astimezone(assignment.clinic.zone))
    Response.objects.filter(pk=response.pk).update(
        answers=response.answers,
        unfinished={},
        touched={},
        submitted_at=at,
        submitted_by=by,
        language=get_language() or "",
        submitted_link=link,
        revision=F("revision") + 1,
    )
    audit.record(
        "form.submitted", by=by, target=assignment, patient=assignment.patient_id, clinic=assignment.clinic_id
    )
    arriving.follow(assignment, response, by=by, at=at)
    return {}


@transaction.atomic
def cancel(*, assignment, by, at) -> bool:
    """Take a form back that is no longer needed. What was sent in stays; cancelling twice changes nothing."""
    waiting = Assignment.objects.not_over().filter(pk=assignment.pk)
    cancelled = waiting.update(cancelled_at=at, cancelled_by=by)
    if cancelled:
        audit.record(
            "form.cancelled",
            by=by,
            target=assignment,
            patient=assignment.patient_id,
            clinic=assignment.clinic_id,
        )
    return bool(cancelled)


@transaction.atomic
def move_due(*, assignment, due_at, by, at) -> bool:
    """Give a form another due date, because its visit moved or staff said so."""
    moved = (
        Assignment.objects.filter(pk=assignment.pk, cancelled_at=None)
        .exclude(due_at=due_at)
        .update(due_at=due_at, expires_at=not_before(due_at + BEYOND_DUE) if due_at else F("expires_at"))
    )
    if moved:
        audit.record(
            "form.due_moved",
            by=by,
            target=assignment,
            patient=assignment.patient_id,
            clinic=assignment.clinic_id,
        )
    return bool(moved)
