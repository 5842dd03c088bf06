"""Asking the application as a browser would, in this process, and taking the time."""

import contextlib
import re
from http.cookies import SimpleCookie
from io import BytesIO
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

_NOT_COUNTED = re.compile(r"BEGIN|COMMIT|(RELEASE )?SAVEPOINT|ROLLBACK")
_SAYS = {
    "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost", "HTTP_ORIGIN": "http://localhost",
    "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip", "wsgi.url_scheme": "http", "wsgi.errors": BytesIO(),
    "CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_X_CSRFTOKEN": "b" * 32,
}  # fmt: skip


class Door:
    """One browser in front of the application; with `middleware`, in front of a barer one."""

    def __init__(self, middleware: list[str] | None = None, *, account=None, host="localhost"):
        whole = contextlib.nullcontext() if middleware is None else override_settings(MIDDLEWARE=middleware)
        with whole:
            self.handler = WSGIHandler()
        self.cookies, self.host = {}, {"HTTP_HOST": host, "HTTP_ORIGIN": f"http://{host}"}
        if account:  # signed in without a password: hashing is not what is measured
            client = Client(HTTP_HOST=host)
            client.force_login(account)
            self.cookies = {name: one.value for name, one in client.cookies.items()}
            self.cookies[settings.CSRF_COOKIE_NAME] = _SAYS["HTTP_X_CSRFTOKEN"]

    def ask(self, path: str, sent: dict | None = None, *, expect=(200, 302), says=()):
        """The answer's headers and body. A POST when something is sent; gzip, as browsers ask for. `says` is what the
        browser says more."""
        said = {}
        body = urlencode(sent or {}).encode()
        environ = {
            **_SAYS, **self.host, "REQUEST_METHOD": "GET" if sent is None else "POST", "CONTENT_LENGTH": str(len(body)),
            "PATH_INFO": path.partition("?")[0], "QUERY_STRING": path.partition("?")[2], "wsgi.input": BytesIO(body),
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **dict(says),
        }  # fmt: skip

        def start(status, headers):
            said.update(status=int(status[:3]), headers=dict(headers))
            for value in (value for name, value in headers if name == "Set-Cookie"):
                self.cookies.update({name: one.value for name, one in SimpleCookie(value).items()})

        with contextlib.closing(self.handler(environ, start)) as answer:
            content = b"".join(answer)
        if said["status"] != expect[sent is not None]:
            raise AssertionError(f"{path} answered {said['status']}")
        return said["headers"], content

    def queries(self, path: str, sent: dict | None = None, **expected) -> int:
        """How many queries an answer takes, beginnings and ends of transactions apart."""
        with CaptureQueriesContext(connection) as seen:
            self.ask(path, sent, **expected)
        return sum(not _NOT_COUNTED.match(one["sql"]) for one in seen)
