"""How much two records look like one person's: a table of cases, each with its reasons."""

from datetime import date

import pytest

from records.joining.likeness import LIKELY, MAYBE, VERY_LIKELY, likeness
from records.joining.nicknames import ROOTS, root
from records.models import Patient

BORN = date(1984, 3, 12)


def person(name, born=BORN, *, phone="", email="", address=""):
    given, _blank, family = name.partition("|")
    patient = Patient(
        given_name=given, family_name=family, date_of_birth=born, phone=phone, email=email, address=address
    )
    for field in ("match_given", "match_family", "match_name", "match_phone"):
        patient._meta.get_field(field).pre_save(patient, True)
    return patient


def told(one, other) -> tuple | None:
    found = likeness(one, other)
    assert (found is None) == (likeness(other, one) is None), "whichever is asked first"
    return found and (found.rank, [name for name, _words in found.reasons], found.may_be_twins)


PHONE, OTHER_PHONE = {"phone": "+1 (902) 555-0119"}, {"phone": "9025550119"}
CASES = [
    ("Liz|Oconnor", "Elizabeth|O’Connor", {}, {}, LIKELY, ["born", "nickname", "family"]),
    ("Liz|Oconnor", "Elizabeth|O’Connor", PHONE, OTHER_PHONE, VERY_LIKELY, ["born", "nickname", "family", "phone"]),
    ("Fred|Côté", "Frédéric|Cote", {}, {}, LIKELY, ["born", "nickname", "family"]),
    ("Bill|Ray", "William|Ray", {}, {}, LIKELY, ["born", "nickname", "family"]),
    ("Zoë|Łukasz-Roy", "ZOE|Lukasz Roy", {}, {}, VERY_LIKELY, ["born", "name_folded"]),
    ("Maya|Roy", "Maya|Roy", {}, {}, VERY_LIKELY, ["born", "name"]),
    ("Roy|Maya", "Maya|Roy", {}, {}, VERY_LIKELY, ["born", "swapped"]),
    ("Marie-Claire|Roy", "Marie|Roy", {}, {}, LIKELY, ["born", "given_part", "family"]),
    ("Ann|Smith-Jones", "Ann|Jones", {}, {}, LIKELY, ["born", "given", "family_part"]),
    ("Ann|Smith", "Ann|Jones", PHONE, OTHER_PHONE, LIKELY, ["born", "given", "family_other", "phone"]),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "mine", "theirs", "rank", "reasons"), CASES)
def test_born_on_the_same_day(one, other, mine, theirs, rank, reasons):
    assert told(person(one, **mine), person(other, **theirs)) == (rank, reasons, False)


def test_a_slip_in_the_birth_date():
    swapped, digit = date(1984, 12, 3), date(1984, 3, 13)
    assert told(person("Maya|Roy"), person("Maya|Roy", swapped)) == (LIKELY, ["born_swapped", "name"], False)
    assert told(person("Maya|Roy"), person("Maya|Roy", digit)) == (LIKELY, ["born_digit", "name"], False)
    assert told(person("Bill|Roy"), person("William|Roy", digit))[0] == MAYBE


def test_twins_rank_low_and_are_named():
    family = {"phone": "9025550119", "email": "home@example.org", "address": "1 Pier Road"}
    rank, _reasons, may_be_twins = told(person("Noa|Roy", **family), person("Elis|Roy", **family))
    assert (rank, may_be_twins) == (MAYBE, True)


def test_a_family_is_no_duplicate():
    family = {"phone": "9025550119", "email": "home@example.org", "address": "1 Pier Road"}
    assert told(person("Maya|Roy", **family), person("Noa|Roy", date(2017, 5, 1), **family)) is None
    # Father and son of one name.
    son = person("Jean|Roy", date(2010, 7, 25), **family)
    assert told(person("Jean|Roy", **family), son) == (MAYBE, ["name", "phone", "email", "address"], False)
    assert told(person("Jean|Roy"), person("Jean|Roy", date(2010, 7, 25))) is None


def test_one_birthday_alone_says_nothing():
    assert told(person("Maya|Roy"), person("Omar|Vale")) is None
    assert told(person("Maya|Roy"), person("Maya|Vale")) is None
    assert told(person("Maya|Roy", phone="123"), person("Maya|Vale", phone="123")) is None


def test_no_name_at_home_leads_to_two_people():
    assert all(root(found) == found for found in ROOTS.values())
    assert (root("liz"), root("fred"), root("bob"), root("ingrid")) == (
        "elizabeth",
        "frederick",
        "robert",
        "ingrid",
    )
