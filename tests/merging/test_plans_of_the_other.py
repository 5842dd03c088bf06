"""Put into a plan of the other record while the two were one: parted again, each paper stays whose it was."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD, AccountFactory
from common.tests.moment import AT, LONG_AGO
from records.actions.documents import correct
from records.actions.joining import merging
from records.joining.parting import lets_go
from records.models import Chart, Document, Merge
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    DocumentFactory,
    GrantFactory,
    PatientFactory,
    UploadFactory,
)
from tests.merging.test_every_row import joined, settle

LATER = AT + timedelta(hours=1)


@pytest.fixture
def two(cast):
    return tuple(PatientFactory(clinic=cast.harbour, created_at=LONG_AGO) for _ in range(2))


def put_into(chart, document, *, by):
    """The team corrects which plan a paper belongs to."""
    row = Document.objects.get(pk=document.pk)
    correct(row, by=by, at=LATER, chart=Chart.objects.get(pk=chart.pk))


def parted(merge, *, by) -> None:
    merging.undo(Merge.objects.get(pk=merge.pk), by=by, at=LATER)
    settle()


def where(row):
    row.refresh_from_db()
    return row.patient, row.chart


def test_a_paper_from_before_stays_with_its_patient(cast, two):
    kept, gone = two
    other = AccountFactory()
    GrantFactory(account=other, patient=gone, full=True)
    chart = ChartFactory(patient=gone, practitioner=cast.petra)
    paper = DocumentFactory(patient=kept, shared=True, created_at=LONG_AGO)
    merge = joined(kept, gone, by=cast.nora)
    put_into(chart, paper, by=cast.nora)
    assert lets_go(merge) == 1
    parted(merge, by=cast.nora)
    assert where(paper) == (kept, None)
    assert not Document.objects.visible_to(other, at=LATER).filter(pk=paper.pk).exists()


def test_one_that_moved_goes_home_without_the_plan(cast, two):
    kept, gone = two
    chart = ChartFactory(patient=kept, practitioner=cast.petra)
    paper = DocumentFactory(patient=gone, shared=True, created_at=LONG_AGO)
    merge = joined(kept, gone, by=cast.nora)
    put_into(chart, paper, by=cast.nora)
    assert lets_go(merge) == 1
    parted(merge, by=cast.nora)
    assert where(paper) == (gone, None)


def test_what_was_made_since_in_a_plan_goes_with_it(cast, two):
    kept, gone = two
    chart = ChartFactory(patient=gone, practitioner=cast.petra)
    merge = joined(kept, gone, by=cast.nora)
    chart.refresh_from_db(), kept.refresh_from_db()
    paper = DocumentFactory(patient=kept, chart=chart, created_at=LATER)
    activity = ActivityAssignmentFactory(
        patient=kept, practitioner=cast.petra, chart=chart, assigned_at=LATER
    )
    assert lets_go(merge) == 0
    parted(merge, by=cast.nora)
    assert (where(paper), where(activity)) == ((gone, chart), (gone, chart))


def test_an_activity_from_before_and_a_paper_of_a_file_of_one_s_own_stay(cast, two):
    kept, gone = two
    chart = ChartFactory(patient=gone, practitioner=cast.petra)
    activity = ActivityAssignmentFactory(patient=kept, practitioner=cast.petra, assigned_at=LONG_AGO)
    sent = UploadFactory(patient=kept)
    merge = joined(kept, gone, by=cast.nora)
    chart.refresh_from_db(), kept.refresh_from_db()
    type(activity).objects.filter(pk=activity.pk).update(chart=chart)
    paper = DocumentFactory(patient=kept, chart=chart, upload=sent, created_at=LATER)
    parted(merge, by=cast.nora)
    assert (where(activity), where(paper)) == ((kept, None), (kept, None))


def test_out_of_a_confidential_plan_it_stays_confidential(cast, two):
    kept, gone = two
    charts = [
        ChartFactory(patient=gone, practitioner=cast.petra, confidential=secret) for secret in (True, False)
    ]
    papers = [DocumentFactory(patient=kept, shared=True, created_at=LONG_AGO) for _ in charts]
    merge = joined(kept, gone, by=cast.nora)
    for chart, paper in zip(charts, papers, strict=True):
        put_into(chart, paper, by=cast.nora)
    parted(merge, by=cast.nora)
    assert [(where(paper), paper.confidential) for paper in papers] == [
        ((kept, None), True),
        ((kept, None), False),
    ]


def test_the_page_that_asks_says_so(cast, two, client, sign_in):
    kept, gone = two
    chart = ChartFactory(patient=gone, practitioner=cast.petra)
    paper = DocumentFactory(patient=kept, created_at=LONG_AGO)
    merge = joined(kept, gone, by=cast.nora)
    sign_in(client, cast.nora)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    url = reverse("office:merge", args=[kept.pk, merge.pk])
    before = client.get(url).context["facts"]
    put_into(chart, paper, by=cast.nora)
    after = client.get(url).context["facts"]
    assert [fact for fact in after if fact not in before] == [
        "1 document or activity was put into a plan of the other record: it stays whose it was, in no plan."
    ]
