"""What was asked for, opened or decided of one record reaches nothing of the other, joined or parted."""

from datetime import timedelta

import pytest

from common.tests.moment import AT, LONG_AGO
from records.actions import documents, erasing, sent
from records.actions.activities import assign
from records.actions.joining import merging
from records.models import (
    BrokenGlass,
    Chart,
    Document,
    Erasure,
    LegalHold,
    Patient,
    SentFile,
    TakeOut,
    Upload,
)
from records.models.kinds import Kind
from records.takeout import working
from records.tests.factories import (
    BrokenGlassFactory,
    ChartFactory,
    DocumentFactory,
    GrantFactory,
    PatientFactory,
    SentFileFactory,
    UploadFactory,
)
from records.tests.packed import asked, ready
from tests.merging.test_every_row import everything_of, joined, settle

LATER = AT + timedelta(minutes=1)


@pytest.fixture
def two(cast):
    return tuple(PatientFactory(clinic=cast.harbour, created_at=LONG_AGO) for _ in range(2))


@pytest.fixture
def dov_of(cast):
    return lambda patient: GrantFactory(account=cast.dov, patient=patient, full=True)


def endings():
    return {(taken.ended_because, taken.ready_at is None) for taken in TakeOut.objects.all()}


@pytest.mark.parametrize("side", [0, 1], ids=["kept", "gone"])
@pytest.mark.parametrize("how", [asked, ready])
def test_joining_ends_every_take_out(cast, two, dov_of, how, side):
    how(dov_of(two[side]))
    joined(*two, by=cast.nora)
    assert working.make_all(now=lambda: AT) == 0
    assert endings() == {("changed", how is asked)}


@pytest.mark.parametrize("side", [0, 1], ids=["kept", "gone"])
@pytest.mark.parametrize("how", [asked, ready])
def test_parting_ends_every_take_out(cast, two, dov_of, how, side):
    """Dov is let into one of them: what was packed meanwhile is of both."""
    kept, gone = two
    grant = dov_of(two[side])
    merge = joined(kept, gone, by=cast.nora)
    how(grant, at=LATER)
    merging.undo(merge, by=cast.nora, at=LATER)
    assert working.make_all(now=lambda: LATER) == 0
    assert endings() == {("changed", how is asked)}


@pytest.mark.parametrize("side", [0, 1], ids=["kept", "gone"])
def test_an_emergency_ends_with_the_joining(cast, two, side):
    BrokenGlassFactory(patient=two[side], membership=cast.quinn_account.memberships.get())
    assert BrokenGlass.objects.live(at=AT).exists()
    joined(*two, by=cast.nora)
    settle()
    assert not BrokenGlass.objects.live(at=AT).exists()


def test_a_paper_goes_back_with_the_file_it_was_sent_as(cast, two):
    kept, gone = two
    file, loose = SentFileFactory(patient=gone, by=cast.ben, kind=Kind.RESULT), UploadFactory(patient=gone)
    merge = joined(kept, gone, by=cast.nora)
    how = {"by": cast.petra_account, "at": AT, "kind": Kind.RESULT, "title": "x", "dated_on": AT.date()}
    filed = sent.file_into_record(SentFile.objects.get(pk=file.pk), **how, share=True)
    taken = documents.from_upload(Upload.objects.get(pk=loose.pk), **how)
    merging.undo(merge, by=cast.nora, at=LATER)
    settle()
    for row in (file, file.upload, filed, loose, taken):
        row.refresh_from_db()
        assert row.patient == gone, row


def test_an_activity_goes_back_with_the_note_it_was_given_in(cast, two):
    kept, gone = two
    note = ChartFactory(patient=gone, practitioner=cast.petra)
    merge = joined(kept, gone, by=cast.nora)
    kept = Patient.objects.get(pk=kept.pk)
    how = {"practitioner": cast.petra, "by": cast.petra_account, "at": AT, "starts_on": AT.date()}
    theirs = assign(kept, **how, chart=Chart.objects.get(pk=note.pk), title="Walk")
    ours = assign(kept, **how, title="Swim")
    merging.undo(merge, by=cast.nora, at=LATER)
    settle()
    theirs.refresh_from_db(), ours.refresh_from_db()
    assert (theirs.patient, ours.patient) == (gone, kept)


@pytest.mark.parametrize("is_closed", [True, False])
def test_what_was_put_into_the_plan_of_the_other_record_since_stands_by_itself_again(cast, two, is_closed):
    """The paper goes back where it came from, the plan stays where it was written; what was closed stays closed."""
    kept, gone = two
    paper, plan = (
        DocumentFactory(patient=gone, shared=True),
        ChartFactory(patient=kept, confidential=is_closed),
    )
    merge = joined(kept, gone, by=cast.nora)
    paper.refresh_from_db()
    documents.correct(paper, chart=plan, by=cast.petra_account, at=AT)
    Document.objects.filter(pk=paper.pk).update(confidential=False)
    settle()
    merging.undo(merge, by=cast.nora, at=LATER)
    settle()
    paper.refresh_from_db()
    assert (paper.patient, paper.chart, paper.confidential) == (gone, None, is_closed)


@pytest.mark.parametrize("answer", ["declined", "open"])
def test_what_was_decided_about_erasing_one_is_not_decided_about_the_other(cast, two, answer):
    kept, gone = two
    asking = erasing.ask(gone, by=cast.nora, at=AT, by_patient=False)
    if answer == "declined":
        erasing.decline(asking, by=cast.nora, at=AT, reason="x")
    before = everything_of(kept, gone)
    gone.refresh_from_db()
    merge = joined(kept, gone, by=cast.nora)
    assert Erasure.objects.get().patient == (kept if answer == "open" else gone)
    merging.undo(merge, by=cast.nora, at=AT)
    settle()
    assert everything_of(kept, gone) == before


def test_a_hold_placed_since_holds_both(cast, two):
    kept, gone = two
    merge = joined(kept, gone, by=cast.nora)
    erasing.hold(kept, by=cast.nora, at=LATER, reason="court")
    merging.undo(merge, by=cast.nora, at=LATER)
    settle()
    held = LegalHold.objects.filter(lifted_at=None, reason="court")
    assert {one.patient for one in held} == {kept, gone}
