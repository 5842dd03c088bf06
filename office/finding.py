"""Finding a patient by whatever the person at the desk has: a name, a birth date, a number, an address."""

import re
from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, Func, OuterRef, Subquery

from booking.models import Appointment
from common.folding import fold
from records.models import Patient

LONGEST = 100
_DATES = (
    re.compile(r"\b(?P<year>\d{4})[-./ ](?P<month>\d{1,2})[-./ ](?P<day>\d{1,2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})[-./ ]+(?P<month>\d{1,2})[-./ ]+(?P<year>\d{4})\b"),
)
_NUMBER = re.compile(r"\+?[\d\s().-]{7,}")


class Digits(Func):
    """A telephone number without what people put between its digits."""

    function = "regexp_replace"
    template = r"%(function)s(%(expressions)s, '\D', '', 'g')"


def patients_like(clinic, text: str, *, at):
    """This clinic's patients that fit, by name: each carries `next_visit`. Nothing asked: all of them."""
    coming = Appointment.objects.coming(at=at).filter(patient=OuterRef("pk"))
    found = (
        Patient.objects.of(clinic)
        .annotate(next_visit=Subquery(coming.values("starts_at")[:1]))
        .order_by("sort_name", "date_of_birth", "pk")
    )
    text = " ".join(text[:LONGEST].split())
    born, rest = birth_date_in(text)
    if born:
        found = found.filter(date_of_birth=born)
    elif _NUMBER.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        return found.annotate(digits=Digits(F("phone"))).filter(digits__contains=digits)
    if words := fold(rest).split():
        # Every word as the beginning of some word of the record, in any order.
        wanted = SearchQuery(" & ".join(f"'{word}':*" for word in words), search_type="raw", config="simple")
        found = found.annotate(words=SearchVector("search", config="simple")).filter(words=wanted)
    return found


def birth_date_in(text: str) -> tuple[date | None, str]:
    """The birth date somebody typed (14 1 2014, 14.1.2014, 2014-01-14) and the words around it."""
    for pattern in _DATES:
        if found := pattern.search(text):
            year, second, third = (int(found[part]) for part in ("year", "month", "day"))
            for month, day in ((second, third), (third, second)):
                try:
                    born = date(year, month, day)
                except ValueError:
                    continue
                return born, text[: found.start()] + text[found.end() :]
    return None, text
