"""What was kept from somebody since is handed out no more, not even in a file that was made before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from booking.models import Appointment
from common.tests.moment import AT
from records.actions import documents, takeouts
from records.actions.charts import keep_from_proxies
from records.models import AccessRules, ActivityAssignment, Document, SentFile, TakeOut
from records.models.access import Level, Relation, Scope
from records.models.kinds import Kind
from records.takeout import working
from records.takeout.packing import Packing
from records.takeout.reader import Reader
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    DocumentFactory,
    GrantFactory,
    SentFileFactory,
    UploadFactory,
    reader_of,
    regranted,
)
from records.tests.packed import asked, packed, ready, whole_text
from smartforms.models import Assignment

LATER = AT + timedelta(hours=1)


class Papers:
    """What Ben sees of Ana's record, until somebody keeps it from him."""

    def __init__(self, cast):
        self.cast, ana = cast, cast.ana_record
        self.document = DocumentFactory(patient=ana, kind=Kind.RESULT, shared=True)
        self.chart = ChartFactory(patient=ana, practitioner=cast.petra)
        self.activity = ActivityAssignmentFactory(patient=ana, practitioner=cast.petra)
        self.sent = SentFileFactory(patient=ana, by=cast.cleo)
        self.how = {"by": cast.petra_account, "at": AT}

    def unshared(self):
        documents.unshare(self.document, **self.how)

    def removed(self):
        documents.remove(self.document, why="wrong", **self.how)

    def document_confidential(self):
        documents.correct(self.document, confidential=True, **self.how)

    def kind_hidden(self):
        AccessRules.objects.create(clinic=self.cast.harbour, hidden_kinds=[Kind.RESULT])

    def plan_kept_from_proxies(self):
        keep_from_proxies(self.chart, confidential=True, by=self.cast.petra_account)

    def plans_when_signed(self):
        AccessRules.objects.create(clinic=self.cast.harbour, plans_when_signed=True)

    def activity_confidential(self):
        ActivityAssignment.objects.filter(pk=self.activity.pk).update(confidential=True)

    def sent_file_confidential(self):
        SentFile.objects.filter(pk=self.sent.pk).update(confidential=True)

    def visit_confidential(self):
        Appointment.objects.filter(pk=self.cast.ana_visit.pk).update(confidential=True)

    def form_confidential(self):
        Assignment.objects.filter(pk=self.cast.ana_sent.pk).update(confidential=True)


WAYS = [name for name in vars(Papers) if not name.startswith("_")]


@pytest.fixture
def papers(cast):
    return Papers(cast)


def why(taken):
    taken = TakeOut.objects.select_related("account").get(pk=taken.pk)
    return takeouts.why_not_hand_out(taken, at=LATER)


@pytest.mark.parametrize("way", WAYS)
def test_what_was_kept_since_ends_it(cast, papers, way):
    taken = ready(cast.ben_grant)
    assert why(taken) is None
    getattr(papers, way)()
    assert why(taken) == "changed"


def test_what_came_since_does_not_end_it(cast, papers):
    taken = ready(cast.ben_grant)
    Papers(cast)
    assert why(taken) is None


def test_the_download_is_gone(cast, papers, client, sign_in):
    taken = ready(cast.ben_grant)
    papers.unshared()
    url = reverse("portal:takeout_file", args=[cast.ana_record.pk])
    assert sign_in(client, cast.ben).get(url).status_code == 404
    taken.refresh_from_db()
    assert taken.ended_because == "changed"


def test_what_is_kept_while_it_is_made_ends_it(cast, papers, monkeypatch):
    taken, pack = asked(cast.ben_grant), working.Packing.pack

    def packed_meanwhile(self, reader):
        pack(self, reader)
        papers.unshared()

    monkeypatch.setattr(working.Packing, "pack", packed_meanwhile)
    assert working.make_all(now=lambda: AT) == 0
    taken.refresh_from_db()
    assert (taken.ended_because, taken.ready_at) == ("changed", None)


# What is shared and unshared while it is made: before one of its parts is written, and before another.
PARTS = ["data.json", "fhir/bundle.json", "index.html", "manifest.json"]


@pytest.fixture
def passing(cast, monkeypatch):
    """`passing(first, last)`: a document that is there from one part to another; what was packed is returned."""
    keep, packed_words = Packing.keep, []

    def between(first, last):
        shown = {}

        def kept(self, path, pieces):
            if path == first:
                shown["it"] = DocumentFactory(patient=cast.ana_record, shared=True, title="Qpassing")
            if path == last:
                documents.unshare(shown["it"], by=cast.petra_account, at=AT)
            pieces = list(pieces)
            packed_words.extend(str(piece) for piece in pieces if "Qpassing" in str(piece))
            keep(self, path, pieces)

        monkeypatch.setattr(Packing, "keep", kept)
        return packed_words

    return between


@pytest.mark.parametrize("part", range(3))
def test_what_comes_and_goes_while_it_is_made_ends_it(cast, papers, passing, part):
    words, taken = passing(PARTS[part], PARTS[part + 1]), asked(cast.ben_grant)
    assert working.make_all(now=lambda: AT) == 0
    taken.refresh_from_db()
    assert (taken.ended_because, len(words)) == ("changed", 1)


def test_unless_what_was_read_is_noted_it_would_be_handed_out(cast, papers, passing, monkeypatch):
    """The control."""
    monkeypatch.setattr(Reader, "noting", lambda self, sheet, rows: rows)
    words, taken = passing("index.html", "manifest.json"), asked(cast.ben_grant)
    assert working.make_all(now=lambda: AT) == 1
    taken.refresh_from_db()
    assert (taken.ended_because, len(words)) == ("", 1)


def test_what_came_while_it_was_made_ends_it_when_it_is_kept_later(cast, papers, passing):
    words, taken = passing("fhir/bundle.json", None), asked(cast.ben_grant)
    assert working.make_all(now=lambda: AT) == 1
    assert (why(taken), len(words)) == (None, 2)
    (document,) = Document.objects.filter(title="Qpassing")
    documents.unshare(document, by=cast.petra_account, at=AT)
    assert why(taken) == "changed"


def test_it_asks_once_a_table(cast, papers, django_assert_max_num_queries):
    for _ in range(20):
        DocumentFactory(patient=cast.ana_record, shared=True)
    taken = TakeOut.objects.select_related("account").get(pk=ready(cast.ben_grant).pk)
    tables = {label: len(rows) for label, rows in taken.holds.items()}
    assert (tables["records.document"], tables["records.chart"]) == (21, 1)
    with django_assert_max_num_queries(1 + 2 * len(tables)):
        assert takeouts.why_not_hand_out(taken, at=LATER) is None


def test_the_files_that_others_sent_go_along_where_the_portal_shows_them(cast):
    ana = cast.ana_record
    own = regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    forms = GrantFactory(
        account=cast.dov, patient=ana, relation=Relation.CARER, full=True, scopes=[Scope.FORMS],
        granted_by=cast.nora,
    )  # fmt: skip
    for name, fields in {
        "Qopen.png": {},
        "Qclosed.png": {"confidential": True},
        "Qback.png": {"taken_back_at": AT},
    }.items():
        SentFileFactory(patient=ana, by=cast.cleo, name=name, **fields)
    gone = UploadFactory(patient=ana, account=cast.cleo, for_what="records.sentfile", name="Qgone.png")
    gone.removed_at = AT
    gone.save()
    names = ("Qopen.png", "Qclosed.png", "Qback.png", "Qgone.png")
    for grant, seen in (
        (own, {"Qopen.png", "Qclosed.png"}),
        (cast.ben_grant, {"Qopen.png"}),
        (forms, set()),
    ):
        file = packed(reader_of(grant))
        assert {name for name in names if name in whole_text(file)} == seen
        assert {one.removeprefix("uploads/") for one in file.namelist() if "uploads/Q" in one} == seen
