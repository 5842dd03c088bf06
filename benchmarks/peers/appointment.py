"""django-appointment beside us: the same clinic on the same database server, in an environment of its own."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

from benchmarks.serving import Line, per_second, served
from config import embedded

NAME = "django-appointment 3.12.0"
_SITE, _NEEDS = "benchmarks.peers.appointment_site", Path(__file__).with_name("appointment.txt")
_DATABASE = "anteroom_bench_peer"
_VISITS = """
SELECT person.order, (starts_at AT TIME ZONE 'America/Halifax')::date, (starts_at AT TIME ZONE 'America/Halifax')::time,
       (ends_at AT TIME ZONE 'America/Halifax')::time
  FROM booking_appointment AS visit JOIN clinic_practitioner AS person ON person.bookable_ptr_id = practitioner_id
 WHERE visit.clinic_id = %s AND cancelled_at IS NULL
   AND (starts_at AT TIME ZONE 'America/Halifax')::date >= (now() AT TIME ZONE 'America/Halifax')::date
"""


class Absent(Exception):
    """The peer cannot be measured; says why."""


def _environment() -> Path:
    """The peer's Python, installed once for each list of packages."""
    home = embedded.var_folder() / "peers" / "django-appointment"
    stamp = home / f".installed-{hashlib.sha256(_NEEDS.read_bytes()).hexdigest()[:12]}"
    if not stamp.exists():
        print(f"Installing {NAME} into {home} …", flush=True)
        for command in (
            [sys.executable, "-m", "venv", "--clear", home],
            [
                home / "bin" / "python",
                "-m",
                "pip",
                "--disable-pip-version-check",
                "-qq",
                "install",
                "-r",
                _NEEDS,
            ],
        ):
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            if run.returncode:
                raise Absent((run.stderr.strip().splitlines() or ["it could not be installed"])[-1])
        stamp.touch()
    return home / "bin" / "python"


@contextlib.contextmanager
def beside(bench):
    """The peer, served with our clinic's visits in a database of its own; both are gone afterwards."""
    python = _environment()
    place = {name: str(connection.settings_dict[name]) for name in ("USER", "PASSWORD", "HOST", "PORT")}
    engine = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60}
    database = json.dumps({**place, **engine, "NAME": _DATABASE})
    said = {"PEER_DATABASE": database}
    _command(f'DROP DATABASE IF EXISTS "{_DATABASE}"')
    _command(f'CREATE DATABASE "{_DATABASE}"')
    try:
        with connection.cursor() as cursor:
            cursor.execute(_VISITS, [bench.clinic.pk])
            visits = "".join(",".join(map(str, row)) + "\n" for row in cursor)
        run = subprocess.run(
            [python, "-m", _SITE],
            input=visits,
            env=os.environ | said,
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            raise Absent((run.stderr.strip().splitlines() or ["its tables could not be filled"])[-1])
        with served(f"{_SITE}:application", python=python, said=said) as port:
            yield Peer(port, json.loads(run.stdout.splitlines()[-1]), bench.today)
    finally:
        _command(f'DROP DATABASE IF EXISTS "{_DATABASE}" WITH (FORCE)')


def _command(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


class Peer:
    """What a signed-in client of the peer does. Staff are numbered as our practitioners are."""

    def __init__(self, port: int, told: dict, today):
        self.service, self.staff, self.today = told["service"], told["staff"], today
        self.lines = [Line(port, cookies={"sessionid": key}) for key in told["sessions"]]

    def slots(self, client: int, person: int, days: int) -> list[str]:
        """The free starts of one staff member on a day from today, as its page of times asks for them."""
        day = self.today + timedelta(days)
        path = f"/ajax/available_slots/?selected_date={day}&staff_member={self.staff[person]}&service_id={self.service}"
        _headers, body = self.lines[client].expect(200, path)
        return [start for start, _words in json.loads(body)["available_slots"]]

    def look(self, client: int, person: int, days: int) -> list[str]:
        """What somebody who looks for a time loads: its page of a service, which then asks for the free starts."""
        self.lines[client].expect(200, f"/request/{self.service}/")
        return self.slots(client, person, days)

    def book(self, client: int, person: int, start: str) -> None:
        """Its two steps: the time, then who comes. The page of thanks after them is not asked for."""
        begins = datetime.fromisoformat(start)
        wish = {
            "date": begins.date(), "start_time": begins.time(), "end_time": (begins + timedelta(minutes=30)).time(),
            "service": self.service, "staff_member": self.staff[person],
        }  # fmt: skip
        place = self.lines[client].expect(302, "/request-submit/", wish)[0]["location"]
        who = {
            "name": f"C{client} Client", "phone_0": "CA", "phone_1": "9025550100", "payment_type": "full",
            "address": "", "additional_info": "",
        }  # fmt: skip
        place = self.lines[client].expect(302, place, who)[0]["location"]
        if "thank-you" not in place:
            raise AssertionError("The peer did not book.")

    def crowd(self, clients: int, seconds: float, work) -> float:
        """How often a second so many clients do a piece of work, over lines opened anew."""
        for line in self.lines:
            line.close()
        return per_second(clients, seconds, work)

    def sold_twice(self) -> int:
        """How many times of its staff have more than one appointment."""
        import psycopg

        own = {name.lower(): connection.settings_dict[name] for name in ("USER", "PASSWORD", "HOST", "PORT")}
        with psycopg.connect(
            dbname=_DATABASE, **{name: value for name, value in own.items() if value}
        ) as line:
            return line.execute(
                "SELECT count(*) FROM (SELECT 1 FROM appointment_appointmentrequest AS wish"
                " JOIN appointment_appointment AS made ON made.appointment_request_id = wish.id"
                " GROUP BY staff_member_id, date, start_time HAVING count(*) > 1) AS twice"
            ).fetchone()[0]
