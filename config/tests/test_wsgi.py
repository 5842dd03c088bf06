"""The door that every request comes through."""

import io

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind",
    [
        "text/html; charset=punycode",
        "text/html;charset=utf-7",
        "a/b; charset =base64",
        "a/b; charset*=utf-8''rot13",
    ],
)
def test_a_charset_nobody_speaks_is_no_reason_to_fail(kind):
    from clinic.tests.factories import ClinicFactory
    from config.wsgi import application

    ClinicFactory(hosts=["localhost"])
    answers = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "QUERY_STRING": "x=1", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "CONTENT_TYPE": kind, "wsgi.input": io.BytesIO(b""), "wsgi.url_scheme": "http",
    }  # fmt: skip
    body = b"".join(application(environ, lambda status, headers: answers.append(status)))
    assert (answers, body) == (["200 OK"], b"ok\n")
