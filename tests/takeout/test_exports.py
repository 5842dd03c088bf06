"""A copy of all records: two people, a mail to all of them, a note for every patient, gone after a day."""

import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from accounts.tests.factories import AccountFactory
from audit.models import Event
from clinic.models import Membership
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common import clock
from common.tests.moment import AT
from outbox import delivery
from outbox.models import Message
from records.actions import exports
from records.models import ClinicExport, Patient
from records.takeout import working
from records.tests.factories import ChartFactory, UploadFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def mo(cast):
    """A manager beside Nora, the owner."""
    account = AccountFactory(email="mo@example.org")
    MembershipFactory(user=account, clinic=cast.harbour, roles=[Role.MANAGER])
    return account


def asked(cast) -> ClinicExport:
    return exports.ask(cast.harbour, by=cast.nora, at=AT, reason="Moving to another system")


def test_who_asked_does_not_release_it(cast, mo):
    export = asked(cast)
    with pytest.raises(exports.NotYet):
        exports.release(export, by=cast.nora, at=AT + 100 * HOUR)
    assert working.make_exports(now=lambda: AT) == 0
    assert exports.release(export, by=mo, at=AT)
    assert exports.release(export, by=mo, at=AT) is False


def test_who_is_alone_waits_a_day(cast):
    export = asked(cast)
    with pytest.raises(exports.NotYet):
        exports.release(export, by=cast.nora, at=AT + 23 * HOUR)
    assert exports.release(export, by=cast.nora, at=AT + 24 * HOUR)


def test_who_is_alone_is_told_so(cast, mo, client, sign_in, mailoutbox):
    """Not that a second person has to release it: there is nobody."""
    from accounts.tests.factories import PASSWORD

    nora, told = sign_in(client, cast.nora), []
    nora.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for ended_at in (None, AT):
        Membership.objects.filter(user=mo).update(ended_at=ended_at)
        page = nora.post("/office/exports/asking/", {"reason": "Moving"}, follow=True).content.decode()
        delivery.drain(at=clock.now())
        told.append(
            [
                words in text
                for text, words in (
                    (page, "as soon as a second person releases it"),
                    (page, "You can release it yourself a day from now"),
                    (mailoutbox[-1].body, "It is made when a second person releases it"),
                    (mailoutbox[-1].body, "you can do so yourself a day later"),
                )
            ]
        )
        exports.end(ClinicExport.objects.get(ended_at=None), because="stopped", at=AT, by=cast.nora)
    assert told == [[True, False, True, False], [False, True, False, True]]


def test_a_second_person_who_left_cannot_and_leaves_the_other_alone(cast, mo):
    export = asked(cast)
    Membership.objects.filter(user=mo).update(ended_at=AT)
    assert exports.why_not_release(export, cast.nora, at=AT + 24 * HOUR) is None


def test_every_record_of_the_clinic_is_in_it_and_no_other(cast, mo, django_capture_on_commit_callbacks):
    ChartFactory(
        patient=cast.ana_record, practitioner=cast.petra, subjective="Qanasoap", private_notes="Qanaprivate"
    )
    ChartFactory(patient=cast.zoe_record, practitioner=cast.lena, subjective="Qzoesoap")
    UploadFactory(patient=cast.kit_record, name="Qkit.png")
    export = asked(cast)
    exports.release(export, by=mo, at=AT)
    assert working.make_exports(now=lambda: AT) == 1
    export.refresh_from_db()
    with default_storage.open(export.stored_as) as file, zipfile.ZipFile(file) as packed:
        text = "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
        folders = {name.split("/")[1] for name in packed.namelist() if name.startswith("patients/")}
        assert json.loads(packed.read("manifest.json"))["patients"] == 2
    assert folders == {str(pk) for pk in Patient.objects.of(cast.harbour).values_list("pk", flat=True)}
    assert "Qanasoap" in text
    assert "Qkit.png" in text
    assert "Qanaprivate" not in text
    assert "Qzoe" not in text
    noted = Event.objects.filter(verb="export.included", actor=cast.nora.pk)
    assert {event.patient for event in noted} == {cast.ana_record.pk, cast.kit_record.pk}
    told = Message.objects.filter(kind="records.export").values_list("account_id", "about__what")
    assert set(told) == {(who.pk, what) for who in (cast.nora, mo) for what in ("asked", "ready")}
    exports.note_download(export, by=mo, at=AT)
    assert Message.objects.filter(kind="records.export", about__what="downloaded").count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        exports.sweep(at=AT + 24 * HOUR)
    export.refresh_from_db()
    assert (export.ended_because, default_storage.exists(export.stored_as)) == ("expired", False)


def test_stopped_it_is_not_made(cast, mo):
    export = asked(cast)
    exports.release(export, by=mo, at=AT)
    exports.end(export, because="stopped", at=AT, by=mo)
    assert working.make_exports(now=lambda: AT) == 0


# Pages -------------------------------------------------------------------------------------------


def test_the_pages_lead_through_it(cast, mo, client, sign_in):
    from accounts.tests.factories import PASSWORD

    nora = sign_in(client, cast.nora)
    assert nora.get("/office/exports/asking/").url.startswith("/accounts/reauthenticate/")
    nora.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert nora.post("/office/exports/asking/", {"reason": ""}).status_code == 422
    assert nora.post("/office/exports/asking/", {"reason": "Moving"}).url == "/office/exports/"
    export = ClinicExport.objects.get()
    page = nora.get("/office/exports/").content.decode()
    assert "Another manager or owner has to release it" in page
    assert "Release it" not in page
    nora.post(f"/office/exports/{export.pk}/release/")
    export.refresh_from_db()
    assert export.released_at is None
    assert nora.get(f"/office/exports/{export.pk}/file/").status_code == 404
