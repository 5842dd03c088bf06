"""Before what must not be somebody else's doing: asked once more in words of the act, in the frame of its room."""

from urllib.parse import quote

import pytest
from django.urls import get_resolver, reverse

from accounts.tests.factories import PASSWORD
from office.once_more import REASONS as OFFICE
from office.tests.people import place
from portal.once_more import REASONS as PORTAL

USUAL = "What you are about to do concerns the safety of your account, so we ask once more."


def asked(client, path="", **sent):
    url = "/accounts/reauthenticate/" + (f"?next={quote(path)}" if path else "")
    return client.post(url, sent) if sent else client.get(url)


def test_the_words_are_those_of_the_act(cast, client, sign_in):
    quinn = sign_in(client, cast.quinn_account)
    way = quinn.get(place("emergency", cast.ana_record))
    page = quinn.get(way.url)
    assert "You are about to open the record of somebody who is not among your own patients" in page.text
    assert USUAL not in page.text
    assert USUAL in asked(quinn).text
    assert USUAL in asked(quinn, reverse("account_email")).text


def test_every_page_that_is_named_is_there():
    names = set()
    for reasons, room in ((OFFICE, "office"), (PORTAL, "portal")):
        known = set(get_resolver().namespace_dict[room][1].reverse_dict)
        named = {name.partition(":")[2] for name in reasons if name.startswith(f"{room}:")}
        assert named <= known
        names |= named
    assert len(names) > 15


def test_staff_stay_in_the_frame_of_the_office_also_after_a_wrong_password(cast, client, sign_in):
    nora = sign_in(client, cast.nora)
    path = reverse("office:export_asking")
    for page in (asked(nora, path), asked(nora, path, password="wrong", next=path)):
        assert "shells/office.html" in [template.name for template in page.templates]
        assert [item["label"] for item in page.context["nav_items"]][:2] == ["Calendar", "Patients"]
        assert "a copy of all records of the clinic" in page.text
    assert "Error:" in page.text
    assert asked(nora, path, password=PASSWORD, next=path).url == path


@pytest.mark.parametrize(("who", "path"), [
    ("ana", "/office/exports/asking/"), ("omar", "/office/exports/asking/"), ("nora", "/portal/"), ("nora", ""),
    ("nora", "https://evil.example/office/"), ("nora", "//evil.example/office/"),
])  # fmt: skip
def test_nobody_else_gets_that_frame(cast, client, sign_in, who, path):
    page = asked(sign_in(client, getattr(cast, who)), path)
    names = [template.name for template in page.templates]
    assert "shells/account.html" in names and "shells/office.html" not in names
    assert "Patients" not in page.text


def test_patients_read_what_they_are_about_to_do(cast, client, sign_in):
    ben = sign_in(client, cast.ben)
    path = reverse("portal:takeout_asking", args=[cast.ana_record.pk])
    page = ben.get(ben.get(path).url)
    assert "You are about to take a whole record along" in page.text
