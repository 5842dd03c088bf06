"""Records of one clinic that may be one person's: found by indexed columns, weighed by `likeness`."""

from dataclasses import dataclass

from django.db import connection

from records.joining.likeness import LIKELY, VERY_LIKELY, Likeness, likeness
from records.models import Patient

# What brings two records together. Each is an equality, so that PostgreSQL looks up or joins by it; which of them is
# worth a word is decided afterwards.
_NEAR_BORN = """(
    one.date_of_birth = other.date_of_birth
    OR (date_part('year', one.date_of_birth) = date_part('year', other.date_of_birth)
        AND date_part('month', one.date_of_birth) = date_part('day', other.date_of_birth)
        AND date_part('day', one.date_of_birth) = date_part('month', other.date_of_birth))
    OR 1 = (SELECT count(*) FROM generate_series(1, 8) AS place
        WHERE substr(to_char(one.date_of_birth, 'YYYYMMDD'), place, 1)
            <> substr(to_char(other.date_of_birth, 'YYYYMMDD'), place, 1))
)"""
_SAME_PHONE = "one.match_phone <> '' AND one.match_phone = other.match_phone"
_SAME_EMAIL = "one.email <> '' AND lower(one.email) = lower(other.email)"
_TOGETHER = (
    "one.date_of_birth = other.date_of_birth AND one.match_given = other.match_given",
    "one.date_of_birth = other.date_of_birth AND one.match_family = other.match_family",
    "one.date_of_birth = other.date_of_birth AND one.match_name = other.match_name",
    f"one.match_name = other.match_name AND {_NEAR_BORN}",
    f"{_SAME_PHONE} AND one.match_given = other.match_given",
    f"{_SAME_EMAIL} AND other.email <> '' AND one.match_given = other.match_given",
)
_FIND = " UNION ".join(
    f"""SELECT one.id AS one, other.id AS other FROM records_patient one
        JOIN records_patient other ON other.clinic_id = one.clinic_id AND {{which}}
            AND one.merged_at IS NULL AND other.merged_at IS NULL AND {together}
        WHERE one.clinic_id = %(clinic)s AND NOT EXISTS (
            SELECT 1 FROM records_apart
            WHERE patient_id = least(one.id, other.id) AND other_id = greatest(one.id, other.id))"""
    for together in _TOGETHER
)
_EVERY = _FIND.format(which="one.id < other.id")
_OF_ONE = _FIND.format(which="one.id = %(patient)s AND one.id <> other.id")
LOOKED_AT = 5_000  # pairs; more is a clinic whose records were imported twice, and is worked off from the top


@dataclass(frozen=True)
class Pair:
    """Two records, the older one first, and how much they look alike."""

    one: Patient
    other: Patient
    likeness: Likeness


def pairs_in(clinic) -> list[Pair]:
    """Every pair of the clinic that is worth a look, the likeliest first. Two queries, however many there are."""
    found = _ids(_EVERY, {"clinic": clinic.pk})
    patients = Patient.objects.of(clinic).in_bulk({pk for pair in found for pk in pair})
    return _weighed((patients[one], patients[other]) for one, other in found)


def pairs_with(patient) -> list[Pair]:
    """The same for one record."""
    found = _ids(_OF_ONE, {"clinic": patient.clinic_id, "patient": patient.pk})
    if not found:
        return []
    others = Patient.objects.filter(clinic=patient.clinic_id, pk__in=[other for _one, other in found])
    return _weighed((patient, other) for other in others)


def looks_like_another(patient) -> bool:
    """Whether the clinic has a record beside this one that is likely the same person's."""
    return any(pair.likeness.rank in (VERY_LIKELY, LIKELY) for pair in pairs_with(patient))


def pair_of(one, other) -> Pair:
    """Two records somebody compares, alike or not."""
    first, second = sorted((one, other), key=lambda patient: (patient.created_at, patient.pk))
    return Pair(first, second, likeness(first, second) or Likeness(0))


def _ids(sql, names) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {LOOKED_AT}", names)
        return cursor.fetchall()


def _weighed(pairs) -> list[Pair]:
    found = []
    for one, other in pairs:
        first, second = sorted((one, other), key=lambda patient: (patient.created_at, patient.pk))
        if (how := likeness(first, second)) is not None:
            found.append(Pair(first, second, how))
    return sorted(
        found,
        key=lambda pair: (pair.likeness.may_be_twins, -pair.likeness.points, pair.one.sort_name, pair.one.pk),
    )
