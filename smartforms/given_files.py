"""A file that was sent to the clinic and belongs to a form: where it fits, put there by the team, taken out again."""

from dataclasses import dataclass

from django.db import transaction

import audit
from records.actions import uploads
from records.keeping import copied
from records.models import Upload
from smartforms import actions, policies
from smartforms.definition import is_asked
from smartforms.engine import beginning, handing_in
from smartforms.engine.handing_in import Handed
from smartforms.engine.reading import Posted
from smartforms.engine.unfit import short
from smartforms.models import Assignment, Response
from smartforms.models.filling import FILES_OF

UNREAD = ("version__definition", "version__source", "version__report")


class NoPlace(Exception):
    """The form was sent in or taken back meanwhile, or the question takes no more files."""


@dataclass(frozen=True)
class Place:
    """A question of an open form that would take the file; `question` are its words."""

    form: Assignment
    key: str
    question: str


def places(upload, *, at, **only) -> list[Place]:
    """Where its sender could put this file themself: in forms still to be sent in, that due first at the top.

    `only` is confidential, for what is between the patient and the clinic and stays so, and clinical, for what is
    put there by somebody who may not open it, nor is to read it in answers; such files fit only such forms.
    """
    forms = _fillable(upload, at=at, **only)
    return [Place(form, *found) for form in forms for found in _questions(form, upload, at=at)]


def _fillable(upload, *, at, confidential=False, clinical=False, **which) -> list[Assignment]:
    sender = upload.account
    if sender is None:
        return []
    rows = Assignment.objects.visible_to(sender, at=at).waiting(at=at)
    rows = rows.filter(patient=upload.patient_id, clinic=upload.clinic_id, **which)
    if confidential:
        rows = rows.filter(confidential=True)
    if clinical:
        rows = rows.filter(version__template__is_clinical=True)
    rows = rows.select_related("patient", "clinic", "account", "version__template", "response")
    return [
        form
        for form in rows.order_by("due_at", "sent_at", "version__template__title", "pk")
        if policies.why_not_fill(sender, form, at=at) is None and _stays_open(form, sender, at=at)
    ]


def _stays_open(form, sender, *, at) -> bool:
    """Whether whoever it was sent to still writes in it afterwards. Seen only in part, it is its author's alone."""
    if form.account is None:
        return not (form.link_id or form.invitation_id)
    if form.account_id == sender.pk:
        return True
    return Assignment.objects.visible_to(form.account, at=at).filter(pk=form.pk, seen_in_full=True).exists()


def _questions(form, upload, *, at) -> list[tuple[str, str]]:
    """(key, words) of the questions that are asked now, take such a file, and have room for one more."""
    response = getattr(form, "response", None) or _blank(form, at=at)
    response.assignment = form
    outline = response.outline
    asked = [item for item in outline.items.values() if item["type"] == "file" and is_asked(item, outline)]
    on = response.standing(at=at, keys=()).on if asked else ()
    return [
        (item["key"], short(item))
        for item in asked
        if item["key"] in on and _takes(item, upload, response.answers.get(item["key"], []))
    ]


def _blank(form, *, at) -> Response:
    begun = beginning.begin(form.version.outline, at=at.astimezone(form.clinic.zone))
    return Response(assignment=form, patient_id=form.patient_id, answers=begun)


def _takes(item, upload, held: list) -> bool:
    kind = upload.content_type.partition(";")[0]
    fits = kind in item["types"] and upload.size <= item["max_bytes"]
    return fits and len(held) < handing_in.most(item)


@transaction.atomic
def put(upload, *, form, key, by, at, **only) -> Upload:
    """Make a copy of it the answer to a question, as if its sender had put it there; returns the copy.

    Raises NoPlace where `places` does not name that question any more, and OSError.
    """
    found = _fillable(upload, at=at, pk=form, **only)
    if not found:
        raise NoPlace
    actions.open_form(assignment=found[0], by=by, at=at)
    _hold(form)
    found = _fillable(upload, at=at, pk=form, **only)
    if not found or key not in dict(_questions(found[0], upload, at=at)):
        raise NoPlace
    copy = copied(upload, for_what=found[0].for_uploads, at=at)
    moment = at.astimezone(found[0].clinic.zone)
    handed = Handed(added=[handing_in.as_answer(copy, moment)])
    _note("form.file_put", found[0], by=by)
    _save(found[0].response, key, handed, by=upload.account, at=at)
    return copy


@transaction.atomic
def take_out(copy, *, by, at) -> bool:
    """Take a copy out of its form again; False once that was sent in. Taken out by the patient before: nothing."""
    response = _hold(_form_id(copy))
    if response.submitted_at:
        return False
    for key, given in response.answers.items():
        if handing_in.holds({key: given}, copy.pk):
            _note("form.file_taken_out", response.assignment, by=by)
            _save(response, key, Handed(removed={str(copy.pk)}), by=response.saved_by, at=at)
    uploads.take_back(copy.pk, patient=copy.patient_id, for_what=copy.for_what, by=by, at=at)
    return True


def _hold(form) -> Response:
    """The answers, kept to ourselves until the transaction ends: whoever sends them in waits, or was first."""
    rows = Response.objects.select_for_update(of=["self", "assignment"], no_key=True)
    return rows.select_related("assignment__clinic", "assignment__version", "saved_by").get(assignment=form)


def _save(response, key, handed, *, by, at) -> None:
    """As a page would: an open page of the patient goes on from there, and signatures under other answers lapse."""
    posted = Posted(asked={key}, handed={key: handed})
    actions.save_answers(response=response, posted=posted, revision=response.revision, by=by, at=at)


def _note(verb, form, *, by) -> None:
    audit.record(verb, by=by, target=form, patient=form.patient_id, clinic=form.clinic_id)


def forms_of(copies, forms) -> dict:
    """In which of these `forms` (rows, as far as somebody may know of them) each copy is, by its id."""
    ids = {copy.pk: _form_id(copy) for copy in copies}
    rows = forms.filter(pk__in=ids.values()).select_related("version__template", "response").defer(*UNREAD)
    found = {str(form.pk): form for form in rows} if ids else {}
    return {pk: found[form] for pk, form in ids.items() if form in found}


def _form_id(copy) -> str:
    return copy.for_what.removeprefix(FILES_OF)
