"""Asking the application as a browser would, in this process, and taking the time."""

import contextlib
import re
from http.cookies import SimpleCookie
from io import BytesIO
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

_NOT_COUNTED = re.compile(r"BEGIN|COMMIT|(RELEASE )?SAVEPOINT|ROLLBACK")


class Door:
    """One browser in front of the application; with `middleware` in front of a barer one."""

    def __init__(self, middleware: list[str] | None = None):
        barer = contextlib.nullcontext() if middleware is None else override_settings(MIDDLEWARE=middleware)
        with barer:
            self.handler = WSGIHandler()
        self.cookies: dict[str, str] = {}

    def enter(self, account) -> "Door":
        """Sign in without typing a password: hashing is not what is measured."""
        from django.conf import settings
        from django.test import Client

        client = Client(HTTP_HOST="localhost")
        client.force_login(account)
        self.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies[settings.CSRF_COOKIE_NAME] = "b" * 32  # a browser would have it from the page before
        return self

    def ask(self, path: str, sent: dict | None = None, *, expect: int | None = None):
        """The answer's status, headers and body. A POST when something is sent; gzip, as browsers ask for."""
        said = {}
        path, _, query = path.partition("?")
        body = urlencode(sent or {}).encode()
        environ = {
            "REQUEST_METHOD": "GET" if sent is None else "POST", "PATH_INFO": path, "QUERY_STRING": query,
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "SCRIPT_NAME": "",
            "HTTP_HOST": "localhost", "HTTP_ORIGIN": "http://localhost", "HTTP_ACCEPT_ENCODING": "gzip",
            "REMOTE_ADDR": "127.0.0.1", "HTTP_COOKIE": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body), "wsgi.url_scheme": "http", "wsgi.errors": BytesIO(),
        }  # fmt: skip
        if "csrftoken" in self.cookies:
            environ["HTTP_X_CSRFTOKEN"] = self.cookies["csrftoken"]

        def start(status, headers):
            said.update(status=int(status[:3]), headers=dict(headers))
            for name, value in headers:
                if name == "Set-Cookie":
                    self.cookies.update({key: one.value for key, one in SimpleCookie(value).items()})

        answer = self.handler(environ, start)
        content = b"".join(answer)
        answer.close()
        wanted = expect or (200 if sent is None else 302)
        if said["status"] != wanted:
            raise AssertionError(f"{path} answered {said['status']}, not {wanted}")
        return said["headers"], content

    def queries(self, path: str, sent: dict | None = None) -> int:
        """How many queries an answer takes, beginnings and ends of transactions apart."""
        with CaptureQueriesContext(connection) as seen:
            self.ask(path, sent)
        return sum(not _NOT_COUNTED.match(one["sql"]) for one in seen)


def side_by_side(rounds: int, *works) -> list[float]:
    """The median seconds of each piece of work, done in turns: what disturbs one disturbs all."""
    times: list[list[float]] = [[] for _ in works]
    for turn in range(rounds + 2):
        for kept, work in zip(times, works, strict=True):
            began = perf_counter()
            work()
            if turn > 1:  # the first two warm up
                kept.append(perf_counter() - began)
    return [median(kept) for kept in times]
