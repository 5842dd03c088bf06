"""Whatever stands in a box or an address of the office: an answer in words, never an error of ours."""

import pytest

from outbox.models import Message

STRANGE = [
    "no\0body@example.org",
    "\0",
    "a" * 5000,
    "x\x1fy@example.org",
    "'",
    "\\",
    "a:b & !c",
    "9" * 30,
    "\u202e",
]
ASKED = {
    "/office/calendar/": ("day", "view", "person"),
    "/office/patients/": ("q", "page"),
    "/office/tray/": ("kind", "page"),
    "/office/invitations/": ("show", "page"),
    "/office/reports/duplicate-emails/": ("page",),
    "/office/reports/sign-in/": ("email",),
}


@pytest.mark.parametrize("address", ASKED)
def test_a_page_takes_no_harm_from_its_address(cast, client, sign_in, address):
    nora = sign_in(client, cast.nora)
    for name in ASKED[address]:
        for typed in STRANGE:
            assert nora.get(address, {name: typed}).status_code == 200, (name, typed[:20])


@pytest.mark.parametrize("whose", ["", "done", "later", "\0"])
def test_no_part_of_the_tray_takes_harm_either(cast, client, sign_in, whose):
    nora = sign_in(client, cast.nora)
    for typed in STRANGE:
        assert nora.get("/office/tray/", {"whose": whose, "kind": typed}).status_code == 200, typed[:20]


@pytest.mark.parametrize("number", STRANGE)
@pytest.mark.parametrize("address", ["/office/reports/sign-in/", "/office/reports/forms/"])
def test_what_is_no_number_of_a_patient_is_missing(cast, client, sign_in, address, number):
    assert sign_in(client, cast.nora).get(address, {"patient": number}).status_code == 404


@pytest.mark.parametrize("email", STRANGE)
def test_nobody_is_helped_who_cannot_exist(cast, client, sign_in, email):
    nora = sign_in(client, cast.nora)
    assert nora.get("/office/reports/sign-in/", {"email": email}).context["is_known"] is False
    helped = nora.post("/office/reports/sign-in/help/", {"email": email, "what": "reset"})
    assert helped.status_code == 404
    assert not Message.objects.exists()
