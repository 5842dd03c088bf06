"""Before what must not be somebody else's doing: asked once more in words of the act, in the frame of its room."""

import inspect
from pathlib import Path
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


LED_BACK = "office:report"  # from the password of its file, which is one press from there


def asks_again(view) -> bool:
    """Whether a page asks for the password: the view itself, or a part of it that it goes on to."""
    inner = inspect.unwrap(view)
    onwards = [inner.__globals__.get(name) for name in inner.__code__.co_names]
    onwards += [cell.cell_contents for cell in inner.__closure__ or ()]
    return any(getattr(one, "asks_again", False) for one in (view, *onwards))


def test_every_page_that_asks_says_in_its_own_words_why_and_no_other_page_does():
    asking = {
        f"{room}:{pattern.name}"
        for room in ("office", "portal")
        for pattern in get_resolver().namespace_dict[room][1].url_patterns
        if asks_again(pattern.callback)
    }
    named = {name for name in (*OFFICE, *PORTAL) if not name.startswith("admin:")}
    assert asking == named - {LED_BACK}
    assert len(named) > 15


def test_nobody_asks_past_the_one_way():
    """Only `accounts.again` knows allauth's own decorator: what is asked by it would not be found by the walk above."""
    root = Path(__file__).parents[1]
    source = [
        path
        for room in sorted(root.iterdir()) if (room / "__init__.py").exists() and room.name != "tests"
        for path in room.rglob("*.py") if "tests" not in path.parts
    ]  # fmt: skip
    using = [path for path in source if "import reauthentication_required" in path.read_text()]
    assert [str(path.relative_to(root)) for path in using] == ["accounts/again.py"]


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
