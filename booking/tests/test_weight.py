"""What a first visit to the booking pages costs on a phone (performance, P7)."""

import gzip
import re
from pathlib import Path

from django.conf import settings

from common.stylesheets import ENTRIES, joined

STATIC = Path(settings.BASE_DIR, "static")
MODULE = re.compile(r'<script type="module" src="/static/(js/[^"]+)"')
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
FIRST_PAGES = ("/book/", "/book/assessment/", "/book/assessment/petra/")


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def sheet(client, address: str) -> bytes:
    """As it is delivered: ours joined, the clinic's theme as the site answers."""
    name = address.removeprefix("/static/")
    return joined(name).encode() if name in ENTRIES else client.get(address).content


def test_a_first_visit_weighs_at_most_thirty_two_kilobytes(cast, client):
    modules, sheets, pages = set(), set(), 0
    for address in FIRST_PAGES:
        answer = client.get(address)
        assert answer.status_code == 200
        modules |= set(MODULE.findall(answer.text))
        sheets |= set(SHEET.findall(answer.text))
        pages = max(pages, packed(answer.content))
    assert {"js/manners.js"} <= modules and len(sheets) == 2
    assert not any("htmx" in name for name in modules)
    scripts = sum(packed((STATIC / name).read_bytes()) for name in modules)
    assert scripts <= 3 * 1024
    styles = sum(packed(sheet(client, address)) for address in sheets)
    assert pages + styles + scripts <= 32 * 1024


def test_one_font_file_of_at_most_forty_kilobytes_that_swaps(cast, client):
    asked = set(re.findall(r'href="/static/(fonts/[^"]+)"', client.get("/book/").text))
    assert asked == {"fonts/atkinson-next-latin.woff2"}
    assert (STATIC / "fonts/atkinson-next-latin.woff2").stat().st_size <= 40 * 1024
    faces = re.findall(r"@font-face\s*{[^}]*}", joined("css/patient.css"))
    assert faces and all("font-display: swap" in face for face in faces if "src: url" in face)
