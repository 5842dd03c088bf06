"""What had to be there from the first migration (Settled 14), read from the database itself."""

import pytest
from django.db import connection

from booking.steps import STEPS


def columns(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
        )
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_a_booking_groups_visits_and_a_visit_knows_who_made_it_online():
    visit = columns("booking_appointment")
    assert {"booking_id", "made_online_by_id", "confidential"} <= set(visit)
    for table in ("smartforms_assignment", "records_chart", "records_document", "payments_entry"):
        assert "confidential" in columns(table)


@pytest.mark.django_db
def test_money_is_an_integer_with_its_currency():
    for table in ("clinic_service", "booking_appointment"):
        found = columns(table)
        assert (found["price"], found["currency"]) == ("integer", "character varying")
    found = columns("payments_entry")
    assert (found["amount"], found["currency"]) == ("bigint", "character varying")


@pytest.mark.django_db
def test_patients_are_found_by_folded_words_without_an_extension():
    assert {"search", "sort_name"} <= set(columns("records_patient"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        assert [name for (name,) in cursor.fetchall()] == ["plpgsql"]
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'records_patient_search'")
        assert "to_tsvector('simple'" in cursor.fetchone()[0]


def test_the_steps_of_booking_are_a_list():
    assert [step.name for step in STEPS] == ["account", "patient", "check", "done"]
