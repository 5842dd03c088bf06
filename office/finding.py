"""Finding a patient by whatever the person at the desk has: a name, a birth date, a number, an address."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Reverse

from booking.models import Appointment
from common.folding import fold
from office.birth_dates import birth_dates_in
from office.policies import sees_reports
from records.models import Patient
from records.models.matching import PHONE_DIGITS
from records.policies import care_of

LONGEST = 100
FEWEST_DIGITS = 4
_NUMBER = re.compile(r"\+?[\d\s()./-]+")


def patients_like(clinic, text: str, *, at):
    """This clinic's patients that fit, by name: each carries `next_visit`. Nothing asked: all of them."""
    coming = Appointment.objects.coming(at=at).filter(patient=OuterRef("pk"))
    found = (
        Patient.objects.of(clinic)
        .annotate(next_visit=Subquery(coming.values("starts_at")[:1]))
        .order_by("sort_name", "date_of_birth", "pk")
    )
    text = " ".join(text[:LONGEST].split())
    days, rest = birth_dates_in(text, today=at.astimezone(clinic.zone).date())
    found = found.alias(words=SearchVector("search", config="simple"), backwards=Reverse("match_phone"))
    digits = re.sub(r"\D", "", text)
    if len(digits) >= FEWEST_DIGITS and (text.isdecimal() or not days and _NUMBER.fullmatch(text)):
        # It may be a birth date without signs between its parts as well: 14012014.
        fits = _of_number(digits) | _with_words(text)
        return found.filter(fits | Q(date_of_birth__in=days) if days else fits)
    if days:
        found = found.filter(date_of_birth__in=days)
    return found.filter(_with_words(rest)) if fold(rest) else found


def _with_words(text) -> Q:
    """Every word as the beginning of some word of the record, in any order."""
    words = " & ".join(f"'{word}':*" for word in fold(text).split())
    return Q(words=SearchQuery(words, search_type="raw", config="simple")) if words else Q()


def _of_number(digits) -> Q:
    """Its last digits, or its first without a country's: whatever stands between them on file.

    A leading zero is not dialled from abroad, so that it may be missing there.
    """
    ending = digits[-PHONE_DIGITS:].lstrip("0") or digits[-PHONE_DIGITS:]
    return Q(backwards__startswith=ending[::-1]) | Q(match_phone__startswith=digits[-PHONE_DIGITS:])


def found_for(member, clinic, text: str, *, at):
    """The same for one member of the team: who asks for nobody gets no more than the list has for them."""
    found = patients_like(clinic, text, at=at)
    return found if fold(text) else found.filter(pk__in=listed_for(member, clinic, at=at).values("pk"))


def listed_for(member, clinic, *, at):
    """Whose records a member of the team sees without having asked for anybody: all, or a practitioner's own (D4)."""
    patients = Patient.objects.of(clinic)
    if sees_reports(member):
        return patients
    return patients.filter(pk__in=care_of(member, at=at).values("patient"))


def how_many(rows, *, most: int) -> int:
    """How many there are, counted no further than one more than `most`."""
    return rows.order_by().values("pk")[: most + 1].count()
