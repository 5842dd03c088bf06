"""What goes along of this room's tables: who the patient is, plans, documents, files, who may see the record."""

from urllib.parse import quote

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from common.wording import file_size, long_date_year, moment_with_year
from records.models import (
    AccessCode,
    AccessRequest,
    CareRelation,
    Chart,
    ChartRevision,
    Contact,
    Denial,
    Document,
    EndedSharing,
    Erasure,
    Grant,
    Invitation,
    LegalHold,
    Lockdown,
    Patient,
    ProfileProposal,
    TakeOut,
    Upload,
)
from records.takeout.parts import Entry, File, Section
from records.takeout.plans import care_plan, facts_of
from records.takeout.resources import clean, moment, organization, patient, reference, without_empty
from records.takeout.sheets import Sheet, Why


def _for_the_patient(rows, reader):
    """What only the patient in full may know: who else is near the record."""
    return rows if reader.is_self else rows.none()


def _changed_the_plan(revision, reader) -> bool:
    """Why a note was amended is for the patient to read where the plan changed; else it is about the team's notes."""
    earlier = ChartRevision.objects.filter(chart=revision.chart_id, number__lt=revision.number)
    before = earlier.order_by("-number").values_list("plan", flat=True).first()
    return before is not None and before != revision.plan


def _for_the_record(rows, reader):
    return rows if reader.sees_record else rows.none()


def _kept_files(rows, reader):
    """The files this account sees, minus those of what it may not read."""
    from records.contract import answerers

    rows = rows.filter(pk__in=Upload.objects.visible_to(reader.account, at=reader.at).values("pk"))
    for answerer in answerers():
        rows = rows.exclude(answerer.hidden_files(reader))
    return rows


SHEETS = (
    Sheet(
        Patient,
        "patient",
        "id given_name family_name date_of_birth pronouns email phone address created_at made_online",
        {Why.INTERNAL: "sort_name search", Why.HEAD: "clinic_id"},
        least="id given_name family_name",
    ),
    Sheet(
        Grant,
        "access",
        "id account_id relation level scopes basis is_for_minor consent_at starts_at expires_at granted_by_id",
        {Why.INTERNAL: "colour", Why.HEAD: "patient_id", Why.PROTECTS: "revoked_at revoked_by_id reason"},
    ),
    Sheet(
        CareRelation,
        "care_team",
        "practitioner_id since until why",
        {Why.INTERNAL: "id", Why.HEAD: "patient_id"},
        seen=_for_the_record,
    ),
    Sheet(Lockdown, stays=Why.PROTECTS),
    Sheet(Denial, stays=Why.PROTECTS),
    Sheet(AccessCode, stays=Why.SECRET),
    Sheet(AccessRequest, stays=Why.OTHERS),
    Sheet(
        Contact,
        "contacts",
        "id name relation may_be_told may_have_access made_at ended_at",
        {Why.OTHERS: "phone email made_by_id", Why.HEAD: "patient_id"},
        seen=_for_the_patient,
    ),
    Sheet(
        Invitation,
        "invitations",
        "id email name relation level scopes access_until by_patient issued_at sent_at expires_at accepted_at"
        " revoked_at",
        {
            Why.SECRET: "nonce wrong_births",
            Why.OTHERS: "contact_id message message_read_at issued_by_id accepted_by_id revoked_because",
            Why.INTERNAL: "mailing batch_id",
            Why.HEAD: "clinic_id patient_id",
        },
        seen=lambda rows, reader: _for_the_patient(rows, reader).filter(
            by_patient=True, issued_by=reader.account
        ),
    ),
    Sheet(
        Chart,
        "treatment_plans",
        "id practitioner_id day written_at plan confidential locked_at",
        {
            Why.NOTES: "subjective objective assessment",
            Why.PRIVATE: "private_notes",
            Why.OTHERS: "locked_by_id",
            Why.INTERNAL: "version saved_at",
            Why.HEAD: "patient_id",
        },
    ),
    Sheet(
        ChartRevision,
        "amended_plans",
        "id chart_id number at reason day plan",
        {Why.NOTES: "subjective objective assessment", Why.OTHERS: "by_id"},
        through="chart",
        closed="reason",
        opens=_changed_the_plan,
    ),
    Sheet(
        Document,
        "documents",
        "id kind title dated_on confidential practitioner_id content_type size sha256 pages created_at shared_at",
        {
            Why.NOTES: "labels name removed_at removed_because",
            Why.OTHERS: "created_by_id shared_by_id removed_by_id",
            Why.INTERNAL: "upload_id",
            Why.HEAD: "patient_id",
        },
    ),
    Sheet(EndedSharing, stays=Why.INTERNAL),
    Sheet(
        ProfileProposal,
        "suggested_changes",
        "id field before value source proposed_at proposed_by_id decided_at accepted reason",
        {Why.OTHERS: "decided_by_id", Why.HEAD: "patient_id"},
        least="id field value source proposed_at proposed_by_id decided_at accepted reason",
    ),
    Sheet(
        Upload,
        "files",
        "id account_id for_what name content_type size sha256 pages created_at removed_at",
        {Why.HEAD: "clinic_id patient_id"},
        seen=_kept_files,
    ),
    Sheet(
        TakeOut,
        "take_outs",
        "id account_id asked_at asked_by_id ready_at expires_at downloaded_at ended_at",
        {
            Why.INTERNAL: "tries seen_at steps_done steps size sha256 swept_at ended_because grant_id sight language",
            Why.HEAD: "clinic_id patient_id",
        },
    ),
    Sheet(
        Erasure,
        "erasure_requests",
        "id asked_at asked_by_id by_patient email decided_at accepted reason keep_until completed_at",
        {Why.OTHERS: "decided_by_id completed_by_id", Why.HEAD: "patient_id"},
    ),
    Sheet(LegalHold, stays=Why.PROTECTS),
)


def sections(reader):
    """The record in words, part by part."""
    yield Section(_("Details"), _details(reader))
    yield Section(_("Treatment plans"), _plans(reader), _("There is no treatment plan."))
    yield Section(_("Documents"), _documents(reader), _("No document was shared."))
    yield Section(_("Files sent to the clinic"), _files(reader), _("No file was sent."))
    yield Section(_("Changes suggested to the clinic"), _proposals(reader), _("No change was suggested."))
    yield Section(_("Who can see the record"), _access(reader), _("Nobody."))


def _details(reader):
    row, columns = reader.patient, reader.columns_of(reader.sheets[Patient])
    words = {
        "date_of_birth": (_("Date of birth"), lambda: long_date_year(row.date_of_birth)),
        "pronouns": (_("Pronouns"), lambda: row.pronouns),
        "email": (_("Email address"), lambda: row.email),
        "phone": (_("Telephone"), lambda: row.phone),
        "address": (_("Address"), lambda: row.address),
    }
    facts = [(term, said()) for name, (term, said) in words.items() if name in columns]
    yield Entry(row.name, tuple((term, said) for term, said in facts if said))


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
            (_("Suggested"), one.value),
            (_("On"), moment_with_year(one.proposed_at.astimezone(reader.zone))),
            (_("Outcome"), f"{outcome}. {one.reason}" if one.reason else outcome),
        )
        yield Entry(one.field.replace("_", " "), facts)


def _access(reader):
    for grant in reader.rows_of(Grant).select_related("account").iterator(chunk_size=200):
        since = moment_with_year(grant.starts_at.astimezone(reader.zone))
        facts = [(_("Relation"), grant.get_relation_display()), (_("Access"), grant.get_level_display())]
        facts.append((_("Since"), since))
        if grant.expires_at:
            facts.append((_("Until"), moment_with_year(grant.expires_at.astimezone(reader.zone))))
        yield Entry(grant.account.email, tuple(facts))


def files(reader):
    """The bytes of documents and uploads, under names that are safe anywhere."""
    for document in reader.rows_of(Document).iterator(chunk_size=200):
        yield _file(
            reader,
            document,
            document.title,
            document.content_type,
            "documents",
        )
    for upload in reader.rows_of(Upload).iterator(chunk_size=200):
        yield _file(reader, upload, upload.name, upload.content_type, "uploads")


def _file(reader, row, title, content_type, folder) -> File:
    path = reader.names(folder).give(title, content_type)
    return File(path, row.pk, lambda: default_storage.open(row.stored_as))


def resources(reader):
    """The patient, the clinic, plans, and what tells where a file lies."""
    yield organization(reader.patient.clinic)
    yield patient(reader)
    for chart in (
        reader.rows_of(Chart).exclude(plan={}).select_related("practitioner").iterator(chunk_size=200)
    ):
        yield from care_plan(chart, reader.zone)
    for document in reader.rows_of(Document).iterator(chunk_size=200):
        yield _reference_to(reader, document, document.title, document.get_kind_display(), document.shared_at)
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
            "subject": reference("Patient", row.patient_id),
            "date": moment(when, reader.zone),
            "content": [{"attachment": without_empty(attachment)}],
        }
    )
