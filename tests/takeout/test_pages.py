"""The pages around a take-out and an erasure, in the portal and in the office."""

import io
import zipfile

import pytest

from accounts.tests.factories import PASSWORD
from audit.models import Event
from common.tests.moment import AT
from records.actions.grants import revoke
from records.models import Erasure, LegalHold, TakeOut
from records.models.access import Level
from records.takeout import working
from records.tests.factories import regranted


@pytest.fixture
def ana(cast, client, sign_in):
    """Ana, in full and of age, her password just asked."""
    regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    sign_in(client, cast.ana).post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def nora(cast, client, sign_in):
    sign_in(client, cast.nora).post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def portal(cast, page):
    return f"/portal/p/{cast.ana_record.pk}/{page}"


def office(cast, page=""):
    return f"/office/patients/{cast.ana_record.pk}/retention/{page}"


def test_asked_made_and_downloaded(cast, ana):
    assert "Take my data out" in ana.get(portal(cast, "takeout/")).content.decode()
    assert ana.post(portal(cast, "takeout/asking/")).url == portal(cast, "takeout/")
    assert "Waiting for its turn" in ana.get(portal(cast, "takeout/")).content.decode()
    assert ana.get(portal(cast, "takeout/file/")).status_code == 404
    working.make_all(now=lambda: AT)
    assert "It is ready" in ana.get(portal(cast, "takeout/")).content.decode()
    answer = ana.get(portal(cast, "takeout/file/"))
    assert answer["Content-Disposition"] == f'attachment; filename="harbour-{AT:%Y-%m-%d}.zip"'
    assert answer["Cache-Control"] == "no-store, private"
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert {"index.html", "data.json", "fhir/bundle.json", "manifest.json", "visits.ics"} <= set(names)
    assert TakeOut.objects.get().downloaded_at == AT
    assert Event.objects.filter(verb="takeout.downloaded", patient=cast.ana_record.pk).count() == 1


def test_a_fresh_link_is_dead_at_the_next_request(cast, ana, client, sign_in):
    sign_in(client, cast.ben).post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(portal(cast, "takeout/asking/"))
    working.make_all(now=lambda: AT)
    assert client.get(portal(cast, "takeout/file/")).status_code == 200
    revoke(cast.ben_grant, by=cast.nora, at=AT)
    assert client.get(portal(cast, "takeout/file/")).status_code == 404


def test_another_level_does_not_get_the_old_file(cast, client, sign_in):
    sign_in(client, cast.ben).post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(portal(cast, "takeout/asking/"))
    working.make_all(now=lambda: AT)
    regranted(cast.ben_grant, level=Level.LIMITED)
    assert client.get(portal(cast, "takeout/file/")).status_code == 404
    assert TakeOut.objects.get().ended_because == "gone"


def test_a_patient_asks_to_be_forgotten(cast, ana):
    page = ana.get(portal(cast, "erasure/")).content.decode()
    assert "Goes at once" in page
    assert ana.post(portal(cast, "erasure/")).url == portal(cast, "erasure/")
    assert Erasure.objects.get().by_patient
    assert "The clinic answers by mail" in ana.get(portal(cast, "erasure/")).content.decode()


def test_the_office_takes_it_out_for_the_patient_alone(cast, nora):
    assert nora.get(office(cast, "takeout/")).status_code == 404  # nobody to deliver it to
    own = regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    assert nora.get(office(cast, "takeout/")).status_code == 200
    nora.post(office(cast, "takeout/"))
    taken = TakeOut.objects.get()
    assert (taken.account, taken.asked_by, taken.grant) == (cast.ana, cast.nora, own)
    working.make_all(now=lambda: AT)
    assert nora.get(portal(cast, "takeout/file/")).status_code == 404


def test_the_office_holds_decides_and_erases(cast, nora):
    assert nora.post(office(cast, "hold/"), {"reason": ""}).status_code == 422
    nora.post(office(cast, "hold/"), {"reason": "A court"})
    nora.post(office(cast, "erasure/"))
    erasure = Erasure.objects.get()
    act = office(cast, f"erasure/{erasure.pk}/")
    page = nora.get(office(cast)).content.decode()
    assert "Legal hold: nothing of this record goes" in page
    assert f"{act}acceptance/" not in page
    assert nora.get(f"{act}acceptance/").status_code == 404
    nora.post(f"{act}acceptance/")
    erasure.refresh_from_db()
    assert erasure.decided_at is None
    nora.post(office(cast, "hold/lifting/"))
    assert LegalHold.objects.get().lifted_by == cast.nora
    assert "Goes now" in nora.get(f"{act}acceptance/").content.decode()
    nora.post(f"{act}acceptance/")
    erasure.refresh_from_db()
    assert (erasure.accepted, erasure.decided_by) == (True, cast.nora)
    assert nora.get(f"{act}completion/").status_code == 404
    assert "The rest may go from" in nora.get(office(cast)).content.decode()
