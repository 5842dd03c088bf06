"""Taking a record out: what is in it, for whom, and when it is no longer handed out (B20, C45, C60)."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from audit.models import Event
from booking.models import Appointment
from common import workers
from common.tests.moment import AT
from outbox.models import Message
from payments.tests.factories import EntryFactory
from records.actions import takeouts
from records.actions.grants import revoke
from records.actions.shut import lock_down
from records.models import Chart, Patient, TakeOut
from records.models.access import Level, Relation, Scope
from records.takeout import working
from records.takeout.names import Names
from records.tests.factories import (
    ChartFactory,
    DocumentFactory,
    GrantFactory,
    UploadFactory,
    reader_of,
    regranted,
)
from records.tests.packed import asked, bundle_of, data_of, packed, ready, whole_text

LATER, TOMORROW = AT + timedelta(hours=1), AT + timedelta(hours=24)


@pytest.fixture
def own(cast):
    """Ana's own access in full, and a record with one of everything that is hers, and what is not for her."""
    grant = regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(note="Qananote")
    ana = cast.ana_record
    for whose, record in (("ana", ana), ("kit", cast.kit_record), ("zoe", cast.zoe_record)):
        Patient.objects.filter(pk=record.pk).update(address=f"Q{whose}address")
        notes = {
            "subjective": f"Q{whose}soap",
            "assessment": f"Q{whose}soap",
            "private_notes": f"Q{whose}private",
        }
        ChartFactory(patient=record, plan={"summary": f"Q{whose}plan"}, practitioner=cast.petra, **notes)
        ChartFactory(
            patient=record, plan={"goals": f"Q{whose}secret"}, practitioner=cast.petra, confidential=True
        )
        for title, shared in ((f"Q{whose}paper", True), (f"Q{whose}drawer", False)):
            document = DocumentFactory(patient=record, title=title, shared=shared)
            default_storage.delete(document.stored_as)
            default_storage.save(document.stored_as, ContentFile(f"{title} bytes".encode()))
        UploadFactory(patient=record, name=f"Q{whose}upload.png", for_what="upload", account=cast.ana)
    EntryFactory(patient=ana)
    return grant


ALL = {"address", "note", "plan", "secret", "paper", "upload", "answer"}
NEVER = {"soap", "private", "drawer"}


def read(file) -> set[str]:
    """The kinds of Ana's words that stand in it."""
    text = whole_text(file)
    assert "Qkit" not in text
    assert "Qzoe" not in text
    assert "Lakeside" not in text
    return {kind for kind in ALL | NEVER if f"Qana{kind}" in text}


def test_the_patient_takes_everything_but_the_teams_own_notes(cast, own):
    assert read(packed(reader_of(own))) == ALL


def test_somebody_with_full_access_takes_all_but_what_is_the_patients_alone(cast, own):
    assert read(packed(reader_of(cast.ben_grant))) == ALL - {"secret", "note"}


def test_scopes_decide_table_by_table(cast, own):
    by_nora = {"full": True, "granted_by": cast.nora, "patient": cast.ana_record, "relation": Relation.CARER}
    bills = GrantFactory(account=cast.dov, scopes=[Scope.BILLING], **by_nora)
    file = packed(reader_of(bills))
    assert read(file) == set()
    there = {name for name, sheet in data_of(file).items() if name != "about" and sheet["rows"]}
    assert there == {"patient", "access", "account_lines"}
    assert data_of(file)["patient"]["rows"] == [
        {"id": str(cast.ana_record.pk), "given_name": "Ana", "family_name": "Cast"}
    ]


def test_limited_access_takes_what_it_did_itself(cast):
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(note="Qananote")
    UploadFactory(patient=cast.ana_record, name="Qanaupload.png", for_what="upload", account=cast.ana)
    UploadFactory(patient=cast.ana_record, name="Qben.png", for_what="upload", account=cast.ben)
    file = packed(reader_of(cast.ana_grant))
    assert read(file) == {"note", "upload", "answer"}
    data = data_of(file)
    assert [row["id"] for row in data["visits"]["rows"]] == [str(cast.ana_visit.pk)]
    assert "Qben" not in whole_text(file)
    assert "1988" not in whole_text(file)  # the date of birth is what codes are checked by
    assert cast.ana_record.email not in json.dumps(data["patient"])


def test_files_of_a_form_go_along_with_its_answers_only(cast):
    hidden = UploadFactory(
        patient=cast.ana_record, name="Qhidden.png", account=cast.cleo, for_what=cast.ana_sent.for_uploads
    )
    assert str(hidden.pk) not in whole_text(packed(reader_of(cast.cleo_grant)))
    assert str(hidden.pk) in whole_text(packed(reader_of(cast.ben_grant)))


def test_every_column_that_goes_along_is_there(cast, own):
    reader = reader_of(own)
    data = data_of(packed(reader))
    told = {sheet.name: list(sheet.columns().values()) for sheet in reader.sheets.values() if sheet.taken}
    assert {name: sheet["columns"] for name, sheet in data.items() if name != "about"} == told
    for name, sheet in data.items():
        assert name == "about" or all(list(row) == sheet["columns"] for row in sheet["rows"])


def test_the_manifest_fingerprints_every_file_and_says_what_stays(cast, own):
    file = packed(reader_of(own))
    manifest = json.loads(file.read("manifest.json"))
    sums = {
        name: hashlib.sha256(file.read(name)).hexdigest()
        for name in file.namelist()
        if name != "manifest.json"
    }
    assert {name: told["sha256"] for name, told in manifest["files"].items()} == sums
    assert manifest["counts"]["treatment_plans"] == 2
    assert manifest["counts"]["files_kept"] == 3  # a document, an upload, the calendar
    stays = {column for columns in manifest["withheld"].values() for column in columns}
    assert {
        "records.chart.subjective",
        "records.chart.private_notes",
        "records.accesscode.words_hash",
    } <= stays


def test_nobody_can_tell_from_it_that_somebody_was_denied(cast, own):
    from records.actions.shut import deny

    before = json.loads(packed(reader_of(own)).read("manifest.json"))["withheld"]
    deny(cast.ana_record, cast.cleo, by=cast.nora, at=AT, reason="Qcourt")
    file = packed(reader_of(own))
    assert json.loads(file.read("manifest.json"))["withheld"] == before
    assert "Qcourt" not in whole_text(file)
    assert cast.cleo.email not in whole_text(file)


def test_hostile_words_stay_words(cast, own):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    Chart.objects.filter(patient=cast.ana_record, confidential=False).update(
        plan={"summary": evil, evil: "=1+1"}
    )
    page = packed(reader_of(own)).read("index.html").decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("wished", "given"),
    [
        ("../../etc/passwd", "documents/etc passwd"),
        ("..\\..\\boot.ini", "documents/boot.ini"),
        ("con.png", "documents/_con.png"),
        ("a\r\nb\x00<|>.png", "documents/a b.png"),
        ("   ", "documents/File"),
        ("x" * 300, "documents/" + "x" * 80),
    ],
)
def test_names_are_harmless_everywhere(wished, given):
    assert Names("documents").give(wished, "image/png" if wished.endswith("png") else "") == given


def test_the_same_name_again_gets_a_number():
    names = Names("documents")
    assert [names.give("Blood test.PDF", "application/pdf") for _n in range(3)] == [
        "documents/Blood test.pdf",
        "documents/Blood test (2).pdf",
        "documents/Blood test (3).pdf",
    ]


# Asked for, made, handed out ------------------------------------------------------------------------


def test_a_worker_makes_it_and_a_mail_says_no_more_than_that(cast, own, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        taken = ready(own)
    assert taken.is_there(at=AT)
    assert taken.expires_at == TOMORROW
    assert default_storage.size(taken.stored_as) == taken.size
    (mail,) = Message.objects.filter(kind="records.takeout_ready")
    assert (mail.account_id, mail.patient_id) == (cast.ana.pk, cast.ana_record.pk)
    verbs = Event.objects.filter(patient=cast.ana_record.pk, verb__startswith="takeout").order_by("id")
    assert [event.verb for event in verbs] == ["takeout.asked", "takeout.ready"]
    default_storage.delete(taken.stored_as)


def test_one_runs_at_a_time_and_a_new_one_takes_the_place_of_the_old(cast, own):
    first = asked(own)
    assert asked(own) == first
    working.make_all(now=lambda: AT)
    second = asked(own, at=LATER)
    first.refresh_from_db()
    assert (first.ended_because, second.is_running) == ("replaced", True)


def test_revoked_before_it_was_made(cast, own):
    taken = asked(cast.ben_grant)
    revoke(cast.ben_grant, by=cast.nora, at=AT)
    assert working.make_all(now=lambda: LATER) == 0
    taken.refresh_from_db()
    assert (taken.ended_because, taken.ready_at) == ("gone", None)


def test_revoked_while_it_is_made(cast, own, monkeypatch):
    taken, at = asked(cast.ben_grant), iter(AT + timedelta(seconds=n) for n in range(10_000))

    def steps_of(reader):
        revoke(cast.ben_grant, by=cast.nora, at=AT)
        return 1

    monkeypatch.setattr(working, "steps_of", steps_of)
    assert working.make_all(now=lambda: next(at)) == 0
    taken.refresh_from_db()
    assert taken.ended_because == "gone"
    assert not default_storage.exists(taken.stored_as)


@pytest.mark.parametrize("ending", ["revoked", "lowered", "locked down", "disabled"])
def test_ended_between_ready_and_download(cast, own, ending, django_capture_on_commit_callbacks):
    taken = ready(cast.ben_grant)
    match ending:
        case "revoked":
            revoke(cast.ben_grant, by=cast.nora, at=AT)
        case "lowered":
            regranted(cast.ben_grant, scopes=[Scope.BILLING])
        case "locked down":
            lock_down(cast.ana_record, by=cast.nora, at=AT)
        case "disabled":
            type(cast.ben).objects.filter(pk=cast.ben.pk).update(is_active=False)
    taken = TakeOut.objects.select_related("account").get(pk=taken.pk)
    assert takeouts.why_not_hand_out(taken, at=LATER) == "gone"
    if ending != "disabled":
        assert list(TakeOut.objects.visible_to(cast.ben, at=LATER)) == []
    with django_capture_on_commit_callbacks(execute=True):
        assert takeouts.sweep(at=LATER) == 1
    assert not default_storage.exists(taken.stored_as)


def test_a_birthday_changes_what_a_parent_sees_and_the_old_file_is_gone(cast, own, monkeypatch):
    taken = ready(cast.ben_grant)
    monkeypatch.setattr(takeouts, "sight_of", lambda grant: ["full", "appointments", "billing"])
    taken = TakeOut.objects.select_related("account").get(pk=taken.pk)
    assert takeouts.why_not_hand_out(taken, at=LATER) == "changed"


def test_after_a_day_it_is_gone_and_the_row_stays(cast, own, django_capture_on_commit_callbacks):
    taken = ready(own)
    assert not taken.is_there(at=TOMORROW)
    with django_capture_on_commit_callbacks(execute=True):
        assert takeouts.sweep(at=TOMORROW) == 1
    taken.refresh_from_db()
    assert taken.ended_because == "expired"
    assert not default_storage.exists(taken.stored_as)
    assert takeouts.sweep(at=TOMORROW) == 0


def test_a_worker_that_died_leaves_it_to_another_and_three_deaths_are_enough(cast, own):
    taken = asked(own)
    for number in range(3):
        at = AT + number * workers.SILENCE * 2
        assert working.claim(TakeOut, at=at) == taken
        assert working.claim(TakeOut, at=at) is None  # somebody is at it
    assert working.claim(TakeOut, at=AT + 10 * workers.SILENCE) is None
    taken.refresh_from_db()
    assert taken.ended_because == "failed"


def test_a_file_its_storage_has_lost_is_counted_not_fatal(cast, own):
    document = cast.ana_record.documents.get(title="Qanapaper")
    default_storage.delete(document.stored_as)
    file = packed(reader_of(own))
    assert json.loads(file.read("manifest.json"))["counts"]["files_lost"] == 1
    assert bundle_of(file)["entry"]
