"""Finding a patient with whatever the person at the desk has."""

from datetime import date

import pytest

from audit.models import Event
from common.tokens import keyed_digest
from office.finding import birth_date_in
from records.tests.factories import PatientFactory

LIST = "/office/patients/"


@pytest.fixture
def desk(cast, client, sign_in):
    zoe = {"given_name": "Zoë", "family_name": "Zieliński", "date_of_birth": date(2014, 1, 14)}
    sean = {"given_name": "Seán", "family_name": "O’Neill", "date_of_birth": date(1950, 12, 3)}
    PatientFactory(clinic=cast.harbour, email="", phone="+1 (902) 555-0177", **zoe)
    PatientFactory(clinic=cast.harbour, email="sean@example.net", phone="", **sean)
    return sign_in(client, cast.finn)


def names(answer):
    return [row["name"] for row in answer.context["rows"]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zie", ["Zoë Zieliński"]),
        ("zoe zielinski", ["Zoë Zieliński"]),
        ("ZIELIŃSKI ZOË", ["Zoë Zieliński"]),
        ("o'neill", ["Seán O’Neill"]),
        ("sean o", ["Seán O’Neill"]),
        ("14 1 2014", ["Zoë Zieliński"]),
        ("2014-01-14", ["Zoë Zieliński"]),
        ("14.1.2014 zoe", ["Zoë Zieliński"]),
        ("1/14/2014", ["Zoë Zieliński"]),
        ("14 1 2014 sean", []),
        ("902 555 0177", ["Zoë Zieliński"]),
        ("9025550177", ["Zoë Zieliński"]),
        ("555-0177", ["Zoë Zieliński"]),
        ("sean@example.net", ["Seán O’Neill"]),
        ("cast", ["Ana Cast", "Kit Cast"]),
        ("4 5 1988", ["Ana Cast"]),
        ("nobody at all", []),
        ("' & | ! :* \\ \x00", ["Ana Cast", "Kit Cast", "Seán O’Neill", "Zoë Zieliński"]),
        ("99 99 2014", []),
        ("zoe" + "e" * 500, []),
    ],
)
def test_by_name_birth_number_or_address(cast, desk, typed, found):
    """Any order, accents forgiven, and never Ana's namesake of the other clinic."""
    answer = desk.get(LIST, {"q": typed})
    assert (answer.status_code, names(answer)) == (200, found)


def test_only_this_clinics_patients(cast, desk):
    answer = desk.get(LIST)
    assert [row["url"] for row in answer.context["rows"]][0] == f"/office/patients/{cast.ana_record.pk}/"
    assert answer.context["counts"] == "4 patients"
    assert cast.zoe.email not in answer.text


def test_a_row_says_what_one_needs_at_the_desk(cast, desk):
    [row] = desk.get(LIST, {"q": "ana"}).context["rows"]
    assert row == {
        "url": f"/office/patients/{cast.ana_record.pk}/",
        "name": "Ana Cast",
        "born": "4 May 1988, 38",
        "phone": "(902) 555-0119",
        "email": "ana@example.org",
        "next": "Thu 19 Nov, 9:00 am",
    }


def test_nobody_fits(cast, desk):
    answer = desk.get(LIST, {"q": "xyz"})
    assert answer.context["counts"] == "0 patients fit “xyz”"
    assert "Nobody fits" in answer.text


def test_long_lists_come_in_pages(cast, desk):
    PatientFactory.create_batch(60, clinic=cast.harbour, given_name="Many", family_name="More")
    second = desk.get(LIST, {"q": "many", "page": "2"})
    assert len(second.context["rows"]) == 10
    assert "?q=many&amp;page=1" in second.text
    assert len(desk.get(LIST, {"q": "many", "page": "none"}).context["rows"]) == 50


def test_what_was_typed_is_not_written_down_but_who_was_seen_is(cast, desk):
    desk.get(LIST, {"q": "Ana"})
    event = Event.objects.get(verb="patients.listed")
    assert event.ids == [str(cast.ana_record.pk)]
    assert event.target == f"{keyed_digest('patients listed', 'Ana')}:1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29 2 2012", (date(2012, 2, 29), "")),
        ("29 2 2013", (None, "29 2 2013")),
        ("902 555 0119", (None, "902 555 0119")),
        ("maya 4 5 1988", (date(1988, 5, 4), "maya ")),
    ],
)
def test_birth_dates_in_words(text, expected):
    assert birth_date_in(text) == expected
