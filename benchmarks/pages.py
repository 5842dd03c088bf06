"""P6 to P8: pages beside bare ones, the weight of a first visit, and how many queries an answer takes."""

import gzip
import re
from urllib.parse import urljoin

from benchmarks.asking import Door
from benchmarks.days import nothing_new
from benchmarks.figures import Figure, at_most, beside
from benchmarks.selling import free_of
from benchmarks.serving import BARE, Line, seconds_each, served


def p6(bench, port: int) -> list[Figure]:
    """Pages beside bare ones of a server with next to no middleware, over HTTP and in turns, as a browser asks.

    Asked for inside this process the bare ones would cost a twentieth of a millisecond: no server reads a request and
    writes an answer in that, ours or anybody's.
    """
    cookies, home = Door(account=bench.account).cookies, f"/portal/p/{bench.patients[0].pk}/"
    with served(BARE) as bare:
        asked = {
            "home": (port, home, cookies), "me": (bare, "/bare/me", cookies),
            "book": (port, "/book/", None), "ready": (bare, "/bare/page", None),
        }  # fmt: skip
        works = {}
        for name, (at, path, who) in asked.items():
            line = Line(at, cookies=who)
            works[name] = lambda line=line, path=path: line.expect(200, path)
        took = seconds_each(100, works)
    name = "portal home, signed in, three records"
    return [
        beside(0.15, took["me"], "P6", name, took["home"], "session + user + query"),
        beside(0.4, took["ready"], "P6", "first booking page", took["book"], "a ready page of 15 KB"),
    ]


def p7() -> list[Figure]:
    """Bytes over the wire, gzip, as this server answers."""
    door, wire = Door(), {}

    def fetch(path) -> str:
        headers, body = door.ask(path)
        wire[path] = len(body) / 1024
        return gzip.decompress(body).decode() if headers.get("Content-Encoding") == "gzip" else body.decode()

    html = fetch("/book/")
    fonts = re.findall(r'<link rel="preload" href="([^"]+)"', html)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', html)
    for script in scripts:  # grows by what its modules import
        found = re.findall(r'(?:from|import)\s*\(?"(\.[^"]+)"', fetch(script))
        scripts += {urljoin(script, one) for one in found} - set(scripts)
    for sheet in sheets:
        fetch(sheet)
    page, css, js = wire["/book/"], sum(wire[one] for one in sheets), sum(wire[one] for one in scripts)
    parts = f"HTML {page:.1f} + CSS {css:.1f} + JS {js:.1f}"
    font = sum(len(door.ask(one)[1]) for one in fonts) / 1024
    strange = re.findall(r'(?:src|href)="(?:https?:)?//(?!localhost)', html) + [
        one for one in scripts if "htmx" in one
    ]
    return [
        at_most(32, "P7", f"first visit to booking, gzip: {parts}", page + css + js, "KB"),
        at_most(40, "P7", f"fonts asked for at once: {len(fonts)}", font, "KB"),
        at_most(3, "P7", "scripts of the booking page", js, "KB"),
        at_most(0, "P7", "htmx and other hosts on the page", len(strange), "links"),
    ]  # fmt: skip


def p8(bench) -> list[Figure]:
    """First looks with a warm catalogue and a session touched already."""
    ana, doctor, anyone = Door(account=bench.account), Door(account=bench.doctor), Door()
    patient = bench.patients[0].pk
    for _ in range(2):
        doctor.ask("/office/patients/?q=warm")
        anyone.ask("/book/v30/")
    start = free_of(bench, bench.people[1])[0]
    place = ana.ask("/book/holds/", {"service": "v30", "who": "p1", "start": start})[0]["Location"]
    ana.ask(f"{place}patient/", {"who": str(patient), "note": ""})
    asked = [
        (2, "page of times, one practitioner", anyone, "/book/v30/p1/", None),
        (3, "page of times, any practitioner", anyone, "/book/v30/anyone/", None),
        (14, "booking POST, returning patient, held slot", ana, f"{place}check/", {"agreed": "on"}),
        (10, "portal home", ana, f"/portal/p/{bench.patients[1].pk}/", None),
        (8, "office day", doctor, "/office/calendar/", None),
        (8, "a list: patients found", doctor, "/office/patients/?q=row", None),
        (12, "patient workspace, own practitioner", doctor, f"/office/patients/{patient}/", None),
    ]
    found = [
        at_most(most, "P8", name, door.queries(path, sent), "queries")
        for most, name, door, path, sent in asked
    ]
    return [*found, at_most(2, "P8", "office day, nothing new", nothing_new(doctor), "queries")]
