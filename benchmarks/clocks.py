"""B3: every zone, every change of its clocks from 2024 to 2037, held against the zone itself minute by minute."""

from collections import Counter
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from benchmarks.figures import Figure, at_most
from benchmarks.house import House
from booking.availability import finding, wallclock
from booking.models import Preferences
from booking.tests.clock_changes import DAY_ZERO, changes, days_around, deadlines, wall
from clinic.catalogue import Closed

# Practitioner, minutes of the visit, round starts.
CASES = (("days", 30, None), ("days", 30, 60), ("always", 30, None), ("always", 50, None), ("always", 30, 60))


def zones() -> list[list[str]]:
    """Names by what their files say: a zone and its aliases are walked through once."""
    found: dict[bytes, list[str]] = {}
    for name in sorted(available_timezones() - {"localtime", "Factory"}):
        places = [*(Path(folder) / name for folder in TZPATH), files("tzdata") / "zoneinfo" / name]
        found.setdefault(next(one.read_bytes() for one in places if one.is_file()), []).append(name)
    return list(found.values())


def disagreements(house, person, service, change) -> tuple[int, int]:
    """Starts that the page of times lists and the check of one day refuses, or the reverse; and how many are listed."""
    at, day = wallclock.to_instant(change - 7 * 1440), wallclock.local_day(change, house.clinic.zone)
    search = finding.Search(house.clinic, service, [person], house.place, at=at)
    around = wallclock.midnight(house.clinic.zone, day - 2)
    listed = {slot.start for slot in search.free(day - 6, day + 1) if slot.start >= around}
    checked = {slot.start for one in range(day - 2, day + 2) for slot in search.free(one, one)}
    return len(listed ^ checked), len(listed)


def beside_a_closed_day(house, catalogue, person, service, change) -> Counter:
    """Starts that are wrongly there or not when the day of a change is a closed one: it takes those of which the zone
    shows the first or the last minute on it. The naive way: it is closed for 24 hours."""
    zone, minutes = house.clinic.zone, service.minutes
    at, day = wallclock.to_instant(change - 7 * 1440), wallclock.local_day(change, zone)

    def listed(closed):
        with patch.object(catalogue, "closed", closed):
            search = finding.Search(house.clinic, service, [person], house.place, at=at)
            return {slot.start for slot in search.free(day - 1, day + 1)}

    def is_on_it(minute):
        return wall(zone, minute) // 1440 + DAY_ZERO == day

    before, begins = listed([]), wallclock.midnight(zone, day)
    stay = {one for one in before if not (is_on_it(one) or is_on_it(one + minutes - 1))}
    naive = {one for one in before if one + minutes <= begins or begins + 1440 <= one}
    return Counter(closed=len(listed([Closed(day, day)]) ^ stay), **{"naive closed": len(naive ^ stay)})


def b3() -> list[Figure]:
    house = House("clocks", {"days": [(0, 300), (540, 1020)], "always": [(0, 1440)]}, {30: {}, 50: {}})
    people, services = {one.slug: one for one in house.people}, {one.minutes: one for one in house.services}
    catalogue, found, apart, seen = finding.catalogue_of(house.clinic), Counter(), Counter(), Counter()
    nothing = patch.object(finding, "taken_ranges", lambda things, **_: {thing: [] for thing in things})
    with nothing, patch.object(finding, "catalogue_of", lambda _: catalogue):
        for names in zones():
            zone = house.clinic.zone = ZoneInfo(names[0])
            seen["zones"] += len(names)
            for change in changes(zone):
                found += days_around(zone, change)
                found += deadlines(zone, change)
                seen["changes"] += len(names)
                for person, minutes, grid in CASES:
                    rules = Preferences(clinic=house.clinic, start_grid=grid)
                    with patch.object(finding.booking_rules, "rules_of", lambda _, rules=rules: rules):
                        wrong, listed = disagreements(house, people[person], services[minutes], change)
                    apart[f"{person}, {minutes} min, grid {grid}"] += wrong
                    seen["listed"] += listed
                found += beside_a_closed_day(house, catalogue, people["always"], services[50], change)
    print("Listing and check disagree:", dict(apart), flush=True)
    rows = {
        "missing": ("slots that do not exist", "slots"),
        "twice": ("slots offered twice", "slots"),
        "minutes": ("minutes wrongly open or closed", "minutes"),
        "begins": (f"of {found['days']:,} days, begun at another minute", "days"),
        "closed": ("starts wrongly taken by a closed day, or left on it", "starts"),
        "deadline": (f"of {found['deadlines']:,} deadlines, not so many real hours before", "deadlines"),
    }
    figures = []
    for key, (words, unit) in rows.items():
        name, control = f"{seen['zones']} zones × {seen['changes']:,} changes: {words}", found[f"naive {key}"]
        figures.append(
            Figure("B3", name, found[key], unit, "0; naive: > 0", control, found[key] == 0 < control)
        )
    odd = found["no_midnight"]
    figures.append(Figure("B3", "of these days, without a midnight", odd, "days", "> 0", None, odd > 0))
    name = f"listed but refused, or the reverse, of {seen['listed']:,} slots"
    return [*figures, at_most(0, "B3", name, apart.total(), "slots")]
