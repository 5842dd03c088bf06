"""How a private file leaves: the same headers by every way, one harmless name, nothing a browser may keep (B12)."""

from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.test import override_settings

from common.files import clean_name
from common.serving import served
from common.tests.bucket import a_bucket
from config.storages import for_files

PDF = {"name": "Letter.pdf", "content_type": "application/pdf"}
HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Disposition": 'attachment; filename="Letter.pdf"',
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
}


@pytest.fixture
def folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    default_storage.save("documents/one", ContentFile(b"%PDF one"))


@pytest.fixture
def bucket(settings, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with a_bucket() as (address, bucket):
        url = f"s3://files/portal?region=ca-central-1&endpoint={address}"
        settings.STORAGES = settings.STORAGES | {"default": for_files(url)}
        default_storage.save("documents/one", ContentFile(b"%PDF one"))
        yield bucket


def headers(answer) -> dict:
    """All that the answer says, but for the way it goes."""
    return {
        name: value
        for name, value in answer.items()
        if name not in ("Content-Length", "Location", "X-Accel-Redirect")
    }


def test_from_the_folder_it_is_streamed(folder):
    answer = served("documents/one", **PDF)
    assert b"".join(answer.streaming_content) == b"%PDF one"
    assert (answer.status_code, headers(answer)) == (200, HEADERS)


@override_settings(FILES_ACCEL="/private-files/")
def test_the_server_in_front_is_told_which_one_and_gets_the_same_headers():
    answer = served("documents/one", **PDF)
    assert (answer["X-Accel-Redirect"], answer.content) == ("/private-files/documents/one", b"")
    assert headers(answer) == HEADERS


def test_from_a_bucket_it_is_saved_by_a_link_that_opens_for_a_minute(bucket):
    answer = served("documents/one", **PDF)
    assert (answer.status_code, headers(answer)) == (302, HEADERS)
    link = answer["Location"]
    asked = parse_qs(urlsplit(link).query)
    assert (asked["X-Amz-Expires"], "X-Amz-Signature" in asked) == (["60"], True)
    with urlopen(link) as got:
        said = {name: got.headers[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")}
        assert got.read() == b"%PDF one"
    assert said == {name: HEADERS[name] for name in said}
    assert set(bucket.things) == {"files/portal/documents/one"}


def test_from_a_bucket_it_is_looked_at_through_us(bucket):
    answer = served("documents/one", inline=True, **PDF)
    assert b"".join(answer.streaming_content) == b"%PDF one"
    assert headers(answer) == HEADERS | {"Content-Disposition": 'inline; filename="Letter.pdf"'}


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/plain", ""])
def test_what_could_act_is_never_shown_in_line(folder, kind):
    answer = served("documents/one", name="x", content_type=kind, inline=True)
    assert answer["Content-Disposition"] == 'attachment; filename="x"'


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ('a"; filename="b.pdf', 'attachment; filename="a\\"; filename=\\"b.pdf"'),
        ("Été.pdf", "attachment; filename*=utf-8''%C3%89t%C3%A9.pdf"),
        ("a\u2028b.pdf", 'attachment; filename="a b.pdf"'),
        ("a\r\nSet-Cookie: x.pdf", 'attachment; filename="a Set-Cookie: x.pdf"'),
        ("a\u202egpj.exe", 'attachment; filename="agpj.pdf"'),
        ("x" * 300 + ".pdf", f'attachment; filename="{"x" * 116}.pdf"'),
        ("", 'attachment; filename="File.pdf"'),
    ],
)
def test_the_header_has_one_harmless_name(folder, name, told):
    answer = served("documents/one", name=clean_name(name, ".pdf"), content_type="application/pdf")
    assert answer["Content-Disposition"] == told


def test_without_any_name_it_is_still_saved(folder):
    assert (
        served("documents/one", name="", content_type="application/pdf")["Content-Disposition"]
        == "attachment"
    )


def test_one_that_the_storage_lost_is_not_there(folder):
    with pytest.raises(Http404):
        served("documents/two", **PDF)


def test_a_storage_that_is_down_is_said_in_words(bucket):
    bucket.is_down = True
    answer = served("documents/one", inline=True, **PDF)
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert answer.content.decode() == "The file cannot be reached at the moment. Try again in a few minutes."
    assert answer["Cache-Control"] == "no-store, private"


def test_a_full_bucket_keeps_nothing_and_says_so(bucket):
    bucket.is_full = True
    with pytest.raises(Exception, match="507"):
        default_storage.save("documents/two", ContentFile(b"x"))
