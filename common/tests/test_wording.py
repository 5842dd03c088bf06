"""Dates, times and money as people read them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from common import wording
from common.folding import fold

HALIFAX = ZoneInfo("America/Halifax")
AFTERNOON = datetime(2026, 11, 26, 15, 40, tzinfo=HALIFAX)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "3:40 pm",
                "Thursday 26 November, 3:40 pm",
                "Thu 26 Nov, 3:40 pm",
                "$110",
                "$110.50",
                "60 minutes",
            ],
        ),
        (
            "fr",
            [
                "15\u00a0h\u00a040",
                "jeudi 26 novembre, 15\u00a0h\u00a040",
                "jeu 26 nov, 15\u00a0h\u00a040",
                "110\u00a0$",
                "110,50\u00a0$",
                "60 minutes",
            ],
        ),
    ],
)
def test_in_both_languages(language, words):
    with translation.override(language):
        assert [
            wording.clock_time(AFTERNOON),
            wording.moment(AFTERNOON),
            wording.short_moment(AFTERNOON).replace(".", ""),
            wording.money(11000, "CAD"),
            wording.money(11050, "CAD"),
            wording.duration(60),
        ] == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (1, ["mercredi 1er juillet 2026", "1er juillet", "mer 1er jul"]),
        (21, ["mardi 21 juillet 2026", "21 juillet", "mar 21 jul"]),
    ],
)
def test_the_first_of_a_month_in_french(day, words):
    with translation.override("fr"):
        asked = date(2026, 7, day)
        told = [
            wording.long_date_year(asked),
            wording.day_month(asked),
            wording.short_date(asked).rstrip("."),
        ]
    assert told == words


def test_ranges_name_the_half_of_the_day_once_where_it_is_the_same():
    at = AFTERNOON.replace
    assert wording.time_range(AFTERNOON, at(hour=16)) == "3:40 to 4:40 pm"
    assert wording.time_range(at(hour=11, minute=30), at(hour=12, minute=15)) == "11:30 am to 12:15 pm"
    assert wording.clock_time(at(hour=0, minute=5)) == "12:05 am"


def test_the_zone_by_its_city_and_present_abbreviation():
    assert wording.zone_words(AFTERNOON) == "Halifax time (AST)"
    assert wording.zone_words(AFTERNOON.replace(month=7)) == "Halifax time (ADT)"


@pytest.mark.parametrize(
    ("born", "english", "french"),
    [
        (date(1988, 11, 27), "37", "37 ans"),
        (date(2024, 11, 26), "2", "2 ans"),
        (date(2024, 11, 27), "23 months", "23 mois"),
        (date(2026, 3, 26), "8 months", "8 mois"),
        (date(2026, 10, 26), "1 month", "1 mois"),
        (date(2026, 10, 27), "30 days", "30 jours"),
        (date(2026, 11, 25), "1 day", "1 jour"),
        (date(2026, 11, 26), "0 days", "0 jour"),
        (date(2026, 12, 3), "0 days", "0 jour"),  # on its way
    ],
)
def test_ages_and_how_old_a_baby_is(born, english, french):
    assert wording.age_words(born, AFTERNOON.date()) == english
    with translation.override("fr"):
        assert wording.age_words(born, AFTERNOON.date()) == french


def test_names_as_people_search_for_them():
    assert fold("Zieliński-O’Neill, Łukasz") == "zielinski o neill lukasz"
    assert fold("Ångström STRASSE ß") == "angstrom strasse ss"


@pytest.mark.parametrize(("language", "words"), [("en", ["20 MB", "1.5 MB"]), ("fr", ["20 Mio", "1,5 Mio"])])
def test_sizes(language, words):
    with translation.override(language):
        assert [wording.file_size(mb * 2**19).replace("\u00a0", " ") for mb in (40, 3)] == words
