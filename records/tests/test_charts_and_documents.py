"""Charts and documents: who sees them, what of them, and what the database keeps (Settled 11, 16)."""

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from common.tests.moment import AT, LONG_AGO
from records.contract import answerers
from records.models import AccessRules, Chart, Document, Grant, Lockdown
from records.models.access import Level, Relation, Scope
from records.models.chart import PLAN_SECTIONS
from records.tests.factories import (
    ChartFactory,
    DocumentFactory,
    GrantFactory,
    PatientFactory,
    SentFileFactory,
    exported,
    reader_of,
    regranted,
)


def sees(model, account) -> set:
    return set(model.objects.visible_to(account, at=AT))


def shown(cast, model):
    """One row of Ana's that is shown, one that is confidential; and one each of Kit's and of Zoe's, elsewhere."""
    factory = {Chart: ChartFactory, Document: DocumentFactory}[model]
    extra = {} if model is Chart else {"shared": True}
    open_one, kept = (factory(patient=cast.ana_record, confidential=kept, **extra) for kept in (False, True))
    return (
        open_one,
        kept,
        factory(patient=cast.kit_record, **extra),
        factory(patient=cast.zoe_record, **extra),
    )


@pytest.mark.parametrize("model", [Chart, Document])
def test_full_access_sees_them_and_only_the_patient_what_is_confidential(cast, model):
    open_one, kept, of_kit, of_zoe = shown(cast, model)
    assert sees(model, cast.ana) == set(), "limited, though it is her own record"
    assert sees(model, cast.cleo) == set(), "limited"
    assert sees(model, cast.ben) == {open_one, of_kit}, "full, for somebody else"
    assert sees(model, cast.zoe) == {of_zoe}
    assert sees(model, cast.dov) == sees(model, cast.nora) == set()
    Grant.objects.filter(pk=cast.ana_grant.pk).update(revoked_at=AT, revoked_by=cast.nora)
    GrantFactory(account=cast.ana, patient=cast.ana_record, full=True, granted_by=cast.nora, scopes=[])
    assert sees(model, cast.ana) == {open_one, kept}, "the patient themself"


@pytest.mark.parametrize("model", [Chart, Document])
def test_another_person_needs_the_scope_and_a_live_grant(cast, model):
    _open_one, _kept, of_kit, _of_zoe = shown(cast, model)
    scopes = [scope for scope in Scope.values if scope != Scope.RECORDS]
    GrantFactory(account=cast.dov, patient=cast.kit_record, relation=Relation.CARER, full=True, scopes=scopes)
    assert sees(model, cast.dov) == set()
    assert of_kit in sees(model, cast.ben)
    Lockdown.objects.create(patient=cast.kit_record, at=LONG_AGO, by=cast.nora)
    assert of_kit not in sees(model, cast.ben)


@pytest.mark.parametrize("model", [Chart, Document])
def test_from_the_review_age_on_a_parent_sees_none_until_the_young_person_agrees(cast, model):
    _open_one, _kept, of_kit, _of_zoe = shown(cast, model)
    Grant.objects.filter(pk=cast.kit_grant.pk).update(is_for_minor=True)
    AccessRules.objects.create(clinic=cast.harbour, review_age=9, majority_age=18)
    assert of_kit not in sees(model, cast.ben), "Kit is nine"
    regranted(Grant.objects.get(pk=cast.kit_grant.pk), consent_at=AT)
    assert of_kit in sees(model, cast.ben)


def test_a_chart_is_seen_once_it_has_a_plan_and_a_document_once_it_is_shared(cast):
    grant = GrantFactory(full=True)
    ChartFactory(patient=grant.patient, plan={}, assessment="Not for the patient.")
    DocumentFactory(patient=grant.patient)
    DocumentFactory(patient=grant.patient, shared=True, shared_at=AT.replace(year=2027))
    assert sees(Chart, grant.account) == sees(Document, grant.account) == set()
    draft, locked = (
        ChartFactory(patient=grant.patient, **fields)
        for fields in ({}, {"locked_at": AT, "locked_by": cast.nora})
    )
    assert sees(Chart, grant.account) == {draft, locked}


def test_staff_look_at_the_rows_of_their_clinic(cast):
    charts = shown(cast, Chart)
    assert set(Chart.objects.of(cast.harbour)) == set(charts[:3])
    assert set(Chart.objects.of(cast.lakeside)) == {charts[3]}


def test_what_is_taken_out_is_what_a_patient_may_read(cast):
    shown(cast, Chart)
    ChartFactory(patient=cast.ana_record, plan={})
    DocumentFactory(patient=cast.ana_record)
    shared = DocumentFactory(patient=cast.ana_record, title="Shared", shared=True)
    mine = next(each for each in answerers() if each.room == "records")
    rows = [
        (name, row)
        for name, row in exported(
            mine, reader_of(regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora))
        )
        if name in ("treatment_plans", "documents")
    ]
    assert [name for name, _row in rows] == ["treatment_plans"] * 2 + ["documents"]
    assert not {"subjective", "objective", "assessment", "private_notes"} & set(rows[0][1])
    assert rows[0][1]["plan"] == {"summary": "Rest."}
    assert rows[-1][1]["title"] == shared.title


def test_a_merge_gives_them_to_the_other_record_and_back(cast):
    chart, document = ChartFactory(patient=cast.ana_record), DocumentFactory(patient=cast.ana_record)
    mine, other = next(each for each in answerers() if each.room == "records"), PatientFactory()
    moved = mine.move(cast.ana_record, other, by=cast.nora, at=AT)
    assert set(other.charts.all()) | set(other.documents.all()) == {chart, document}
    mine.undo(moved, cast.ana_record, by=cast.nora, at=AT)
    assert set(cast.ana_record.charts.all()) == {chart}


# Promises of the database ---------------------------------------------------------------------------


def refused(promise, act, *args, **kwargs):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        act(*args, **kwargs)
    return True


def test_who_and_when_stand_together(cast):
    chart, document = ChartFactory(), DocumentFactory()
    locked, shared = "records_chart_locked_who_and_when", "records_document_shared_who_and_when"
    assert refused(locked, Chart.objects.filter(pk=chart.pk).update, locked_at=AT)
    assert refused(locked, Chart.objects.filter(pk=chart.pk).update, locked_by=cast.nora)
    assert refused(shared, Document.objects.filter(pk=document.pk).update, shared_at=AT)


@pytest.mark.parametrize("hollow", ["", " \n\t", None, []])
def test_a_plan_holds_no_section_without_content(db, hollow):
    rows = {"supplements": [{"what": "Iron", "dose": "25 mg"}], "summary": "Rest.\n\nMore."}
    assert ChartFactory(plan=rows).plan == rows
    promise = "records_chart_plan_has_content"
    assert refused(promise, ChartFactory, plan={"goals": hollow})
    assert refused(promise, ChartFactory, plan=rows | {"goals": hollow})


def test_a_plan_is_a_list_of_sections(db):
    assert refused("records_chart_plan_has_content", ChartFactory, plan=["Rest."])
    assert list(PLAN_SECTIONS)[0] == "summary"


def test_a_document_is_stored_under_its_own_id(db):
    document = DocumentFactory(title="../../etc/passwd")
    assert document.stored_as == f"documents/{document.pk}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("factory", "change", "verb"),
    [
        (ChartFactory, {"plan": {}}, "records.chart.changed"),
        (DocumentFactory, {"title": "x"}, "records.document.changed"),
        (SentFileFactory, {"confidential": True}, "records.sentfile.changed"),
    ],
)
def test_a_change_that_no_action_announced_leaves_a_bare_note(factory, change, verb):
    row = factory()
    before = Event.objects.latest("id").pk
    type(row).objects.filter(pk=row.pk).update(**change)
    notes = Event.objects.filter(id__gt=before).values_list("verb", "patient", "target")
    assert list(notes) == [(verb, row.patient_id, str(row.pk))]
