"""What is said of one visit wherever a calendar shows it: worked out once, for its column and its line in the list."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.urls import reverse

from common.wording import clock_time
from office.presenters.states import State, called, sentence, short_clock, state_of

NOBODY, NOTHING = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Told:
    """`time` is its start on the clinic's wall, `brief` the same as short as people say it."""

    time: str
    brief: str
    title: str
    text: str
    state: State
    url: str


def told_of(day, visit) -> Told:
    """Kept with the day."""
    if visit.pk not in day.told:
        local, state = visit.starts_at.astimezone(day.clinic.zone), state_of(visit, day.clinic.zone)
        day.told[visit.pk] = Told(
            clock_time(local),
            short_clock(local),
            called(visit.patient, day.date),
            sentence(visit, state),
            state,
            _way().format(visit.patient_id, visit.pk),
        )
    return day.told[visit.pk]


@cache
def _way() -> str:
    """The address of a visit's page, put together once: hundreds of them stand on one page."""
    address = reverse("office:visit", args=[NOBODY, NOTHING])
    return address.replace(str(NOBODY), "{}").replace(str(NOTHING), "{}")
