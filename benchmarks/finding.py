"""P11: one patient found among a hundred thousand by whatever was typed, and the list of all of them."""

from statistics import quantiles
from time import perf_counter
from urllib.parse import urlencode

from django.db import connection

from accounts.models import User
from benchmarks.asking import Door
from benchmarks.figures import Figure, at_most
from benchmarks.house import House
from benchmarks.rows import settle
from clinic.models import Membership
from common import clock

MANY, ROUNDS = 100_000, 20  # a p95 of fewer would be a guess beyond the slowest
# Fifty-nine given names and 2,500 family names, all without accents, so that SQL can fold them.
_MAKE = """
INSERT INTO records_patient (id, clinic_id, given_name, family_name, date_of_birth, pronouns, email, phone, address,
       created_at, made_online, sort_name, search, match_given, match_family, match_name, match_phone)
SELECT gen_random_uuid(), %(clinic)s, initcap(given), initcap(family), born, '', email, phone, '',
       now() - n * interval '1 minute', n %% 3 = 0, family || ' ' || given,
       concat_ws(' ', given, family, translate(email, '.@', '  '), translate(phone, '()-', ''),
                 to_char(born, 'YYYY MM DD')),
       given, family, least(given, family) || ' ' || greatest(given, family), regexp_replace(phone, '\\D', '', 'g')
  FROM (SELECT n, given, family, date '1930-01-01' + (n * 7919) %% 33000 AS born,
               given || '.' || family || n || '@example.org' AS email,
               format('(%%s) 555-%%s', 200 + n %% 700, lpad((n * 31 %% 10000)::text, 4, '0')) AS phone
          FROM (SELECT n, (string_to_array(%(given)s, ' '))[1 + n %% 59] AS given,
                       (string_to_array(%(syllables)s, ' '))[1 + n / 59 %% 50]
                       || (string_to_array(%(syllables)s, ' '))[1 + n / 2950 %% 50] AS family
                  FROM generate_series(1, %(many)s) AS n) AS names) AS people;
INSERT INTO records_redflag (id, patient_id, kind, text, raised_at, raised_by_id, ended_because)
SELECT gen_random_uuid(), id, 'note', 'Ring twice', now(), %(by)s, '' FROM records_patient
 WHERE clinic_id = %(clinic)s AND date_part('day', date_of_birth) = 1;
INSERT INTO records_carerelation (practitioner_id, patient_id, since, why)
SELECT %(practitioner)s, id, now(), 'visit' FROM records_patient
 WHERE clinic_id = %(clinic)s AND date_part('month', date_of_birth) = 1
"""
_GIVEN = (
    "ada adam agnes albert alice amelia anna arthur astrid august beatrice bruno camille carl celia charlotte clara"
    " david diana edith elias elin emil emma erik esther felix flora frida george greta gustav hanna hugo ida ines"
    " iris ivan jakob jana jonas judith julia karin karl lena leo linda louis lucia magnus maja marta max maya nils"
    " nora olga oscar"
)
_SYLLABLES = (
    "al an ar ba be bo ca da de do el en er fa fi ga ge ha he hol ing ka ke ko la li lo ma me mo na ne ni no ol per"
    " ra re ro sa se so ta te to va ve vi wa zi"
)
TYPED = (
    "maya", "a", "mar", "nils alan", "alan nils", "zizi", "4 May 1988", "1er mai 1988", "04/05/88", "1988",
    "(451) 555-7781", "555-7781", "7781", "451 555", "maya.alan@example.org", "maya.al", "nobody at all", "ada 1950",
)  # fmt: skip
LISTED = {
    "by name": "",
    "page 40": "page=40",
    "by portal": "sort=portal",
    "flagged, last born first": "flag=yes&sort=-born",
}


def p11() -> list[Figure]:
    """A whole answer, as the front desk gets it while typing and on a page of its own; the slowest of what is typed."""
    house = House("many", {"mo": [(540, 1020)]}, {30: {}}, host="many.localhost")
    desk = User.objects.create(email="desk@many.example.org", given_name="Dana", verified_at=clock.now())
    Membership.objects.create(user=desk, clinic=house.clinic, roles=["front_desk"], started_at=clock.now())
    said = {
        "clinic": house.clinic.pk, "many": MANY, "by": desk.pk, "practitioner": house.people[0].pk,
        "given": _GIVEN, "syllables": _SYLLABLES,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in _MAKE.split(";"):
            cursor.execute(statement, said)
    settle()
    door = Door(account=desk, host="many.localhost")
    places = {"while typing": "/office/patients/found/", "as a page": "/office/patients/"}
    found = []
    for name, place in places.items():
        took = {typed: _p95(door, f"{place}?{urlencode({'q': typed})}") for typed in TYPED}
        slowest = max(took, key=took.get)
        found.append(
            at_most(
                150,
                "P11",
                f"patients found {name} among {MANY:,}, slowest: “{slowest}”, p95",
                took[slowest],
                "ms",
            )
        )
    for name, asked in LISTED.items():
        milliseconds = _p95(door, f"/office/patients/?{asked}")
        found.append(at_most(500, "P11", f"list of {MANY:,} patients, {name}, p95", milliseconds, "ms"))
    return found


def _p95(door, path) -> float:
    """Milliseconds; the first answer is not counted."""
    door.ask(path)
    return 1000 * quantiles([_seconds(door, path) for _ in range(ROUNDS)], n=20)[-1]


def _seconds(door, path) -> float:
    began = perf_counter()
    door.ask(path)
    return perf_counter() - began
