"""What visit stands in a row: whose, what, with whom, where and when; each thing that is wrong beside its column."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from booking.objections import Wish
from clinic.catalogue import catalogue_of
from common.folding import fold
from imports.days import Unclear, both_of, day_of, instant_of, time_of

# What may not be broken by importing: two in one hour. Everything else has been agreed in the old system.
NEVER = {"taken", "resource"}
ONE_FOR_ALL = ""  # the name under which a thing stands that no column says


@dataclass
class Told:
    """What a row says of a visit, apart from whose it is. `starts_at` only where it is right."""

    service: object = None
    practitioner: object = None
    location: object = None
    starts_at: datetime | None = None
    faults: list = field(default_factory=list)

    def wish(self, clinic, patient_id) -> Wish:
        return Wish(
            clinic, self.service, self.practitioner, self.location, self.starts_at, patient=patient_id
        )


def choices(clinic) -> dict[str, dict[int, object]]:
    """Whom, what and where a visit can be with: what the clinic has in use."""
    catalogue = catalogue_of(clinic)
    return {
        "practitioner": dict(catalogue.practitioners),
        "service": {one.pk: one for one in catalogue.services.values()},
        "location": dict(catalogue.locations),
    }


def called(thing) -> str:
    """The name of a practitioner, a service or a place."""
    return getattr(thing, "title", None) or thing.name


def guessed(clinic, found: dict[str, list[str]]) -> dict[str, dict[str, int | None]]:
    """For each name in the file the thing of the clinic that has it, or part of it alone; None where nobody can tell.

    What no column says is one for all, where there is one only.
    """
    there = choices(clinic)
    return {
        kind: {fold(name): _guess(fold(name), there[kind]) for name in names}
        if names
        else {ONE_FOR_ALL: next(iter(there[kind])) if len(there[kind]) == 1 else None}
        for kind, names in found.items()
    }


def _guess(name: str, there) -> int | None:
    exact = [pk for pk, one in there.items() if fold(called(one)) == name]
    words = set(name.split())
    part = [pk for pk, one in there.items() if words and words <= set(fold(called(one)).split())]
    whole = [pk for pk, one in there.items() if set(fold(called(one)).split()) <= words]
    return next((found[0] for found in (exact, part, whole) if len(found) == 1), None)


def visit_in(words, *, clinic, names, order, at) -> Told:
    """The visit of a row, as far as it can be read."""
    told = Told()
    for kind, there in choices(clinic).items():
        chosen = names.get(kind, {})
        key = fold(words[kind][0]) if kind in words else ONE_FOR_ALL
        thing = there.get(chosen.get(key))
        if thing is None:
            missing = kind not in words and ONE_FOR_ALL not in chosen
            told.faults.append([kind, _("It is missing.") if missing else _("It is none of yours.")])
        setattr(told, kind, thing)
    _when(told, words, order=order, zone=clinic.zone, at=at)
    return told


def _when(told, words, *, order, zone, at) -> None:
    column = "starts" if "starts" in words else "date"
    try:
        if column == "starts":
            day, clock = both_of(words["starts"][0], order)
        elif "date" not in words:
            raise Unclear(_("It is missing."))
        else:
            day = day_of(words["date"][0].partition("T")[0], order)
            column = "time"
            if "time" not in words:
                raise Unclear(_("It is missing."))
            clock = time_of(words["time"][0])
        instant = instant_of(day, clock, zone)
    except Unclear as fault:
        told.faults.append([column, str(fault)])
        return
    if instant <= at:
        told.faults.append([column, _("It is over. Only visits ahead are imported.")])
    elif day.year > at.year + 5:
        told.faults.append([column, _("It is more than five years ahead.")])
    else:
        told.starts_at = instant
