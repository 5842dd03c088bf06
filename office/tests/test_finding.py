"""Finding a patient with whatever the person at the desk has."""

from datetime import date

import pytest
from django.db import connection, transaction

from audit.models import Event
from common.tests.moment import AT
from common.tokens import keyed_digest
from office.birth_dates import birth_dates_in
from office.finding import patients_like
from records.models import Patient
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
        ("14 janvier 2014", ["Zoë Zieliński"]),
        ("Jan 14, 2014 zoe", ["Zoë Zieliński"]),
        ("14012014", ["Zoë Zieliński"]),
        ("3.12.50", ["Seán O’Neill"]),
        ("1950", ["Seán O’Neill"]),
        ("sean 1950", ["Seán O’Neill"]),
        ("14 1 2014 sean", []),
        ("902 555 0177", ["Zoë Zieliński"]),
        ("9025550177", ["Zoë Zieliński"]),
        ("555-0177", ["Zoë Zieliński"]),
        ("0177", ["Zoë Zieliński"]),
        ("902555", ["Ana Cast", "Kit Cast", "Zoë Zieliński"]),
        ("09025550177", ["Zoë Zieliński"]),
        ("001 902 555 0177", ["Zoë Zieliński"]),
        ("sean@example.net", ["Seán O’Neill"]),
        ("sean@exam", ["Seán O’Neill"]),
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
        ("29 2 2012", ([date(2012, 2, 29)], "")),
        ("29 2 2013", ([], "29 2 2013")),
        ("4/5/1988", ([date(1988, 5, 4), date(1988, 4, 5)], "")),
        ("14.1.27", ([date(1927, 1, 14)], "")),
        ("14.1.26", ([date(2026, 1, 14)], "")),
        ("19880504", ([date(1988, 5, 4)], "")),
        ("4th of May 1988", ([date(1988, 5, 4)], "")),
        ("May 4, 88", ([date(1988, 5, 4)], "")),
        ("le 1er août 1988", ([date(1988, 8, 1)], "")),
        ("14 févr. 2014", ([date(2014, 2, 14)], "")),
        ("may 4 5 1988", ([date(1988, 5, 4), date(1988, 4, 5)], "may ")),
        ("jui 4 2000", ([], "jui 4 2000")),  # June or July
        ("902 555 0119", ([], "902 555 0119")),
        ("06 12 34 56 78", ([], "06 12 34 56 78")),
        ("06.12.34.56.78", ([], "06.12.34.56.78")),
    ],
)
def test_birth_dates_as_they_are_typed(text, expected):
    assert birth_dates_in(text, today=date(2026, 11, 17)) == expected


def test_more_than_anybody_reads_are_not_counted(cast, desk, monkeypatch):
    monkeypatch.setattr("office.views.finding.MOST", 3)
    answer = desk.get(LIST, {"q": "902555"})
    assert answer.context["counts"] == "3 patients fit “902555”"
    PatientFactory.create_batch(2, clinic=cast.harbour)
    answer = desk.get(LIST, {"q": "902555"})
    assert (answer.context["counts"], len(names(answer))) == ("More than 3 patients fit “902555”", 3)


def test_while_typing_the_first_who_fit(cast, desk):
    PatientFactory.create_batch(9, clinic=cast.harbour, given_name="Many")
    answer = desk.get("/office/patients/found/", {"q": "many"})
    assert (len(answer.context["rows"]), answer.context["said"]) == (8, "8 patients, and more")
    assert answer.context["all_url"] == "/office/patients/?q=many"
    one = desk.get("/office/patients/found/", {"q": "zoe"})
    assert one.context["rows"] == [
        {
            "url": one.context["rows"][0]["url"], "name": "Zoë Zieliński", "born": "14 January 2014, 12",
            "phone": "+1 (902) 555-0177",
        }
    ]  # fmt: skip
    assert (one.context["said"], "<html" in one.text) == ("1 patient", False)
    assert desk.get("/office/patients/found/", {"q": "nobody"}).context["said"] == "Nobody fits"
    assert desk.get("/office/patients/found/").context["rows"] == []
    assert Event.objects.filter(verb="patients.listed").count() == 3


# However many there are ------------------------------------------------------------------------------

USED = {
    "zoe": "records_patient_search",
    "14 1 2014": "records_patient_by_birth",
    "555-0177": "records_patient_phone_ends",
    "902 555 01": "records_patient_phone_begins",
    "sean@example.net": "records_patient_search",
    "14012014": "records_patient_by_birth",
}


def plan_of(rows) -> str:
    """How the database looks for these where it may not read the table through."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        return rows.order_by().explain()


def test_an_index_finds_whatever_is_typed(cast, desk):
    """And the red control: the middle of a number, for which nothing is kept in order."""
    numbers = (f"({200 + n % 700}) 555-{n:04}" for n in range(3000))
    Patient.objects.bulk_create(
        PatientFactory.build(clinic=cast.harbour, given_name=f"Bulk{n}", phone=phone)
        for n, phone in enumerate(numbers)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_patient")
    plans = {typed: plan_of(patients_like(cast.harbour, typed, at=AT)) for typed in USED}
    assert {typed: USED[typed] for typed, plan in plans.items() if USED[typed] in plan} == USED
    assert [typed for typed, plan in plans.items() if "Seq Scan on records_patient" in plan] == []
    middle = plan_of(patients_like(cast.harbour, "", at=AT).filter(phone__contains="555"))
    assert "records_patient_phone" not in middle
