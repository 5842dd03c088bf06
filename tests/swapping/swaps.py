"""Walking through the product as somebody, then asking for everything again with one id of somebody else's in it."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import urlencode

from django.apps import apps
from django.core import mail
from django.db import connection, transaction
from django.test import override_settings

from common.tests.moment import AT
from outbox import delivery
from records.models import Patient
from tests.matrix.asking import Knocking
from tests.matrix.words import forbidden
from tests.swapping.reading import Page

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Names under which other systems believed an id of the request (security, A3; case C46).
BELIEVED = ("patient", "pid", "recid", "id", "account", "hidden_patient_code", "form")
# Leaving, and pages that are somebody's own whatever one sends.
NOT_WALKED = ("/accounts/", "/demo/", "/static/", "/theme/")
START = {"portal": "/portal/", "office": "/office/"}
TEAM = {"finn", "petra", "quinn", "bea", "mo", "nora"}


@dataclass(frozen=True)
class Request:
    """One request to try."""

    method: str
    path: str
    body: str = ""


ROWS = """
SELECT '{table}', count(*)::text, md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))
  FROM {table} t WHERE t.{column}::text <> ALL(%(mine)s)
"""


def tables() -> list[str]:
    """Every table whose rows are a patient's."""
    found = [
        model._meta.db_table
        for model in apps.get_models()
        if any(f.concrete and f.is_relation and f.related_model is Patient for f in model._meta.get_fields())
    ]
    return sorted(found)


def shape_of(path: str) -> str:
    """An address without what differs from one row, day or page to the next."""
    return re.sub(r"\d+", "n", UUID.sub("…", path))


class Walk:
    """One person's way through the product."""

    def __init__(self, knocking: Knocking, person: str, *, most=60):
        self.knocking, self.person, self.client = knocking, person, knocking.clients[person]
        self.links, self.forms = {}, {}
        starts = [START["office" if person in TEAM else "portal"]]
        if person == "ana":  # whose browser holds times: the steps in which somebody is chosen
            holds = knocking.world.holds.values()
            starts += [f"/book/{hold.pk}/{step}/" for hold in holds for step in ("patient", "check")]
        self._walk(starts, most)

    def _walk(self, starts, most) -> None:
        # One page of each shape: a calendar has a link for every day.
        waiting, seen = starts, set()
        while waiting and len(seen) < most:
            path = waiting.pop(0)
            if shape_of(path) in seen or path.startswith(NOT_WALKED):
                continue
            seen.add(shape_of(path))
            answer = self.client.get(path, follow=True)
            if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
                continue
            here = answer.request["PATH_INFO"]
            page = Page(here, answer.content.decode())
            self.links.setdefault(shape_of(path), path)
            waiting += sorted(page.links)
            for form in page.forms:
                shape = (form.method, shape_of(form.action), *sorted(form.fields))
                self.forms.setdefault(shape, form)

    def swaps(self, foreign: list[str]) -> Iterator[Request]:
        """Every id of every address and every form, one at a time, for each foreign one."""
        for path in self.links.values():
            yield from self._of_text("GET", path, "", foreign)
            for name in BELIEVED:
                for other in foreign:
                    yield Request("GET", f"{path}{'&' if '?' in path else '?'}{name}={other}")
        for form in self.forms.values():
            if form.method != "POST" or form.action.startswith(NOT_WALKED):
                continue
            body = urlencode([(name, value) for name, values in form.fields.items() for value in values[:3]])
            yield from self._of_text("POST", form.action, body, foreign)
            for name in BELIEVED:
                for other in foreign:
                    yield Request("POST", form.action, f"{body}&{name}={other}")

    def _of_text(self, method, path, body, foreign) -> Iterator[Request]:
        for place in ("path", "body"):
            text = path if place == "path" else body
            for found in UUID.finditer(text):
                for other in foreign:
                    swapped = text[: found.start()] + other + text[found.end() :]
                    yield (
                        Request(method, swapped, body) if place == "path" else Request(method, path, swapped)
                    )


class Log(logging.Handler):
    """What is written to any log meanwhile."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())

    @contextmanager
    def listening(self):
        self.lines.clear()
        logging.getLogger().addHandler(self)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self)

    def said(self) -> bytes:
        return "\n".join(self.lines).encode()


class Watch:
    """What must not happen: a foreign word read, a foreign row changed, an error of ours."""

    def __init__(self, knocking: Knocking, person: str, mine: set):
        self.knocking, self.person, self.client = knocking, person, knocking.clients[person]
        self.words, self.mine, self.log = forbidden(person), [str(key) for key in mine], Log()
        self.before = self._rows()

    def _rows(self) -> list:
        """A fingerprint of every row of every patient who is not this person's."""
        columns = [(table, "patient_id") for table in tables()] + [(Patient._meta.db_table, "id")]
        parts = [ROWS.format(table=table, column=column) for table, column in columns]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), {"mine": self.mine})
            return cursor.fetchall()

    def _mailed(self) -> bytes:
        """Whatever this act sent, as far as it goes to an address of the person's own."""
        mail.outbox = []
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
            delivery.drain(at=AT)
        own = [sent for sent in mail.outbox if self.knocking.world.accounts[self.person].email in sent.to]
        return "".join(str(sent.message()) + sent.body for sent in own).encode()

    def faults_of(self, request: Request) -> list[str]:
        """Try one request; whatever it did is undone."""
        # Whatever an answer does to the cookies (a POST may sign out) must not make the next request a stranger's.
        cookies = deepcopy(self.client.cookies)
        with transaction.atomic(), self.log.listening():
            answer = self.client.generic(
                request.method, request.path, request.body, content_type="application/x-www-form-urlencoded"
            )
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            read = {"read": body + str(answer.headers).encode()}
            if request.method == "POST":
                read["mailed"] = self._mailed()
            read["logged"] = self.log.said()
            # What was sent comes back on a refused form: somebody's own words are no leak.
            faults = [
                f"{how} {word.decode()}" for how, text in read.items() for word in self.words if word in text
            ]
            faults += [f"got {answer.status_code}"] if answer.status_code >= 500 else []
            if request.method == "POST" and self._rows() != self.before:
                faults.append("changed a foreign row")
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return [f"{request.method} {request.path} as {self.person}: {fault}" for fault in faults]


def foreign_ids(world, person: str) -> list[str]:
    """Ids of rows that are not this person's: of each kind one of a stranger, and one of the other clinic."""
    from records.models import AccessCode, Contact, Grant, Invitation
    from smartforms.models import Assignment

    mine = visible(world, person)
    rows = [str(key) for key in Patient.objects.exclude(pk__in=mine).values_list("pk", flat=True)]
    for model in (Assignment, Grant, AccessCode, Invitation, Contact):
        others = model._base_manager.exclude(patient_id__in=mine).order_by("pk")
        rows += [str(key) for key in others.values_list("pk", flat=True)[:4]]
    rows += [str(world.kit_visit.pk), str(world.zoe_visit.pk), str(world.accounts["omar"].pk)]
    return rows


def visible(world, person: str) -> set:
    """The patients this person may see something of: by a grant, or as one of the team of Harbour."""
    if person in TEAM:
        return set(Patient.objects.filter(clinic=world.harbour).values_list("pk", flat=True))
    return set(Patient.objects.visible_to(world.accounts[person], at=AT).values_list("pk", flat=True))


def try_all(knocking: Knocking, people, *, step=1, most=60) -> tuple[int, list[str]]:
    """Every `step`-th swap of these people: how many requests, and what went wrong."""
    tried, faults = 0, []
    for person in people:
        watch = Watch(knocking, person, visible(knocking.world, person))
        swaps = Walk(knocking, person, most=most).swaps(foreign_ids(knocking.world, person))
        for number, request in enumerate(swaps):
            if number % step == 0:
                tried += 1
                faults += watch.faults_of(request)
    return tried, faults
