"""Files as answers: asked for by the file, handed in with a page, handed out to those who may read (C56, C57, C63)."""

import json
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from audit.models import Event
from common import files
from common.tests import paper
from common.tests.pictures import picture
from records.actions import begin_care
from records.models import Upload
from smartforms.fhir.exporter import export_response
from smartforms.fhir.importer import read_questionnaire
from smartforms.papers import blank_paper, sent_paper
from smartforms.tests.forms import calculated, extension, fixture, form, question, read
from smartforms.tests.kinds import post, response_of, url

SCAN = question("scan", "attachment", text="Your referral", required=True)


def kinds(*codes):
    return [extension("mimeType", valueCode=code) for code in codes]


def names(form) -> list[str]:
    return [one["name"] for one in response_of(form).answers.get("q2", ())]


@pytest.fixture
def begun(sent_to_ana, ana_in):
    """`begun(**item)`: Ana has opened a form with words and a file."""

    def begin(**more):
        one = sent_to_ana(question("a"), {**SCAN, **more})
        ana_in.get(url(one, "open"))
        return one

    return begin


# What is asked --------------------------------------------------------------------------------------


def test_a_file_is_asked_with_its_kinds_and_size():
    outline = form(
        question(
            "f", "attachment", extension=[*kinds("image/*"), extension("maxSize", valueDecimal=5_242_880)]
        )
    )
    item = outline["q1"]
    assert (item["type"], item["max_bytes"]) == ("file", 5_242_880)
    assert item["types"] == ["image/jpeg", "image/png", "image/webp", "image/gif"]
    megabytes = form(question("f", "attachment", extension=[extension("maxSize", valueDecimal=5)]))["q1"]
    assert (megabytes["max_bytes"], megabytes["types"]) == (5 << 20, list(files.KINDS))
    assert form(question("f", "attachment", repeats=True))["q1"]["repeats"]


def test_the_report_tells_what_is_not_taken():
    report = read_questionnaire(fixture("attachment-limits")).report
    assert report["refused"] == []
    assert [(line["what"], line["why"]) for line in report["degraded"] if line["what"] == "mimeType"] == [
        ("mimeType", "Files of these kinds are not taken: audio/*, video/*.")
    ]
    large = read(question("f", "attachment", extension=[extension("maxSize", valueDecimal=50)])).report
    assert [line["why"] for line in large["degraded"]] == ["Files are taken up to 20 MB."]
    none = read(question("f", "attachment", extension=kinds("video/*")), question("a"))
    assert [line["what"] for line in none.report["refused"]] == ["attachment"]
    assert none.definition["items"][0]["cannot"]


def test_nothing_but_a_person_answers_with_a_file_or_a_signature():
    sum_ = calculated("1 + 1")
    initial = [{"valueAttachment": {"url": "file:///etc/passwd"}}]
    reading = read(question("f", "attachment", initial=initial, extension=[sum_]), question("a"))
    assert [line["what"] for line in reading.report["degraded"]] == ["calculatedExpression", "initial"]
    assert {"initial", "calculated"}.isdisjoint(reading.definition["items"][0])


# Handing in -----------------------------------------------------------------------------------------


def test_continue_keeps_it_and_the_page_shows_it(begun, ana_in, cast):
    one = begun()
    page = ana_in.get(url(one, "page", 1)).text
    assert 'enctype="multipart/form-data"' in page and "JPEG, PNG, WebP, GIF, PDF, up to" in page
    missing = post(ana_in, one, "q1", "q2", q1="words")
    assert missing.context["page"].errors == [("q2", "Add a file to “Your referral”")]
    assert post(ana_in, one, "q1", "q2", q1="words", q2=picture("../Überweisung.PNG")).url == url(
        one, "check"
    )
    upload = Upload.objects.get(patient=cast.ana_record)
    assert (upload.account, upload.for_what) == (cast.ana, f"smartforms.assignment:{one.pk}")
    assert response_of(one).answers["q2"] == [
        {"file": str(upload.pk), "name": "Überweisung.png", "size": upload.size, "type": "image/png",
         "at": "2026-11-17T09:00:00-04:00"}
    ]  # fmt: skip
    page = ana_in.get(url(one, "page", 1)).text
    assert f'value="q2 {upload.pk}"' in page and "Überweisung.png" in page


def test_add_stays_on_the_page_and_remove_takes_it_away(begun, ana_in, django_capture_on_commit_callbacks):
    one = begun()
    here = url(one, "page", 1) + "#q2-question"
    assert post(ana_in, one, "q1", "q2", q1="words", q2=picture(), add="q2").url == here
    (upload,) = Upload.objects.all()
    with django_capture_on_commit_callbacks(execute=True):
        assert post(ana_in, one, "q1", "q2", q1="words", remove=f"q2 {upload.pk}").url == here
    assert response_of(one).answers == {"q1": ["words"]}
    assert not default_storage.exists(upload.stored_as) and Upload.objects.kept().count() == 0


def test_one_file_takes_the_place_of_another_and_several_stand_beside_each_other(begun, ana_in):
    one = begun()
    for name in ("a.png", "b.png"):
        post(ana_in, one, "q2", q2=picture(name))
    assert names(one) == ["b.png"] and Upload.objects.kept().count() == 1
    many = begun(repeats=True)
    post(ana_in, many, "q2", q2=[picture(f"{n}.png") for n in range(6)])
    full = post(ana_in, many, "q2", q2=[picture(f"{n}.png") for n in range(6, 11)])
    assert full.context["page"].errors == [("q2", "Add at most 10 files to “Your referral”")]
    assert names(many) == [f"{n}.png" for n in range(10)]


def test_autosave_leaves_files_alone(begun, ana_in):
    one = begun()
    post(ana_in, one, "q2", q2=picture())
    post(ana_in, one, "q1", "q2", name="answers", q1="typing", q2="C:\\fakepath\\x.png")
    assert response_of(one).answers["q1"] == ["typing"] and names(one) == ["Knee.png"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<svg onload=alert(1)>", "“x.png” is not one of these: JPEG, PNG, WebP, GIF, PDF"),
        (b"\x89PNG\r\n\x1a\n", "“x.png” cannot be opened. Save it again, or take a picture of it"),
        (b"", "“x.png” is empty"),
    ],
)
def test_what_is_refused_is_told_beside_it_and_the_rest_is_kept(begun, ana_in, content, told):
    one = begun()
    answer = post(ana_in, one, "q1", "q2", q1="words", q2=SimpleUploadedFile("x.png", content))
    if content:
        assert (answer.status_code, answer.context["page"].errors) == (422, [("q2", told)])
    else:
        assert answer.status_code == 422  # a browser that sends nothing sends an empty file
    assert response_of(one).answers == {"q1": ["words"]} and Upload.objects.count() == 0


def test_too_large_is_told_beside_it_and_the_rest_is_kept(begun, ana_in, monkeypatch):
    one = begun()
    monkeypatch.setattr(files, "LARGEST", 100)
    large = SimpleUploadedFile("x.png", b"\x89PNG" + b"x" * 500_000)
    answer = post(ana_in, one, "q1", "q2", q1="words", q2=large)
    assert (answer.status_code, len(answer.context["page"].errors)) == (422, 1)
    assert "is larger than" in answer.context["page"].errors[0][1]
    assert response_of(one).answers == {"q1": ["words"]}


def test_a_full_disk_is_told_and_nothing_half_is_left(begun, ana_in, monkeypatch):
    def full(name, content):
        raise OSError(28, "No space left on device")

    one = begun()
    monkeypatch.setattr(default_storage, "save", full)
    answer = post(ana_in, one, "q1", "q2", q1="words", q2=picture())
    assert answer.context["page"].errors == [("q2", "We could not keep the file. Try again in a few minutes")]
    assert response_of(one).answers == {"q1": ["words"]} and Upload.objects.count() == 0


def test_a_file_for_a_form_that_was_sent_meanwhile_is_not_kept(begun, ana_in, monkeypatch):
    from smartforms import actions

    one = begun()
    monkeypatch.setattr(actions, "save_answers", lambda **_given: None)
    assert post(ana_in, one, "q2", q2=picture()).url == url(one, "sent")
    assert Upload.objects.kept().count() == 0


# Reading --------------------------------------------------------------------------------------------


@pytest.fixture
def handed(begun, ana_in):
    """A form with a file that Ana has sent."""
    one = begun()
    post(ana_in, one, "q1", "q2", q1="words", q2=picture("a'<b>{{7*7}}.png"))
    assert ana_in.post(url(one, "check")).status_code == 302
    return one


def file_url(one, name="smartforms:file", upload=None):
    upload = upload or response_of(one).answers["q2"][0]["file"]
    return reverse(name, args=[one.patient_id, one.pk, upload])


def test_who_sent_it_may_have_it_back(handed, ana_in):
    assert f'href="{file_url(handed)}"' in ana_in.get(url(handed, "sent")).text
    answer = ana_in.get(file_url(handed))
    assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"
    names = (
        "Content-Type",
        "Content-Disposition",
        "X-Content-Type-Options",
        "Content-Security-Policy",
        "Cache-Control",
    )
    assert [answer[name] for name in names] == [
        "image/png", 'attachment; filename="a\'<b>{{7*7}}.png"', "nosniff",
        "sandbox; default-src 'none'; frame-ancestors 'none'", "no-store, private",
    ]  # fmt: skip
    assert Event.objects.filter(verb="file.opened", target=str(handed.pk)).count() == 1


def test_nobody_else_finds_it(handed, client, sign_in, cast, ana_in):
    for account in (cast.dov, cast.cleo, cast.nora, cast.petra_account, cast.omar):
        assert sign_in(client, account).get(file_url(handed)).status_code == 404
    sign_in(client, cast.ana)
    assert ana_in.get(file_url(handed, upload=uuid.uuid4())).status_code == 404
    other = reverse(
        "smartforms:file",
        args=[handed.patient_id, cast.ana_sent.pk, response_of(handed).answers["q2"][0]["file"]],
    )
    assert ana_in.get(other).status_code == 404


def test_the_clinic_reads_it_as_it_reads_the_answers(handed, client, sign_in, cast, at):
    begin_care(practitioner_id=cast.petra.pk, patient=cast.ana_record, at=at, why="form")
    office = file_url(handed, "office:answers_file")
    sign_in(client, cast.petra_account)
    answers = client.get(reverse("office:answers", args=[handed.patient_id, handed.pk])).text
    assert f'href="{office}"' in answers and "a&#x27;&lt;b&gt;{{7*7}}.png" in answers
    assert (
        client.get(office)["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    )
    assert client.get(file_url(handed, "office:answers_file", uuid.uuid4())).status_code == 404
    for account, status in ((cast.quinn_account, 403), (cast.finn, 403), (cast.omar, 404)):
        assert sign_in(client, account).get(office).status_code == status


def test_on_paper_and_in_the_export_it_is_named_not_carried(handed, at):
    response = response_of(handed)
    printed = paper.words(sent_paper(response, sender="Ana", at=at).content)
    assert "Your referral a'<b>{{7*7}}.png" in printed
    assert "Your referral Bring it to your visit" in paper.words(blank_paper(handed.version, at=at).content)
    exported = json.loads(json.dumps(export_response(response)))
    QuestionnaireResponse.model_validate(exported)
    given = response.answers["q2"][0]
    assert exported["item"][1]["answer"] == [
        {"valueAttachment": {"contentType": "image/png", "url": f"Binary/{given['file']}", "size": given["size"],
                             "title": "a'<b>{{7*7}}.png", "creation": "2026-11-17T09:00:00-04:00"}}
    ]  # fmt: skip


def test_a_lost_file_is_not_there(handed, ana_in):
    default_storage.delete(Upload.objects.get().stored_as)
    assert ana_in.get(file_url(handed)).status_code == 404
