"""What goes along of this room's tables: who the patient is, plans, documents, files, who may see the record."""

from urllib.parse import quote

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from common.wording import dated, file_size, long_date_year, moment_with_year
from records.details import DETAILS, OF_PATIENT
from records.models import (
    ActivityAssignment,
    ActivityDone,
    Chart,
    Document,
    Grant,
    Patient,
    PatientDetails,
    ProfileProposal,
    Upload,
)
from records.takeout.parts import Entry, File, Section
from records.takeout.person import person
from records.takeout.plans import care_plan, facts_of, home_plan, plan_beside
from records.takeout.resources import clean, moment, organization, reference, without_empty


def sections(reader):
    """The record in words, part by part."""
    yield Section(_("Details"), _details(reader))
    yield Section(_("Treatment plans"), _plans(reader), _("There is no treatment plan."))
    yield Section(_("Activities at home"), _activities(reader), _("There is no activity."))
    yield Section(_("Documents"), _documents(reader), _("No document was shared."))
    yield Section(_("Files sent to the clinic"), _files(reader), _("No file was sent."))
    yield Section(_("Changes suggested to the clinic"), _proposals(reader), _("No change was suggested."))
    yield Section(_("Who can see the record"), _access(reader), _("Nobody."))


def _details(reader):
    row, columns = reader.patient, reader.columns_of(reader.sheets[Patient])
    words = {
        "date_of_birth": (_("Date of birth"), lambda: dated(row.date_of_birth, "j F Y")),
        "pronouns": (_("Pronouns"), lambda: row.pronouns),
        "email": (_("Email address"), lambda: row.email),
        "phone": (_("Telephone"), lambda: row.phone),
        "address": (_("Address"), lambda: row.address),
    }
    facts = [(term, said()) for name, (term, said) in words.items() if name in columns]
    for row.details in reader.rows_of(PatientDetails):
        facts += [
            (str(one.label), one.words(one.said(row)))
            for one in DETAILS.values()
            if one.key not in OF_PATIENT
        ]
    yield Entry(row.name, tuple((term, said) for term, said in facts if said))


def _activities(reader):
    rows = _given(reader).order_by("-starts_on", "pk")
    for one in rows.iterator(chunk_size=200):
        days = (
            reader.rows_of(ActivityDone).filter(assignment=one, undone_at=None).order_by("on_day", "number")
        )
        done = ", ".join(long_date_year(day) for day in days.values_list("on_day", flat=True))
        facts = (
            (_("What to do"), one.instructions),
            (_("More about it"), one.link),
            (_("From"), long_date_year(one.starts_on)),
            (_("Until"), long_date_year(one.until) if one.until else ""),
            (_("Given by"), one.practitioner.name),
            (_("Ticked off"), done),
            (_("Picture"), one.picture.shows if one.picture else ""),
        )
        facts = tuple((term, said) for term, said in facts if said)
        yield Entry(one.title, facts, reader.paths.get(one.picture_id, ""))


def _given(reader):
    """What is to be done at home, with who gave it and its picture."""
    return reader.rows_of(ActivityAssignment).select_related("practitioner", "picture")


def _plans(reader):
    rows = reader.rows_of(Chart).select_related("practitioner").order_by("-day", "pk")
    for chart in rows.iterator(chunk_size=200):
        title = _("Visit of %(day)s with %(name)s")
        names = {"day": long_date_year(chart.day), "name": chart.practitioner.name}
        yield Entry(title % names, tuple(facts_of(chart.plan)))


def _documents(reader):
    for document in reader.rows_of(Document).order_by("-dated_on", "pk").iterator(chunk_size=200):
        facts = ((_("Kind"), document.get_kind_display()), (_("Date"), long_date_year(document.dated_on)))
        yield Entry(document.title, facts, reader.paths.get(document.pk, ""))


def _files(reader):
    for upload in reader.rows_of(Upload).order_by("-created_at", "pk").iterator(chunk_size=200):
        sent = moment_with_year(upload.created_at.astimezone(reader.zone))
        facts = ((_("Sent"), sent), (_("Size"), file_size(upload.size)))
        yield Entry(upload.name, facts, reader.paths.get(upload.pk, ""))


def _proposals(reader):
    for one in reader.rows_of(ProfileProposal).order_by("-proposed_at", "pk").iterator(chunk_size=200):
        outcome = {None: _("Waiting"), True: _("Accepted"), False: _("Not accepted")}[one.accepted]
        facts = (
            (_("Suggested"), DETAILS[one.field].words(one.value) or _("Nothing is to be on file")),
            (_("On"), moment_with_year(one.proposed_at.astimezone(reader.zone))),
            (_("Outcome"), f"{outcome}. {one.told}" if one.told else outcome),
        )
        yield Entry(str(DETAILS[one.field].label), facts)


def _access(reader):
    for grant in reader.rows_of(Grant).select_related("account").iterator(chunk_size=200):
        since = moment_with_year(grant.starts_at.astimezone(reader.zone))
        facts = [(_("Relation"), grant.get_relation_display()), (_("Access"), grant.get_level_display())]
        facts.append((_("Since"), since))
        if grant.expires_at:
            facts.append((_("Until"), moment_with_year(grant.expires_at.astimezone(reader.zone))))
        yield Entry(grant.account.email, tuple(facts))


def files(reader):
    """The bytes of documents, uploads and pictures of activities, under names that are safe anywhere."""
    for document in reader.rows_of(Document).iterator(chunk_size=200):
        yield _file(reader, document, document.title, "documents")
    for upload in reader.rows_of(Upload).iterator(chunk_size=200):
        yield _file(reader, upload, upload.name, "uploads")
    shown = set()  # a picture of the library may go with several
    for given in _given(reader).iterator(chunk_size=200):
        if given.picture and given.picture_id not in shown:
            shown.add(given.picture_id)
            yield _file(reader, given.picture, given.picture.shows, "activities")


def _file(reader, row, title, folder) -> File:
    path = reader.names(folder).give(title, row.content_type)
    return File(path, row.pk, lambda: default_storage.open(row.stored_as))


def resources(reader):
    """The patient, the clinic, plans, what is to be done at home, and what tells where a file lies."""
    yield organization(reader.patient.clinic)
    yield from person(reader)
    for chart in (
        reader.rows_of(Chart).exclude(plan={}).select_related("practitioner").iterator(chunk_size=200)
    ):
        yield from care_plan(chart, reader.zone)
    today = reader.at.astimezone(reader.zone).date()
    for given in _given(reader).iterator(chunk_size=200):
        yield from home_plan(given, reader, on=today)
        if picture := given.picture:
            yield _reference_to(reader, picture, picture.shows, "", picture.created_at)
    for document in reader.rows_of(Document).iterator(chunk_size=200):
        paper = _reference_to(
            reader, document, document.title, document.get_kind_display(), document.shared_at
        )
        plan = plan_beside(document, reader)
        yield paper | ({"context": {"related": plan}} if plan else {})
    for upload in reader.rows_of(Upload).iterator(chunk_size=200):
        yield _reference_to(reader, upload, upload.name, "", upload.created_at)


def _reference_to(reader, row, title, kind, when) -> dict:
    path = reader.paths.get(row.pk)
    attachment = {
        "title": clean(title),
        "contentType": row.content_type,
        "url": quote(path) if path else None,
        "size": row.size,
        "creation": moment(when, reader.zone),
    }
    return without_empty(
        {
            "resourceType": "DocumentReference",
            "id": str(row.pk),
            "status": "current",
            "type": {"text": clean(kind)} if clean(kind) else None,
            "subject": reference("Patient", reader.patient.pk),
            "date": moment(when, reader.zone),
            "content": [{"attachment": without_empty(attachment)}],
        }
    )
