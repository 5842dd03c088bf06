"""B3: every zone, every change of its clocks from 2024 to 2037, held against the zone itself minute by minute."""

import importlib.resources
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from benchmarks.figures import Figure
from booking import rules
from booking.availability import finding, wallclock
from booking.availability.slots import Shape, starts
from booking.models import Preferences
from clinic.catalogue import catalogue_of
from clinic.models import Clinic, Location, Offer, OpeningHours, Practitioner, Service

LOW, HIGH = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) // 60 for year in (2024, 2038))
LOOK = 180  # minutes; no two changes of a zone lie closer
EPOCH = datetime(1970, 1, 1)
EPOCH_DAY = EPOCH.toordinal()
BLOCKS = (
    (0, 1440),
    (1320, 1800),
    (30, 90),
)  # the whole day, a night shift, one that may end inside a repeated hour
STEP = 15


def zones() -> dict[bytes, list[str]]:
    """Names by content: a zone and its aliases are one file, and are walked through once."""
    found: dict[bytes, list[str]] = {}
    for name in sorted(available_timezones() - {"localtime", "Factory"}):
        places = [Path(folder) / name for folder in TZPATH] + [
            importlib.resources.files("tzdata") / "zoneinfo" / name
        ]
        content = next(place.read_bytes() for place in places if place.is_file())
        found.setdefault(content, []).append(name)
    return found


def wall(zone, minute) -> int:
    """What the wall clock shows at an instant, as if it were minutes since 1970; asked of the zone alone."""
    shown = datetime.fromtimestamp(minute * 60, zone)
    return (shown.toordinal() - EPOCH_DAY) * 1440 + shown.hour * 60 + shown.minute


def changes(zone) -> list[int]:
    """The first minute after each change."""
    found = []
    before = wall(zone, LOW) - LOW
    for minute in range(LOW + LOOK, HIGH, LOOK):
        offset = wall(zone, minute) - minute
        if offset != before:
            low, high = minute - LOOK, minute
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if wall(zone, middle) - middle == before else (low, middle)
            found.append(high)
            before = offset
    return found


def ours(zone, day, opens, closes) -> list[tuple[int, int]]:
    """(label on the wall, instant) of every offered quarter of an hour."""
    blocks = wallclock.open_minutes(zone, day, opens, closes)
    found = starts(blocks, [], Shape(STEP), earliest=0, latest=10**9)
    return [(wall(zone, start), start) for start in found]


def naive(zone, day, opens, closes) -> list[tuple[int, int]]:
    """The red control: steps on the wall clock, then the zone put on."""
    midnight = datetime.fromordinal(day)
    labels = [midnight + timedelta(minutes=at) for at in range(opens, closes, STEP)]
    return [
        (int((label - EPOCH).total_seconds()) // 60, int(label.replace(tzinfo=zone).timestamp()) // 60)
        for label in labels
    ]


def judge(zone, offered, exist: set[int]) -> Counter:
    """Faults of one day's offer against the minutes that really show these hours."""
    instants = [instant for _label, instant in offered]
    bookable = {minute for instant in instants for minute in range(instant, instant + STEP)}
    return Counter(
        missing=sum(wall(zone, instant) != label for label, instant in offered),
        repeated=len(instants) - len(set(instants)),
        minutes=len(bookable ^ exist),
        offered=len(offered),
    )


def make_clinic():
    """Two practitioners: ordinary hours, and day and night; visits of 30 and of 50 minutes."""
    clinic = Clinic.objects.create(slug="clocks", name="Clocks", hosts=["clocks.localhost"], timezone="UTC")
    place = Location.objects.create(clinic=clinic, name="1 Clock Street")
    services = [
        Service.objects.create(clinic=clinic, slug=f"v{n}", title=f"{n}", minutes=n) for n in (30, 50)
    ]
    people = []
    for slug, hours in (("days", [(0, 300), (540, 1020)]), ("always", [(0, 1440)])):
        people.append(Practitioner.objects.create(clinic=clinic, slug=slug, name=slug))
        for weekday in range(7):
            for opens, closes in hours:
                OpeningHours.objects.create(
                    practitioner=people[-1], location=place, weekday=weekday, opens=opens, closes=closes
                )
        for service in services:
            Offer.objects.create(practitioner=people[-1], service=service, location=place)
    clinic.refresh_from_db()
    return clinic, place, services, people


def disagreements(clinic, place, service, person, change) -> tuple[int, int]:
    """Starts that the list of days shows and the check of one day refuses, or the reverse; and how many were listed."""
    at = wallclock.to_instant(change - 3 * 1440)
    search = finding.Search(clinic, service, [person], place, at=at)
    day = wallclock.local_day(change, clinic.zone)
    listed = {slot.start for slot in search.free(day - 2, day + 1)}
    checked = {slot.start for one in range(day - 2, day + 2) for slot in search.free(one, one)}
    return len(listed ^ checked), len(listed)


def b3() -> list[Figure]:
    found, control, seen = Counter(), Counter(), Counter()
    clinic, place, services, people = make_clinic()
    kept = catalogue_of(clinic), {grid: Preferences(clinic=clinic, start_grid=grid) for grid in (None, 60)}
    cases = [
        (person, service, grid)
        for person in people
        for service, grid in zip([*services, services[0]], (None, None, 60), strict=True)
    ]
    apart: Counter = Counter()
    nothing = lambda things, **_: {thing: [] for thing in things}  # noqa: E731
    by_content = zones()
    with (
        patch.object(finding, "taken_ranges", nothing),
        patch.object(finding, "catalogue_of", lambda _: kept[0]),
    ):
        for names in by_content.values():
            zone = clinic.zone = ZoneInfo(names[0])
            for change in changes(zone):
                seen.update(changes=1, everywhere=len(names))
                days = {wallclock.local_day(change - 1, zone), wallclock.local_day(change, zone)}
                low, high = (min(days) - EPOCH_DAY - 2) * 1440, (max(days) - EPOCH_DAY + 3) * 1440
                shown = [wall(zone, minute) for minute in range(low, high)]
                for day in days:
                    base = (day - EPOCH_DAY) * 1440
                    for opens, closes in BLOCKS:
                        exist = {low + n for n, at in enumerate(shown) if base + opens <= at < base + closes}
                        found += judge(zone, ours(zone, day, opens, closes), exist)
                        control += judge(zone, naive(zone, day, opens, closes), exist)
                for person, service, grid in cases:
                    with patch.object(rules, "rules_of", lambda _, grid=grid: kept[1][grid]):
                        wrong, listed = disagreements(clinic, place, service, person, change)
                    apart[person.slug, service.minutes, grid] += wrong
                    seen["listed"] += listed
    names = sum(map(len, by_content.values()))
    print(f"{names} zones ({len(by_content)} different), {seen['everywhere']:,} changes ({seen['changes']:,} different), "
          f"{found['offered']:,} slots; listing and check disagree by case: {dict(apart)}", flush=True)  # fmt: skip
    total = apart.total()
    rows = [
        ("slots at a time that does not exist", "missing", "slots"),
        ("slots offered twice", "repeated", "slots"),
        ("minutes bookable but not open, or open but not bookable", "minutes", "minutes"),
    ]
    prefix = f"{names} zones × {seen['everywhere']:,} changes: "
    return [
        Figure(
            "B3",
            prefix + name,
            found[key],
            unit,
            "0; naive: > 0",
            control[key],
            not found[key] and control[key] > 0,
        )
        for name, key, unit in rows
    ] + [
        Figure(
            "B3",
            f"listing = validation, {seen['listed']:,} slots: differences",
            total,
            "slots",
            "0",
            None,
            total == 0,
        )
    ]
