"""Files for the clinic from the portal: sent, refused beside their field, seen, saved, taken back."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Event
from common.tests.hostile import image
from common.tests.moment import AT
from common.tests.pictures import picture
from records.actions import lock_down, sent
from records.actions.grants import revoke
from records.models import AccessRules, Document, SentFile
from records.models.access import Scope
from records.models.kinds import Kind
from records.tests.factories import SentFileFactory, regranted


@pytest.fixture
def ana_in(cast, client, sign_in):
    return sign_in(client, cast.ana)


def place(name, patient, *args):
    return reverse(f"portal:{name}", args=[patient.pk, *args])


def press(browser, cast, *chosen, patient=None, **more):
    said = {"files": list(chosen), "kind": "insurance", "batch": str(uuid.uuid4())} | more
    return browser.post(place("sending", patient or cast.ana_record), said)


def rows(page) -> list[tuple]:
    return [(row["name"], str(row["tag_label"]), row["detail"]) for row in page.context["sent"]["rows"]]


def test_files_are_sent_and_wait(ana_in, cast):
    answer = press(
        ana_in, cast, picture("Front.png"), picture("Back.png"), note="Both sides", confidential="on"
    )
    assert answer.status_code == 302
    page = ana_in.get(answer.url)
    assert [str(one) for one in page.context["messages"]] == ["2 files are sent to the clinic."]
    facts = "Insurance card, 17 November, 83\xa0bytes"
    assert sorted(rows(page)) == [
        ("Back.png", "Waiting for the clinic", facts), ("Front.png", "Waiting for the clinic", facts),
    ]  # fmt: skip
    sent_now = SentFile.objects.filter(patient=cast.ana_record)
    assert set(sent_now.values_list("note", "confidential", "nth")) == {
        ("Both sides", True, 0), ("Both sides", True, 1),
    }  # fmt: skip
    assert len(set(sent_now.values_list("batch", flat=True))) == 1


def test_what_is_refused_is_said_beside_the_files_and_the_rest_is_kept(ana_in, cast):
    hostile = SimpleUploadedFile("x.svg", b"<svg onload=alert(1)>")
    page = press(
        ana_in, cast, picture("Good.png"), hostile, SimpleUploadedFile("x.jpg", b""), note="From May"
    )
    assert page.status_code == 422
    assert page.context["sending"]["form"].errors == {
        "files": [
            "“x.svg” is not one of these: JPEG, PNG, WebP, GIF, PDF, TXT", "“x.jpg” is empty",
        ]
    }  # fmt: skip
    assert [row[0] for row in rows(page)] == ["Good.png"]
    assert 'value="From May"' in page.text and '<option value="insurance" selected>' in page.text
    assert "<title>Error:" in page.text


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ({"files": []}, {"files": ["Choose a file to send"]}),
        ({"kind": ""}, {"kind": ["Choose what it is"]}),
        ({"kind": "letter"}, {"kind": ["Choose what it is"]}),
        ({"note": "a\nb"}, {"note": ["Write this on one line."]}),
    ],
)
def test_what_is_missing_is_said_beside_it(ana_in, cast, said, errors):
    page = press(ana_in, cast, picture(), **said)
    assert (page.status_code, page.context["sending"]["form"].errors) == (422, errors)
    assert SentFile.objects.count() == 0


def test_too_many_and_too_large(ana_in, cast, monkeypatch):
    page = press(ana_in, cast, *[picture()] * 11)
    assert page.context["sending"]["form"].errors == {"files": ["Send at most 10 files at once"]}
    monkeypatch.setattr("common.files.LARGEST", 10)
    page = press(ana_in, cast, picture())
    assert page.context["sending"]["form"].errors == {"files": ["The file is larger than 20\xa0MB"]}
    assert SentFile.objects.count() == 0


def test_the_same_press_twice_sends_once(ana_in, cast):
    batch = str(uuid.uuid4())
    for _press in range(2):
        assert press(ana_in, cast, picture(), batch=batch).status_code == 302
    assert SentFile.objects.count() == 1


def test_the_quota_is_said_beside_the_files(ana_in, cast, settings):
    settings.UPLOADS_WAITING = 1
    page = press(ana_in, cast, picture(), picture())
    words = "1 of your files still wait for the clinic. Remove one, or wait until they are looked at"
    assert (page.status_code, page.context["sending"]["form"].errors) == (422, {"files": [words]})


def test_a_full_disk_is_said_and_leaves_nothing(ana_in, cast, monkeypatch):
    """Case C63."""

    def full(name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.default_storage.save", full)
    page = press(ana_in, cast, picture())
    words = "We could not keep the file. Try again in a few minutes"
    assert (page.status_code, page.context["sending"]["form"].errors) == (422, {"files": [words]})
    assert SentFile.objects.count() == 0


def test_what_became_of_it(ana_in, cast):
    filed, declined = (SentFileFactory(patient=cast.ana_record, by=cast.ana, name=f"{n}.png") for n in "AB")
    sent.file_into_record(
        filed, by=cast.nora, at=AT, kind=Kind.INSURANCE, title="Secret title", dated_on=AT.date()
    )
    sent.decline(declined, reason="We cannot read it.", by=cast.nora, at=AT)
    page = ana_in.get(place("documents", cast.ana_record))
    assert sorted(rows(page)) == [
        ("A.png", "Accepted", "Insurance card, 17 November, 9\xa0bytes. Accepted 17 November"),
        (
            "B.png", "Not accepted",
            "Insurance card, 17 November, 9\xa0bytes. Not accepted 17 November."
            " The file is deleted on 17 December",
        ),
    ]  # fmt: skip
    assert "Why: We cannot read it." in page.text
    # Limited: nothing of the clinic’s own documents, not even what this one is called there.
    assert Document.objects.count() == 1 and "Secret title" not in page.text


def test_limited_sees_its_own_and_others_ids_are_not_there(ana_in, cast):
    mine = SentFileFactory(patient=cast.ana_record, by=cast.ana, name="Mine.png")
    bens = SentFileFactory(patient=cast.ana_record, by=cast.ben, name="Bens.png")
    kits = SentFileFactory(patient=cast.kit_record, by=cast.ben)
    zoes = SentFileFactory(patient=cast.zoe_record, by=cast.zoe)
    page = ana_in.get(place("documents", cast.ana_record))
    assert [row[0] for row in rows(page)] == ["Mine.png"] and "Bens" not in page.text
    for other in (bens, kits, zoes):
        for patient in (cast.ana_record, other.patient):
            assert ana_in.get(place("sent_file", patient, other.pk)).status_code == 404
            assert ana_in.post(place("sent_removal", patient, other.pk)).status_code == 404
    assert ana_in.get(place("sent_file", cast.ana_record, mine.pk)).status_code == 200
    assert SentFile.objects.waiting().count() == 4


def test_somebody_with_visits_only_sends_nothing_and_sees_their_own(cast, client, sign_in):
    regranted(cast.ben_grant, scopes=[Scope.APPOINTMENTS])
    ben = sign_in(client, cast.ben)
    page = ben.get(place("documents", cast.ana_record))
    assert (page.status_code, "sent" in page.context, "sending" in page.context) == (200, False, False)
    assert press(ben, cast, picture()).status_code == 403
    SentFileFactory(patient=cast.ana_record, by=cast.ben, name="Old.png")
    page = ben.get(place("documents", cast.ana_record))
    assert ([row[0] for row in rows(page)], "sending" in page.context) == (["Old.png"], False)
    assert SentFile.objects.count() == 1


def test_the_file_is_for_saving_and_runs_nowhere(ana_in, cast):
    """Cases C56 and C57."""
    name = 'a"; filename="b.html\r\nSet-Cookie: x=1\u202egnp.exe'
    file = SimpleUploadedFile("x.jpg", image() + b"<script>alert(1)</script>")
    file._name = f"../../{name}"
    one = sent.send(file, patient=cast.ana_record, kind=Kind.IMAGE, batch=uuid.uuid4(), by=cast.ana, at=AT)
    answer = ana_in.get(place("sent_file", cast.ana_record, one.pk))
    assert answer["Content-Disposition"] == (
        'attachment; filename="a\\"; filename=\\"b.html Set-Cookie: x=1gnp.jpg"'
    )
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store, private")
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "x" not in answer.cookies and b"<script" not in answer.getvalue()
    assert list(Event.objects.filter(verb="sent_file.opened").values_list("actor", "patient", "target")) == [
        (cast.ana.pk, cast.ana_record.pk, str(one.pk))
    ]


def test_a_file_that_waits_is_taken_back(ana_in, cast):
    one = SentFileFactory(patient=cast.ana_record, by=cast.ana, name="Card.png")
    there = place("sent_removal", cast.ana_record, one.pk)
    assert "“Card.png” goes away at once" in ana_in.get(there).text
    assert ana_in.post(there).url == place("documents", cast.ana_record)
    assert ana_in.post(there).status_code == 404
    assert rows(ana_in.get(place("documents", cast.ana_record))) == []


def test_what_the_clinic_decided_meanwhile_stays(ana_in, cast):
    one = SentFileFactory(patient=cast.ana_record, by=cast.ana)
    sent.decline(one, reason="Blurred", by=cast.nora, at=AT)
    page = ana_in.post(place("sent_removal", cast.ana_record, one.pk), follow=True)
    assert [str(one) for one in page.context["messages"]] == ["The clinic has looked at this file already."]


@pytest.mark.parametrize("ends", ["revoked", "locked down"])
def test_access_that_ends_closes_the_file_at_the_next_request(ana_in, cast, ends):
    one = SentFileFactory(patient=cast.ana_record, by=cast.ana)
    there = place("sent_file", cast.ana_record, one.pk)
    assert ana_in.get(there).status_code == 200
    if ends == "revoked":
        revoke(cast.ana_grant, by=cast.nora, at=AT)
    else:
        lock_down(cast.ana_record, by=cast.nora, at=AT)
    assert ana_in.get(there).status_code in (302, 404)
    assert ana_in.get(place("documents", cast.ana_record)).status_code in (302, 404)


def test_many_rows_cost_no_more_queries(ana_in, cast, django_assert_max_num_queries):
    ana_in.get(place("documents", cast.ana_record))
    for wanted in (1, 45):
        for _nth in range(wanted):
            SentFileFactory(patient=cast.ana_record, by=cast.ana)
        with django_assert_max_num_queries(8):
            page = ana_in.get(place("documents", cast.ana_record))
    assert len(page.context["sent"]["rows"]) == 20


def test_a_kind_the_clinic_does_not_take_is_not_offered_and_not_taken(cast, ana_in):
    AccessRules.objects.create(clinic=cast.lakeside, refused_kinds=[Kind.OTHER])
    AccessRules.objects.create(clinic=cast.harbour, refused_kinds=[Kind.IMAGE, Kind.RESULT])
    answer = press(ana_in, cast, picture(), kind=Kind.IMAGE)
    assert (answer.status_code, SentFile.objects.count()) == (422, 0)
    offered = [value for value, _words in answer.context["sending"]["form"].fields["kind"].choices]
    assert offered == ["", "insurance", "referral", "identity", "other"]
