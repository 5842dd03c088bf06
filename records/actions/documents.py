"""Documents of a record: put there, shown to the patient and no more, corrected, taken out again."""

from django.db import IntegrityError, transaction

import audit
from common.text import title_of
from records.keeping import clear, content_of, facts_of, stored, washed
from records.models import Document, EndedSharing, SentFile
from records.models.document import LONGEST_LABEL, MOST_LABELS
from records.news import tell

LONGEST_TITLE = 160
CORRECTED = ("kind", "title", "dated_on", "labels", "confidential", "practitioner", "chart")


class KeptPrivate(Exception):
    """Whoever sent it keeps it between the patient and the clinic: that is not the team's to undo."""


def is_kept_private(document) -> bool:
    """Whether whoever sent it chose that it is for the clinic and the patient alone."""
    return SentFile.objects.filter(upload=document.upload_id, confidential=True).exists()


def labels_of(words) -> list[str]:
    """Short words, each once, however they were written: '  Knee , knee' is one label."""
    found = {}
    for word in words:
        label = title_of(word, LONGEST_LABEL)
        if label:
            found.setdefault(label.casefold(), label)
    return list(found.values())[:MOST_LABELS]


def add(files, *, patient, by, at, title="", share=False, **said) -> list[Document]:
    """Wash files and put them into the record, all or none, shown to the patient at once or not.

    `said` is kind, dated_on, and if need be labels, confidential, practitioner, chart. Without a title each is called
    as its file was. Raises files.Refused, and OSError where there is no room.
    """
    each = [washed(file) for file in files]
    made = []
    try:
        with transaction.atomic():
            for number, accepted in enumerate(each, 1):
                called = _called(title, accepted, number if len(each) > 1 else None)
                document = _new(patient, facts_of(accepted), title=called, by=by, at=at, **said)
                made.append(_put(document, accepted.content, share=share, by=by, at=at))
    except BaseException:
        for document in made:
            clear(document)
        raise
    return made


def _called(title, file, number) -> str:
    if not title:
        return title_of(file.name.rpartition(".")[0], LONGEST_TITLE)
    return title if number is None else f"{title[: LONGEST_TITLE - 4]}, {number}"


def _new(
    patient,
    facts,
    *,
    kind,
    title,
    dated_on,
    by,
    at,
    labels=(),
    confidential=False,
    practitioner=None,
    chart=None,
    **more,
):
    """What goes into the plan of a confidential note is confidential itself."""
    return Document(
        patient=patient,
        kind=kind,
        title=title,
        dated_on=dated_on,
        labels=labels_of(labels),
        confidential=confidential or bool(chart and chart.confidential),
        practitioner=practitioner,
        chart=chart,
        created_at=at,
        created_by=by,
        **facts,
        **more,
    )


def from_upload(upload, *, by, at, title="", share=False, **said) -> Document:
    """Copy what was handed in into the record of its patient; one upload becomes one document, asked twice the same.

    `said` as in `add`. Raises OSError where the storage does not give the file or has no room. It was washed when it
    came in.
    """
    copied = Document.objects.kept().filter(upload=upload)
    if before := copied.first():
        return before
    facts = {name: getattr(upload, name) for name in ("name", "content_type", "size", "sha256", "pages")}
    called = _called(title, upload, None)
    document = _new(upload.patient, facts, title=called, by=by, at=at, upload=upload, **said)
    try:
        return _put(document, content_of(upload), share=share, by=by, at=at)
    except IntegrityError:  # somebody else did, at this very moment
        if before := copied.first():
            return before
        raise


def _put(document, content, *, share, by, at) -> Document:
    with stored(document, content):
        _note("document.added", document, by=by)
        if share:
            _share(document, by=by, at=at)
    return document


@transaction.atomic
def share(document, *, by, at) -> bool:
    """Show it to the patient, and to whoever has full access to the record. Twice changes nothing."""
    return _share(document, by=by, at=at)


def _share(document, *, by, at) -> bool:
    private = Document.objects.kept().filter(pk=document.pk, shared_at=None)
    if not private.update(shared_at=at, shared_by=by):
        return False
    document.shared_at, document.shared_by = at, by
    _note("document.shared", document, by=by)
    tell(document, at=at)
    return True


@transaction.atomic
def unshare(document, *, by, at) -> bool:
    """Show it no more, from the next request on; that it was shared stays known. Twice changes nothing."""
    standing = Document.objects.select_for_update().filter(pk=document.pk, shared_at__isnull=False).first()
    if standing is None:
        return False
    EndedSharing.objects.create(
        document=standing,
        shared_at=standing.shared_at,
        shared_by_id=standing.shared_by_id,
        ended_at=max(at, standing.shared_at),
        ended_by=by,
    )
    Document.objects.filter(pk=document.pk).update(shared_at=None, shared_by=None)
    document.shared_at = document.shared_by = None
    _note("document.unshared", document, by=by)
    return True


@transaction.atomic
def correct(document, *, by, at, **changes) -> list[str]:
    """Write down better what it is; its file stays as it came in. Returns the names of what changed, the same: none.

    Put into the plan of a confidential note it becomes confidential; to show it all the same is a choice of its own,
    made once it lies there. Raises KeptPrivate where others should see what its sender keeps from them.
    """
    row = Document.objects.select_for_update().get(pk=document.pk)
    if is_kept_private(row):
        if not changes.get("confidential", True):
            raise KeptPrivate
        changes["confidential"] = True
    if "labels" in changes:
        changes["labels"] = labels_of(changes["labels"])
    note = changes.get("chart")
    if note and note.confidential and note.pk != row.chart_id:
        changes["confidential"] = True
    changed = [name for name in CORRECTED if name in changes and getattr(row, name) != changes[name]]
    if changed:
        for name in changed:
            setattr(row, name, changes[name])
            setattr(document, name, changes[name])
        row.save(update_fields=changed)
        _note("document.corrected", row, by=by, reason=", ".join(changed))
    return changed


def close(papers, *, by) -> None:
    """Papers in the plan of a note that became confidential become so too; to show one again is said of that one."""
    for paper in papers.filter(confidential=False).select_related("patient"):
        Document.objects.filter(pk=paper.pk).update(confidential=True)
        _note("document.corrected", paper, by=by, reason="confidential")


@transaction.atomic
def remove(document, *, why, by, at) -> bool:
    """Take it out of the record, as one that was put there by mistake. File and row are kept. Twice changes nothing."""
    unshare(document, by=by, at=at)
    there = Document.objects.kept().filter(pk=document.pk)
    if not there.update(removed_at=at, removed_by=by, removed_because=title_of(why)):
        return False
    document.removed_at, document.removed_by = at, by
    _note("document.removed", document, by=by)
    return True


def _note(verb, document, *, by, reason="") -> None:
    patient = document.patient
    audit.record(verb, by=by, target=document, patient=patient, clinic=patient.clinic_id, reason=reason)
