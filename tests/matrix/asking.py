"""Knocking at every door as everybody."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from zlib import crc32

from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from audit.models import Event
from tests.matrix.people import PEOPLE, World

FORM = "application/x-www-form-urlencoded"
SIGN_IN = ("/accounts/login/", "/admin/login/")  # the second leads to the first
# Where nothing can be done (405), or not by anybody (404), these are enough to hear that.
ASKED_IN_VAIN = {
    "405": {"nobody", "ben", "nora"},
    "404": {"nobody", "ana", "ben", "petra", "nora", "zoe", "omar"},
}
# Whoever the policy names at a door is asked there, and one of each kind that it could forget. Of the others every
# ninth, other ones at each door: all of them are asked by `make prove` (B4).
OF_EACH_KIND = {"nobody", "dov", "ana", "ida", "ben", "rae", "ed", "nora", "omar"}
# Where there is nothing, everybody hears the same; whoever is answered 404 elsewhere is asked here as well, to compare.
NOT_THERE = ("missing", "no row")
OF_FEW_KINDS = {"nobody", "ana", "nora", "omar"}
# What differs from one answer to the next without meaning anything: the form token.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def every_url() -> dict[str, object]:
    """The view behind each name (or, without a name, each route) of the resolver; the first one wins, as in life."""
    found = {}

    def walk(resolver, spaces, route):
        for pattern in resolver.url_patterns:
            here = route + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern, [*spaces, pattern.namespace] if pattern.namespace else spaces, here)
            else:
                found.setdefault(
                    ":".join([*spaces, pattern.name]) if pattern.name else here, pattern.callback
                )

    walk(get_resolver(), [], "")
    return found


def parameters_of(name: str) -> set[str]:
    """The names in an address; none where the door is called by its route, which is never a patient's."""
    if "<" in name:
        return set()
    resolver = get_resolver()
    *spaces, last = name.split(":")
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    ways = [way for possible in resolver.reverse_dict.getlist(last) for way in possible[0]]
    return {name for _text, names in ways for name in names}


def asked_at(door) -> list[str]:
    """Who knocks at a door in the suite, in the order of `PEOPLE`."""
    if door.people:
        return list(door.people)
    kinds = OF_FEW_KINDS if door.about in NOT_THERE else OF_EACH_KIND
    named = kinds | set(f"{door.get} {door.post}".split())
    return [one for one in PEOPLE if one in named or crc32(f"{door} {one}".encode()) % 9 == 0]


@dataclass(frozen=True)
class Answer:
    """What somebody heard at a door, and whether the patient in the address has it noted."""

    door: object
    method: str
    person: str
    code: str
    response: object
    body: bytes
    path: str
    is_noted: bool

    def path_to(self, name: str) -> str:
        """Another page with the same thing in its address."""
        return reverse(name, kwargs=resolve(self.path).kwargs)

    @property
    def path_names(self) -> set[str]:
        return parameters_of(self.door.name) if self.door.about else set()

    @property
    def bare(self) -> bytes:
        """The page without what this one request brought along: its token, its own address."""
        return TOKEN.sub(b"", self.body).replace(self.path.strip("/").encode(), b"")

    def __str__(self):
        return f"{self.method} {self.door}: {self.person} ({PEOPLE[self.person]})"


class Knocking:
    """Everybody of the world, each with a browser of their own; at Harbour's host unless told otherwise."""

    def __init__(self, world: World, host="testserver"):
        self.world, self.host = world, host
        self.clients = {person: self._client(person) for person in PEOPLE}

    def _client(self, person) -> Client:
        client = Client(HTTP_HOST=self.host, raise_request_exception=False)
        if person != "nobody":
            client.force_login(self.world.accounts[person])
        if person == "ana":
            session = client.session
            session["booking"] = {
                "mark": "Ana’s",
                "holds": [str(hold.pk) for hold in self.world.holds.values()],
            }
            session.save()
        client.get("/privacy/")  # the first look of a session leaves its marks there
        return client

    def path(self, door) -> str:
        thing = self.world.things[door.about]
        if "path" in thing:
            return thing["path"]
        needed = parameters_of(door.name)
        words = {"number": 1} | thing if "number" in needed else thing
        return reverse(door.name, kwargs={name: words[name] for name in needed})

    def ask(self, method: str, door, person: str) -> Answer:
        """One request; whatever it changed is undone."""
        path, client = self.path(door), self.clients[person]
        cookies, patient = deepcopy(client.cookies), self.world.things[door.about].get("patient")
        with transaction.atomic():
            notes = Event.objects.filter(patient=patient) if patient else Event.objects.none()
            before = notes.count()
            response = client.generic(method, path, door.body, content_type=FORM)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            is_noted = notes.count() > before
            transaction.set_rollback(True)
        client.cookies = cookies
        to_sign_in = response.status_code == 302 and response["Location"].startswith(SIGN_IN)
        code = "login" if to_sign_in else str(response.status_code)
        return Answer(door, method, person, code, response, body, path, is_noted)

    def at(self, doors) -> Iterator[Answer]:
        """The answers at these doors."""
        for door in doors:
            for person in asked_at(door):
                yield self.ask("GET", door, person)
                if person in ASKED_IN_VAIN.get(door.post, {person}):
                    yield self.ask("POST", door, person)
