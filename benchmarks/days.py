"""P12: the office's day with twenty practitioners, every half-hour taken, and what asks whether it changed.

Asked over HTTP of a real server, one client after the other: what a colleague at the desk waits for. Every third visit
has a form that waits.
"""

import re
from gzip import decompress
from html import unescape
from statistics import median, quantiles
from time import perf_counter

from accounts.models import User
from benchmarks.asking import Door
from benchmarks.figures import Figure, at_most
from benchmarks.rows import FORM, Filled
from benchmarks.serving import Line
from booking.models import Appointment
from clinic.models import Membership
from smartforms.actions import assign, import_questionnaire

PEOPLE, ROUNDS, HOST = 20, 60, "busy.localhost"
DAY, WEEK = "/office/calendar/", "/office/calendar/?view=week"


def p12(port: int) -> list[Figure]:
    """The day, the week of everybody, and a question with nothing new."""
    clinic = Filled("busy", people=PEOPLE, days=14, patients=1000, share=1.0, host=HOST)
    desk = _desk(clinic)
    forms = _forms(clinic)
    line = Line(port, host=HOST, cookies=Door(account=desk).cookies)
    visits = clinic.visits().filter(starts_at__date=clinic.today).count()
    busy = f"{PEOPLE} practitioners, {visits} visits, {forms} forms"
    return [
        at_most(200, "P12", f"office day, {busy}, p95", _p95(line, DAY), "ms"),
        Figure("P12", "office week of the same", _median(line, WEEK), "ms", "–"),
        Figure("P12", "office day, asked whether it changed", _median(line, *_again(line)), "ms", "–"),
    ]


def nothing_new(door) -> int:
    """How many queries it takes to hear that nothing changed."""
    address, mark = _named(door.ask(DAY)[1])
    return door.queries(address, expect=(304, 304), says={"HTTP_IF_NONE_MATCH": mark, "HTTP_BY_ITSELF": "1"})


def _desk(clinic) -> User:
    user = User.objects.create(email="busy@example.org", given_name="Busy", verified_at=clinic.at)
    Membership.objects.create(user=user, clinic=clinic.clinic, roles=["front_desk"], started_at=clinic.at)
    clinic.clinic.refresh_from_db()
    return user


def _forms(clinic) -> int:
    """A form that waits, for every third visit of today."""
    form = import_questionnaire(text=FORM.read_bytes(), clinic=clinic.clinic, by=None, at=clinic.at).template
    visits = Appointment.objects.filter(clinic=clinic.clinic, starts_at__date=clinic.today)[::3]
    for visit in visits:
        how = {"account": None, "patient": visit.patient, "by": None, "at": clinic.at}
        visit.assignments.add(assign(template=form, **how))
    return len(visits)


def _times(line, path, status=200, says="") -> list[float]:
    """Milliseconds of each answer; the first ones, which warm the server's workers up, do not count."""
    found = []
    for _round in range(ROUNDS + 8):
        began = perf_counter()
        line.expect(status, path, says=says)
        found.append(1000 * (perf_counter() - began))
    return found[8:]


def _p95(line, *asked) -> float:
    return quantiles(_times(line, *asked), n=20)[-1]


def _median(line, *asked) -> float:
    return median(_times(line, *asked))


def _again(line) -> tuple[str, int, str]:
    """What a page that was just seen asks by itself, and what it hears."""
    address, mark = _named(line.expect(200, DAY)[1])
    return address, 304, f"If-None-Match: {mark}\r\nBy-Itself: 1\r\n"


def _named(page: bytes) -> tuple[str, str]:
    """Where a page asks whether it changed, and the mark it asks with."""
    text = decompress(page).decode() if page[:2] == b"\x1f\x8b" else page.decode()
    return tuple(unescape(re.search(f'data-{name}="([^"]+)"', text)[1]) for name in ("changes", "mark"))
