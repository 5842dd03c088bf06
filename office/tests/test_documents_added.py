"""Documents put into the record: files of one kind, all or none, shared at once or not (cases C57, C63)."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from common import files
from common.tests.moment import AT
from common.tests.pictures import picture
from office.tests.people import place, says
from records.models import Document
from records.models.kinds import ADMINISTRATIVE
from records.tests.factories import ChartFactory
from records.tests.test_documents import paper


@pytest.fixture
def petra(cast, client, sign_in):
    """Ana is one of hers."""
    return sign_in(client, cast.petra_account)


def add(client, cast, *given, **more):
    day = {"dated_on_day": "3", "dated_on_month": "11", "dated_on_year": "2026"}
    said = {"kind": "letter", "title": "To your doctor", "files": list(given or [paper()])} | day | more
    return client.post(place("new_documents", cast.ana_record), said)


def test_files_are_added_with_what_is_said_of_them(cast, petra):
    answer = add(petra, cast, labels="Knee,  left , knee", practitioner=str(cast.petra.pk), confidential="on")
    assert answer.url == place("documents", cast.ana_record)
    document = Document.objects.get()
    assert (document.kind, document.title, document.labels, document.confidential) == (
        "letter", "To your doctor", ["Knee", "left"], True,
    )  # fmt: skip
    assert (document.practitioner, document.created_by, document.shared_at, document.pages) == (
        cast.petra, cast.petra_account, None, 2,
    )  # fmt: skip
    assert says(petra.get(answer.url)) == ["The document is added."]


def test_several_are_added_and_shared_at_once(cast, petra):
    answer = add(petra, cast, paper(name="a.pdf"), picture("b.png"), title="", share="on")
    assert says(petra.get(answer.url)) == ["2 documents are added and shared."]
    assert set(Document.objects.values_list("title", "shared_by")) == {
        ("a", cast.petra_account.pk), ("b", cast.petra_account.pk),
    }  # fmt: skip


def test_the_desk_adds_what_is_administrative_and_nothing_else(cast, finn):
    page = finn.get(place("new_documents", cast.ana_record))
    kinds = [value for value, _words in page.context["form"].fields["kind"].choices if value]
    assert set(kinds) == ADMINISTRATIVE
    assert add(finn, cast, kind="letter").status_code == 422
    assert add(finn, cast, kind="insurance").status_code == 302


@pytest.mark.parametrize(
    ("given", "said", "where"),
    [
        ([SimpleUploadedFile("x.pdf", b"<html><script>")], "“x.pdf” is not one of these", "files"),
        ([SimpleUploadedFile("x.pdf", b"")], "This file is empty", "files"),
        ([picture() for _each in range(11)], "Choose at most 10 files at once", "files"),
    ],
)
def test_what_is_not_taken_is_said_beside_it_and_nothing_is_kept(cast, petra, given, said, where):
    answer = add(petra, cast, paper(), *given) if len(given) == 1 else add(petra, cast, *given)
    assert answer.status_code == 422 and said in answer.context["form"].errors[where][0]
    assert 'value="To your doctor"' in answer.text, "what was typed is kept"
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"files": []}, "files"),
        ({"kind": ""}, "kind"),
        ({"kind": "secret"}, "kind"),
        ({"title": "x" * 161}, "title"),
        ({"dated_on_year": "2027"}, "dated_on"),
        ({"labels": "x" * 31}, "labels"),
        ({"labels": ",".join("abcdefghi")}, "labels"),
        ({"practitioner": "0"}, "practitioner"),
    ],
)
def test_bad_answers_are_said_beside_their_question(cast, petra, more, where):
    answer = add(petra, cast, **more)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [where])
    assert Document.objects.count() == 0


def test_a_practitioner_of_another_clinic_is_not_to_be_chosen(cast, petra):
    assert add(petra, cast, practitioner=str(cast.lena.pk)).status_code == 422


def test_one_that_is_too_large_is_refused_with_all_others(cast, petra, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 40)
    monkeypatch.setattr("common.files.BoundedUpload.receive_data_chunk", _too_large)
    answer = add(petra, cast)
    assert answer.status_code == 422 and "larger than" in answer.context["form"].errors["files"][0]


def _too_large(handler, raw_data, start):
    handler.request.too_large = {handler.field_name}
    raise files.SkipFile


def test_a_full_disk_is_said_and_leaves_nothing(cast, petra, monkeypatch):
    def full(name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    answer = add(petra, cast)
    assert answer.status_code == 422
    assert answer.context["form"].errors["files"] == [
        "We could not keep the file. Try again in a few minutes"
    ]
    assert Document.objects.count() == 0


def test_whoever_cares_says_to_which_plan_it_belongs(cast, petra):
    by_petra = {"patient": cast.ana_record, "practitioner": cast.petra}
    plan, begun = ChartFactory(**by_petra, plan={"tests": "Ferritin."}), ChartFactory(**by_petra, plan={})
    hollow = ChartFactory(**by_petra, plan={}, signed=True)
    ChartFactory(patient=cast.ana_record, practitioner=cast.quinn, day=AT.date() - timedelta(days=1))
    other = ChartFactory(patient=cast.kit_record, practitioner=cast.petra)
    page = petra.get(place("new_documents", cast.ana_record))
    offered = page.context["form"].fields["chart"].choices
    assert sorted(words for _value, words in offered) == [
        "No visit in particular",
        "Visit of 16 November 2026, Quinn Cast",
        "Visit of 17 November 2026, Petra Cast",
        "Visit of 17 November 2026, Petra Cast",
    ]
    assert {str(plan.pk), str(begun.pk)} < {value for value, _words in offered}
    for wrong in (hollow, other):
        assert add(petra, cast, chart=str(wrong.pk)).status_code == 422
    assert add(petra, cast, chart=str(plan.pk)).status_code == 302
    document = Document.objects.get()
    assert document.chart == plan
    again = place("document_correction", cast.ana_record, document.pk)
    assert petra.get(again).context["form"].initial["chart"] == str(plan.pk)
    day = {"dated_on_day": "3", "dated_on_month": "11", "dated_on_year": "2026"}
    assert (
        petra.post(again, {"kind": "letter", "title": "To your doctor", "chart": ""} | day).status_code == 302
    )
    document.refresh_from_db()
    assert document.chart is None


def test_the_desk_learns_of_no_plan(cast, finn):
    ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    page = finn.get(place("new_documents", cast.ana_record))
    assert "chart" not in page.context["form"].fields
