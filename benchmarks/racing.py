"""B1: a crowd wants one room, over HTTP, through every door at once. Two practitioners share it."""

import contextlib
import http.client
import os
import time
from collections import Counter
from urllib.parse import urlencode

from benchmarks.crowd import all_at_once
from benchmarks.figures import Figure, at_most
from benchmarks.serving import OURS, served
from booking.tests.guard import overlapping_pairs, without_the_guard
from common import clock

CLIENTS, ATTEMPTS = (
    int(os.environ.get(f"B1_{name}", much)) for name, much in (("CLIENTS", 200), ("ATTEMPTS", 20_000))
)
FEW, FEW_TURNS, CONTROL_TURNS = 20, 15, 5


def _over_http():
    """Guests of `tests.doors` that knock at a real server."""
    from tests.doors.crowd import Guest, cookies_of
    from tests.doors.doors import TAKEN

    class Knocking(Guest):
        # Of the server; every answer's seconds in the race, by whether it said that the time is taken.
        port, times = 0, None

        def come_in(self):
            super().come_in()
            self.address = f"10.{200 + self.number // 250}.{self.number % 250}.1"

        def leave(self, address):
            super().leave(address)
            self.address = address

        def ask(self, path, sent, *, at_the_desk=False):
            browser = self.desk if at_the_desk else self.browser
            cookies = cookies_of(browser)
            said = {
                "Host": "localhost", "Origin": "http://localhost", "X-CSRFToken": cookies["csrftoken"],
                "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": self.address,
            }  # fmt: skip
            if browser.cookies:
                said["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
            began = time.perf_counter()
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as line:
                line.request("POST", path, urlencode(sent, doseq=True), said)
                answer = line.getresponse()
                page = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                browser.cookies.load(cookie)
            if self.is_racing:
                self.times.append((answer.status in TAKEN, time.perf_counter() - began))
            return answer.status, answer.headers.get("Location", ""), page

    return Knocking


class Rush:
    """A crowd of so many, all wanting the same hour, turn after turn: what came of it."""

    def __init__(self, guests, port: int, *, first: int, turns: int):
        from tests.doors.doors import LAID, LOST, WON

        self.times = []
        for guest in guests:
            guest.port, guest.times = port, self.times
        self.by_turn, _times, self.took = all_at_once(
            len(guests),
            turns,
            lambda number, turn: guests[number].press(first + turn),
            prepare=lambda number, turn: guests[number].prepare(first + turn),
        )
        self.answers = sum(self.by_turn, Counter())
        self.winners = Counter({door: n for (door, what), n in self.answers.items() if what == WON})
        self.won = self.winners.total()
        self.without_winner = sum(not any(what == WON for _door, what in turn) for turn in self.by_turn)
        self.strange = {key: n for key, n in self.answers.items() if key[1] not in (WON, LOST, LAID)}

    def p99(self) -> float:
        """How long the answer takes that a time is taken, in all but one of a hundred."""
        conflicts = sorted(seconds for is_taken, seconds in self.times if is_taken)
        return conflicts[int(len(conflicts) * 0.99)]


def b1() -> list[Figure]:
    """Everybody at every door, then twenty for the time an answer takes, then the guard off."""
    from tests.doors.crowd import Scene, as_answered, in_rows
    from tests.doors.doors import SHARES

    turns = -(-ATTEMPTS // CLIENTS)
    scene = Scene("localhost", turns=turns + FEW_TURNS + CONTROL_TURNS, at=clock.now())
    kind = _over_http()
    guests = [kind(scene, number) for number in range(CLIENTS)]
    with served(OURS, threads=20) as port:
        crowd = Rush(guests, port, first=0, turns=turns)
        few = Rush(guests[:FEW], port, first=turns, turns=FEW_TURNS)
    pairs, told, rows = overlapping_pairs(), as_answered(crowd.answers + few.answers), in_rows(scene)
    with (
        without_the_guard(thing__clinic=scene.clinic),
        served("benchmarks.naive:application", threads=20) as port,
    ):
        Rush(guests[:40], port, first=turns + FEW_TURNS, turns=CONTROL_TURNS)
        control = overlapping_pairs()
    for door, count in sorted(crowd.answers.items(), key=str):
        print("B1:", *door, count, flush=True)
    tries = crowd.answers.total()
    name = (
        f"{tries:,} attempts of {CLIENTS} clients at {len({door for door, _what in crowd.answers})} doors, "
    )
    name += f"{turns} turns in {crowd.took:.0f} s: overlapping pairs"
    by_door = ", ".join(f"{door} {count}" for door, count in crowd.winners.most_common())
    slowest = max(seconds for _taken, seconds in crowd.times)
    enough = pairs == 0 < control and tries >= 20_000 and CLIENTS >= 200
    differ = sum(abs(told[door] - rows[door]) for door in rows)
    return [
        Figure("B1", name, pairs, "pairs", "0 in ≥ 20,000 of 200; guard off: > 0", control, enough),
        at_most(0, "B1", "answers that are neither won nor taken", sum(crowd.strange.values()), "answers"),
        at_most(0, "B1", "turns without a winner", crowd.without_winner, "turns"),
        at_most(turns, "B1", "winners in all: one room, so one a turn", crowd.won, "visits and holds"),
        Figure(
            "B1",
            f"doors that won a turn ({by_door})",
            len(crowd.winners),
            "doors",
            f"all {len(SHARES)}, where each leads twice",
            None,
            len(crowd.winners) == len(SHARES) if turns >= 4 * len(SHARES) else None,
        ),
        at_most(0, "B1", "answers that the rows do not bear out", differ, "answers"),
        at_most(15, "B1", "slowest answer", slowest, "s"),
        at_most(1, "B1", f"“taken” p99 at {FEW} clients", few.p99(), "s"),
    ]
