"""What an address may ask of a report: every column sorts and filters, and nothing else is understood."""

import pytest

from accounts.tests.factories import PASSWORD
from audit.models import Event
from office.reports.catalogue import REPORTS
from office.tests.reports.asking import column_of, heads, page_of
from records.tests.factories import PatientFactory

CASES = [(slug, column.name) for slug, report in REPORTS.items() for column in report.columns]


@pytest.mark.parametrize(("slug", "name"), CASES)
def test_every_column_sorts_both_ways_and_filters(cast, client, sign_in, slug, name):
    sign_in(client, cast.nora)
    for sort in (name, f"-{name}"):
        answer = page_of(client, slug, sort=sort)
        assert answer.status_code == 200
        assert [one["label"] for one in heads(answer) if one["sorted"]] in (
            [],
            [REPORTS[slug].column(name).label],
        )
    form = page_of(client, slug).context["form"]
    fields = [field for field in form.fields if field == name or field.startswith(f"{name}_")]
    assert fields, "it has something to choose"
    for field in fields:
        answer = page_of(client, slug, **{field: typed(form.fields[field], field)})
        assert answer.status_code == 200
        assert len(answer.context["chosen"]) == 1


def typed(field, name) -> str:
    """Something that fits a field."""
    choices = [value for value, _label in getattr(field, "choices", []) if value]
    if choices:
        return choices[0]
    if field.widget.input_type == "date":
        return "2026-11-01"
    return "1" if field.widget.input_type == "number" else "a"


BAD = {
    "sort=clinic__version": ("sort", "Choose one of the list"),
    "sort=-patient__user__password": ("sort", "Choose one of the list"),
    "portal=everything": ("portal", "Choose one of the list"),
    "born_from=yesterday": ("born_from", "Enter a date"),
    "born_from=2026-11-02&born_to=2026-11-01": ("born_to", "The end comes before the beginning"),
    "visits_from=few": ("visits_from", "Enter a whole number"),
    "visits_from=-1": ("visits_from", "Enter 0 or more"),
    "patient=" + "a" * 81: ("patient", "Use at most 80 characters"),
    "email=%00": ("email", "Null characters are not allowed."),
    "patient__clinic=1": (
        "__all__",
        "This report has nothing to choose that is called “patient__clinic”.",
    ),
    "phone__regex=1": ("__all__", "This report has nothing to choose that is called “phone__regex”."),
}


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("file", ["", "file.csv"])
def test_what_it_does_not_have_is_refused_beside_its_field(cast, client, sign_in, query, file):
    """The rest of what was typed stays; no row is shown, none leaves, and nothing is noted."""
    sign_in(client, cast.nora).post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = client.get(f"/office/reports/patients/{file}?{query}&last_to=2026-11-01")
    field, words = BAD[query]
    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {field: [words]})
    assert form["last_to"].value() == "2026-11-01"
    assert "Ana Cast" not in answer.text
    assert not Event.objects.filter(verb__startswith="report.").exists()


def test_a_hostile_name_of_a_filter_is_shown_as_words(cast, nora):
    answer = nora.get("/office/reports/patients/?<script>alert(1)</script>=1")
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


def test_a_period_is_a_year_at_most(nora):
    answer = page_of(nora, "mails", **{"from": "2024-01-01", "to": "2026-01-01"})
    assert (answer.status_code, answer.context["form"].errors) == (422, {"to": ["Choose a year at most"]})


def test_what_is_asked_stays_in_every_link(cast, nora):
    """In the headings, the pages, what is taken out again, and the files."""
    for n in range(60):
        PatientFactory(clinic=cast.harbour, given_name="Zed", family_name=f"Row {n:02}", phone="902 1")
    answer = page_of(nora, "patients", patient="zed row", phone="902", sort="-born")
    page = answer.context
    assert page["query"] == "patient=zed+row&phone=902&sort=-born&"
    assert page["head"][0]["url"] == "?patient=zed+row&phone=902&sort=patient"
    assert [one["url"] for one in page["chosen"]] == [
        "?phone=902&sort=-born",
        "?patient=zed+row&sort=-born",
    ]
    assert page["files"][0]["url"] == (
        "/office/reports/patients/file.csv?patient=zed+row&phone=902&sort=-born"
    )
    assert '<a rel="next" href="?patient=zed+row&amp;phone=902&amp;sort=-born&amp;page=2">' in answer.text
    second = page_of(nora, "patients", patient="zed row", phone="902", sort="patient", page=2)
    assert column_of(second, "Patient") == [f"Zed Row {n}" for n in range(50, 60)]


def test_nothing_fits(nora):
    assert "Nothing fits" in page_of(nora, "patients", patient="nobody").text


def test_nothing_is_there(cast, client, sign_in):
    """At a clinic without a patient each report says so in its own words."""
    sign_in(client, cast.omar)
    for slug, report in REPORTS.items():
        if slug in ("utilisation", "patients", "uptake", "forms-outstanding"):
            continue  # Lakeside has a practitioner, and Zoe with her form
        answer = client.get(f"/office/reports/{slug}/", headers={"host": "lakeside.localhost"})
        assert str(report.nothing[0]) in answer.text
