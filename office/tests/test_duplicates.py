"""Addresses that several records have: this clinic's only, with the way to each record."""

from django.urls import reverse

from audit.models import Event
from records.tests.bulk import patient

PAGE = "/office/reports/duplicate-emails/"


def rows(answer):
    return {
        row["email"]: [(one["name"], one["age"], one["note"]) for one in row["people"]]
        for row in answer.context["rows"]
    }


def test_addresses_of_more_than_one_record(cast, client, sign_in):
    """Written in capitals it is the same address; Zoe's at Lakeside does not count."""
    patient(cast.harbour, "Mum Vale", 44, "Vale@Example.org")
    kid = patient(cast.harbour, "Kid Vale", 9, "vale@example.org")
    for _twice in range(2):
        patient(cast.harbour, "Grace Lam", 33, "lam@example.org")
    patient(cast.harbour, "Solo Roy", 33, cast.zoe.email)
    patient(cast.harbour, "Paper Roy", 33)
    patient(cast.harbour, "Paper Poe", 33)
    answer = sign_in(client, cast.finn).get(PAGE)
    assert rows(answer) == {
        "lam@example.org": [("Grace Lam", 33, "same person twice?")] * 2,
        "vale@example.org": [("Mum Vale", 44, ""), ("Kid Vale", 9, "")],
    }
    assert reverse("office:patient", args=[kid.pk]) in answer.text
    assert len(Event.objects.get(verb="report.duplicate_emails").ids) == 4


def test_none(cast, client, sign_in):
    assert "No address twice" in sign_in(client, cast.nora).get(PAGE).text


def test_the_reports_there_are(cast, client, sign_in):
    answer = sign_in(client, cast.finn).get("/office/reports/")
    assert [one["url"] for one in answer.context["reports"]] == [
        "/office/reports/sign-in/",
        "/office/reports/forms/",
        "/office/reports/times/",
        "/office/duplicates/",
        PAGE,
    ]


def test_practitioners_are_told_who_can(cast, client, sign_in):
    answer = sign_in(client, cast.petra_account).get(PAGE)
    assert (answer.status_code, answer.context["reason"]) == (
        403,
        "Reports are for the front desk, managers and owners.",
    )
