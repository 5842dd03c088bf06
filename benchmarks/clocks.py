"""B3: every zone, every change of its clocks from 2024 to 2037, held against the zone itself minute by minute."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from benchmarks.figures import Figure, at_most
from benchmarks.house import House
from booking.availability import finding, wallclock
from booking.availability.slots import Shape, starts
from booking.models import Preferences

LOW, HIGH = (wallclock.to_minutes(datetime(year, 1, 1, tzinfo=UTC)) for year in (2024, 2038))
EPOCH, STEP = datetime(1970, 1, 1), 15
DAY_ZERO = EPOCH.toordinal()
# The whole day, a night shift, and one that may end inside a repeated hour; minutes after midnight.
BLOCKS = ((0, 1440), (1320, 1800), (30, 90))
# Practitioner, minutes of the visit, round starts.
CASES = (("days", 30, None), ("days", 30, 60), ("always", 30, None), ("always", 50, None), ("always", 30, 60))


def zones() -> list[list[str]]:
    """Names by what their files say: a zone and its aliases are walked through once."""
    found: dict[bytes, list[str]] = {}
    for name in sorted(available_timezones() - {"localtime", "Factory"}):
        places = [*(Path(folder) / name for folder in TZPATH), files("tzdata") / "zoneinfo" / name]
        found.setdefault(next(one.read_bytes() for one in places if one.is_file()), []).append(name)
    return list(found.values())


def wall(zone, minute: int) -> int:
    """What the wall clock shows at an instant, as minutes since 1970; asked of the zone alone."""
    shown = datetime.fromtimestamp(minute * 60, zone)
    return (shown.toordinal() - DAY_ZERO) * 1440 + shown.hour * 60 + shown.minute


def changes(zone):
    """The first minute after each change; the look every three hours is nearer than two changes ever lie."""
    for low in range(LOW, HIGH, 180):
        high, before = low + 180, wall(zone, low) - low
        if wall(zone, high) - high != before:
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if wall(zone, middle) - middle == before else (low, middle)
            yield high


def ours(zone, day, opens, closes):
    """(label on the wall, instant) of every quarter of an hour on offer."""
    blocks = wallclock.open_minutes(zone, day, opens, closes)
    return [(wall(zone, one), one) for one in starts(blocks, [], Shape(STEP), earliest=0, latest=10**9)]


def naive(zone, day, opens, closes):
    """The red control: steps on the wall clock, and the zone put on afterwards."""
    labels = [datetime.fromordinal(day) + timedelta(minutes=at) for at in range(opens, closes, STEP)]
    return [
        ((one - EPOCH) // timedelta(minutes=1), wallclock.to_minutes(one.replace(tzinfo=zone)))
        for one in labels
    ]


def judge(zone, offered, exist: set[int]) -> Counter:
    """Faults of one offer against the minutes that really show these hours."""
    instants = [instant for _label, instant in offered]
    bookable = {minute for instant in instants for minute in range(instant, instant + STEP)}
    return Counter(
        missing=sum(wall(zone, instant) != label for label, instant in offered),
        twice=len(instants) - len(set(instants)),
        minutes=len(bookable ^ exist),
    )


def days_around(zone, change) -> Counter:
    """Faults of the two days that meet at a change: ours, and those of the naive way."""
    found = Counter()
    days = {wallclock.local_day(change - 1, zone), wallclock.local_day(change, zone)}
    low, high = (min(days) - DAY_ZERO - 2) * 1440, (max(days) - DAY_ZERO + 3) * 1440
    shown = [(minute, wall(zone, minute)) for minute in range(low, high)]
    for day in days:
        for opens, closes in BLOCKS:
            begin, end = ((day - DAY_ZERO) * 1440 + edge for edge in (opens, closes))
            exist = {minute for minute, at in shown if begin <= at < end}
            found += judge(zone, ours(zone, day, opens, closes), exist)
            for name, faults in judge(zone, naive(zone, day, opens, closes), exist).items():
                found[f"naive {name}"] += faults
    return found


def disagreements(house, person, service, change) -> tuple[int, int]:
    """Starts that the page of times lists and the check of one day refuses, or the reverse; and how many are listed."""
    at, day = wallclock.to_instant(change - 7 * 1440), wallclock.local_day(change, house.clinic.zone)
    search = finding.Search(house.clinic, service, [person], house.place, at=at)
    around = wallclock.midnight(house.clinic.zone, day - 2)
    listed = {slot.start for slot in search.free(day - 6, day + 1) if slot.start >= around}
    checked = {slot.start for one in range(day - 2, day + 2) for slot in search.free(one, one)}
    return len(listed ^ checked), len(listed)


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
                seen["changes"] += len(names)
                for person, minutes, grid in CASES:
                    rules = Preferences(clinic=house.clinic, start_grid=grid)
                    with patch.object(finding.booking_rules, "rules_of", lambda _, rules=rules: rules):
                        wrong, listed = disagreements(house, people[person], services[minutes], change)
                    apart[f"{person}, {minutes} min, grid {grid}"] += wrong
                    seen["listed"] += listed
    print("Listing and check disagree:", dict(apart), flush=True)
    rows = {
        "missing": ("slots that do not exist", "slots"),
        "twice": ("slots offered twice", "slots"),
        "minutes": ("minutes wrongly open or closed", "minutes"),
    }
    figures = []
    for key, (words, unit) in rows.items():
        name, control = f"{seen['zones']} zones × {seen['changes']:,} changes: {words}", found[f"naive {key}"]
        figures.append(
            Figure("B3", name, found[key], unit, "0; naive: > 0", control, found[key] == 0 < control)
        )
    name = f"listed but refused, or the reverse, of {seen['listed']:,} slots"
    return [*figures, at_most(0, "B3", name, apart.total(), "slots")]
