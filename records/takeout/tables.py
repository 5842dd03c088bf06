"""Which tables and columns of this room go along, and why the others stay (B20)."""

from django.db.models import Q

from records.models import (
    AccessCode,
    AccessRequest,
    ActivityAssignment,
    ActivityDone,
    Apart,
    BrokenGlass,
    CareRelation,
    Chart,
    ChartRevision,
    Contact,
    Denial,
    DetailChange,
    Document,
    EndedSharing,
    Erasure,
    Grant,
    Invitation,
    LegalHold,
    Lockdown,
    Merge,
    Patient,
    PatientDetails,
    ProfileProposal,
    RedFlag,
    SentFile,
    TakeOut,
    Upload,
)  # fmt: skip
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

    seen = {"account": reader.account, "at": reader.at}
    sent = Q(pk__in=SentFile.objects.visible_to(**seen).values("upload"))
    rows = rows.filter(Q(pk__in=Upload.objects.visible_to(**seen).values("pk")) | sent, removed_at=None)
    for answerer in answerers():
        rows = rows.exclude(answerer.hidden_files(reader))
    return rows


SHEETS = (
    Sheet(
        Patient,
        "patient",
        "id given_name family_name date_of_birth pronouns email phone address created_at made_online",
        {
            Why.INTERNAL: "sort_name search match_given match_family match_name match_phone merged_at",
            Why.HEAD: "clinic_id",
        },
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
        "id kind title dated_on confidential practitioner_id content_type size sha256 pages created_at shared_at"
        " chart_id:treatment_plan",
        {
            Why.NOTES: "labels name removed_at removed_because",
            Why.OTHERS: "created_by_id shared_by_id removed_by_id",
            Why.INTERNAL: "upload_id",
            Why.HEAD: "patient_id",
        },
    ),
    Sheet(EndedSharing, stays=Why.INTERNAL, through="document"),
    Sheet(
        ProfileProposal,
        "suggested_changes",
        "id field before value source proposed_at proposed_by_id confirmed_at taken_back replaced decided_at accepted"
        " told:reason",
        {
            Why.SECRET: "nonce",
            Why.NOTES: "reason",
            Why.INTERNAL: "asked_at by_team",
            Why.OTHERS: "decided_by_id",
            Why.HEAD: "patient_id",
        },
        least="id field value source proposed_at proposed_by_id decided_at accepted told:reason",
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
            Why.INTERNAL: "tries seen_at steps_done steps size sha256 swept_at ended_because grant_id sight"
            " holds language",
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
    Sheet(
        BrokenGlass,
        "emergencies",
        "id opened_at until ended_at",
        {
            Why.NOTES: "reason was_fine review",
            Why.OTHERS: "membership_id ended_by_id reviewed_at reviewed_by_id",
            Why.HEAD: "patient_id",
        },
        seen=_for_the_patient,
    ),
    Sheet(
        ActivityAssignment,
        "home_activities",
        "id practitioner_id title instructions link times per starts_on until confidential assigned_at ended_at"
        " chart_id:treatment_plan picture_id",
        {
            Why.INTERNAL: "activity_id",
            Why.OTHERS: "assigned_by_id ended_by_id",
            Why.HEAD: "patient_id",
        },
    ),
    Sheet(
        ActivityDone,
        "home_activities_done",
        "id assignment_id on_day number done_at done_by_id undone_at",
        {Why.OTHERS: "undone_by_id"},
        through="assignment",
    ),
    Sheet(
        SentFile,
        "sent_files",
        "id upload_id kind note confidential sent_at taken_back_at decided_at outcome reason",
        {
            Why.INTERNAL: "batch nth document_id form_copy_id",
            Why.OTHERS: "decided_by_id",
            Why.HEAD: "patient_id",
        },
    ),
    Sheet(
        PatientDetails,
        "details",
        "id preferred_name emergency_name emergency_relation emergency_phone occupation language insurer"
        " insurance_number insurance_group pharmacy_name pharmacy_phone pharmacy_address reach_visits reach_papers"
        " reminders",
        {Why.HEAD: "patient_id"},
    ),
    Sheet(
        DetailChange,
        "changes_of_details",
        "id field before after changed_at",
        {Why.OTHERS: "changed_by_id", Why.INTERNAL: "proposal_id", Why.HEAD: "patient_id"},
    ),
    Sheet(RedFlag, stays=Why.NOTES),
    Sheet(Merge, stays=Why.INTERNAL),
    Sheet(Apart, stays=Why.INTERNAL),
)
