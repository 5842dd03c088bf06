"""P6 to P8: pages beside bare ones, the weight of a first visit, and how many queries an answer takes."""

import gzip
import re
from urllib.parse import urljoin

from benchmarks.asking import Door, side_by_side
from benchmarks.bare import SESSION
from benchmarks.figures import Figure
from benchmarks.selling import free_of


def p6(bench) -> list[Figure]:
    home = f"/portal/p/{bench.patients[0].pk}/"
    door, bare = Door().enter(bench.account), Door(SESSION).enter(bench.account)
    public, rendered = Door(), Door([])
    times = side_by_side(
        100,
        lambda: door.ask(home),
        lambda: bare.ask("/bare/me"),
        lambda: public.ask("/book/"),
        lambda: rendered.ask("/bare/page"),
    )
    at_home, me, book, page = (1 / time for time in times)
    return [
        Figure("P6", "portal home, signed in, three records", at_home, "req/s", "≥ 0.15 × session + user + query", me,
               at_home >= 0.15 * me),
        Figure("P6", "first booking page", book, "req/s", "≥ 0.4 × a pre-rendered 15 KB view", page, book >= 0.4 * page),
    ]  # fmt: skip


def p7() -> list[Figure]:
    """Bytes over the wire, gzip, as this server answers."""
    door = Door()
    wire = {}

    def fetch(path) -> str:
        headers, body = door.ask(path)
        wire[path] = len(body)
        return gzip.decompress(body).decode() if headers.get("Content-Encoding") == "gzip" else body.decode()

    html = fetch("/book/")
    fonts = re.findall(r'<link rel="preload" href="([^"]+)"', html)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    waiting, scripts = re.findall(r'<script[^>]* src="([^"]+)"', html), []
    for sheet in sheets:
        fetch(sheet)
    while waiting:
        script = waiting.pop()
        if script not in scripts:
            scripts.append(script)
            found = re.findall(r'(?:from|import)\s*\(?"(\.[^"]+)"', fetch(script))
            waiting += [urljoin(script, other) for other in found]
    css, js = sum(wire[one] for one in sheets), sum(wire[one] for one in scripts)
    whole = (wire["/book/"] + css + js) / 1024
    font = sum(len(door.ask(one)[1]) for one in fonts) / 1024
    elsewhere = [
        one for one in re.findall(r'(?:src|href)="((?:https?:)?//[^"]+)"', html) if "localhost" not in one
    ]
    parts = f"HTML {wire['/book/'] / 1024:.1f} + CSS {css / 1024:.1f} + JS {js / 1024:.1f}"
    return [
        Figure("P7", f"first visit to booking, gzip: {parts}", whole, "KB", "≤ 32", None, whole <= 32),
        Figure("P7", f"fonts asked for at once ({len(fonts)} file)", font, "KB", "≤ 40", None, font <= 40),
        Figure("P7", "scripts of the booking page", js / 1024, "KB", "≤ 3, no htmx", None,
               js <= 3 * 1024 and not any("htmx" in one for one in scripts)),
        Figure("P7", "addresses of other hosts on the page", len(elsewhere), "links", "0", None, not elsewhere),
    ]  # fmt: skip


def p8(bench) -> list[Figure]:
    """First looks with a warm catalogue and a session touched already."""
    ana, doctor, anyone = Door().enter(bench.account), Door().enter(bench.doctor), Door()
    patient = bench.patients[0].pk
    for door, path in ((ana, "/portal/"), (doctor, "/office/patients/?q=warm"), (anyone, "/book/visit/")):
        for _ in range(2):
            door.ask(path, expect=302 if path == "/portal/" else 200)
    hold = {"service": "visit", "who": "p1", "start": free_of(bench, bench.people[1])[0]}
    place = ana.ask("/book/holds/", hold)[0]["Location"]
    ana.ask(f"{place}patient/", {"who": str(patient), "note": ""})
    asked = [
        ("page of times, one practitioner", 2, anyone.queries("/book/visit/p1/")),
        ("page of times, any practitioner", 3, anyone.queries("/book/visit/anyone/")),
        ("booking POST, returning patient, held slot", 14, ana.queries(f"{place}check/", {"agreed": "on"})),
        ("portal home", 10, ana.queries(f"/portal/p/{bench.patients[1].pk}/")),
        ("office day", 8, doctor.queries("/office/calendar/")),
        ("patient workspace, own practitioner", 12, doctor.queries(f"/office/patients/{patient}/")),
    ]
    return [
        Figure("P8", f"queries: {name}", n, "queries", f"≤ {most}", None, n <= most)
        for name, most, n in asked
    ]
