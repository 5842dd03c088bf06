"""Writing where no action announces it: with `update()`, raw SQL, `save()` from a shell, in bulk, by deleting.

Whatever is watched leaves at least a bare row (Settled 16). The notice comes at commit, so that each act is a
transaction of its own.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, models, transaction

from audit.models import Event
from booking.models import Appointment
from common.tests.moment import AT
from payments.models import Entry
from payments.tests.factories import EntryFactory
from records import models as records
from records.models.access import Relation
from records.tests import factories as of_records
from smartforms.models import Response
from tests import story

HOUR = timedelta(hours=1)
WATCHED = """
SELECT t.tgrelid::regclass::text, t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
 WHERE p.proname = 'audit_notice_change' AND NOT t.tgisinternal
"""


@dataclass
class Kind:
    """How a row of a model is made for Ana, what may be changed in it, and whether it may be deleted."""

    model: type[models.Model]
    make: object
    change: dict = field(default_factory=dict)
    may_go: bool = True


def _proposal(cast):
    return records.ProfileProposal.objects.create(
        patient=cast.ana_record, field="phone", value="1", source="Form", proposed_at=AT, proposed_by=cast.ana
    )


def kinds(cast) -> dict[str, Kind]:
    """By table. What has no `change` is append-only."""
    ana = cast.ana_record
    petra = cast.petra
    found = [
        Kind(records.Patient, lambda: of_records.PatientFactory(clinic=cast.harbour), {"phone": "1"}),
        Kind(
            records.Grant,
            lambda: of_records.GrantFactory(account=cast.dov, patient=ana),
            {"scopes": []},
            may_go=False,
        ),
        Kind(
            records.Chart,
            lambda: of_records.ChartFactory(patient=ana, practitioner=petra),
            {"subjective": "Better."},
        ),
        Kind(records.Document, lambda: of_records.DocumentFactory(patient=ana), {"title": "Another"}),
        Kind(records.Upload, lambda: of_records.UploadFactory(patient=ana), {"removed_at": AT}),
        Kind(
            records.CareRelation,
            lambda: of_records.CareRelationFactory(patient=ana, practitioner=cast.quinn),
            {"until": AT},
        ),
        Kind(
            records.Contact,
            lambda: records.Contact.objects.create(
                patient=ana, name="Karin", relation=Relation.PARENT, made_at=AT, made_by=cast.nora
            ),
            {"name": "Carin"},
        ),
        Kind(
            records.Lockdown,
            lambda: of_records.LockdownFactory(patient=ana, by=cast.nora),
            {"reason": "Mailbox"},
        ),
        Kind(
            records.Denial,
            lambda: records.Denial.objects.create(patient=ana, account=cast.dov, at=AT, by=cast.nora),
            {"reason": "Court"},
        ),
        Kind(records.ProfileProposal, lambda: _proposal(cast), {"value": "2"}),
        Kind(
            records.BrokenGlass,
            lambda: of_records.BrokenGlassFactory(
                patient=ana, membership=cast.quinn_account.memberships.get()
            ),
            {"ended_at": AT + HOUR / 2, "ended_by": cast.nora},
            may_go=False,
        ),
        Kind(
            records.RedFlag,
            lambda: of_records.RedFlagFactory(patient=ana),
            {"ended_at": AT, "ended_by": cast.nora, "ended_because": "Over"},
            may_go=False,
        ),
        Kind(
            records.SentFile,
            lambda: of_records.SentFileFactory(patient=ana, by=cast.ana),
            {"confidential": True},
            may_go=False,
        ),
        Kind(
            records.PatientDetails,
            lambda: records.PatientDetails.objects.create(patient=ana),
            {"occupation": "Cook"},
        ),
        Kind(
            records.DetailChange,
            lambda: records.DetailChange.objects.create(patient=ana, field="phone", after="1", changed_at=AT),
            {"after": ""},
        ),
        Kind(
            records.ActivityAssignment,
            lambda: of_records.ActivityAssignmentFactory(patient=ana, practitioner=petra),
            {"confidential": True},
        ),
        Kind(
            records.Erasure,
            lambda: records.Erasure.objects.create(
                patient=ana, asked_at=AT, asked_by=cast.ana, by_patient=True
            ),
            {"email": "a@example.org"},
        ),
        Kind(
            records.LegalHold,
            lambda: records.LegalHold.objects.create(patient=ana, reason="A claim", at=AT, by=cast.nora),
            {"reason": "Court"},
        ),
        Kind(
            Appointment,
            lambda: story.visit(cast.at_harbour, petra, ana, story.IN_TWO_DAYS + 200 * HOUR),
            {"note": "Back"},
            may_go=False,
        ),
        Kind(
            Response,
            lambda: story.sent_form(cast.at_harbour, ana, by=cast.ana, words="Qanasilent").response,
            may_go=False,
        ),
        Kind(Entry, lambda: EntryFactory(patient=ana, clinic=cast.harbour), may_go=False),
    ]
    return {kind.model._meta.db_table: kind for kind in found}


def watched() -> dict[str, str]:
    """Table → trigger, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(WATCHED)
        return dict(cursor.fetchall())


def unseen(cast, only=()) -> tuple[int, list[str]]:
    """How many silent writes were tried, and those that nothing was written down for."""
    tried, faults = 0, []
    for table, kind in kinds(cast).items():
        if only and table not in only:
            continue
        row = None
        for name, act in _ways(kind):
            before = _last()
            with transaction.atomic():
                row = act(row) or row
            patient = row.pk if kind.model is records.Patient else row.patient_id
            told = Event.objects.filter(pk__gt=before, patient=patient)
            tried += 1
            if not told.exists():
                faults.append(f"{name} of {table} left no row")
    return tried, faults


def _last() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _ways(kind):
    """Each way of writing, as an act upon the row of the one before."""
    rows = kind.model._base_manager
    yield "an insert", lambda _none: kind.make()
    if kind.change:
        yield "an update()", lambda row: rows.filter(pk=row.pk).update(**kind.change) and None
        yield "raw SQL", lambda row: _touch(row)
        yield "a save()", lambda row: rows.get(pk=row.pk).save()
        yield "bulk_update", lambda row: rows.bulk_update([rows.get(pk=row.pk)], list(kind.change)) and None
    if kind.may_go:
        yield "a delete", lambda row: rows.filter(pk=row.pk)._raw_delete("default") and None


def _touch(row) -> None:
    key = row._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {key} = {key} WHERE {key} = %s", [row.pk])
