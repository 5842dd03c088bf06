"""Reports as files: who takes them, what stands in them, that nothing in them runs, and that it is written down."""

import csv
import re
from io import BytesIO, StringIO
from urllib.parse import unquote
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from accounts.tests.factories import PASSWORD
from audit.models import Event
from office.reports.catalogue import REPORTS
from records.tests.bulk import patient
from tests.story import open_form

HOSTILE = ("=cmd|'/c calc'!A0", "+1 902 555", "-2+3", "@SUM(A1)", "\t=1+1")
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def taking(nora):
    """The owner, who has just typed her password again."""
    nora.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return nora


def table(client, slug, query="") -> list[list[str]]:
    """A report as a CSV file."""
    answer = client.get(f"/office/reports/{slug}/file.csv{query}")
    assert answer.status_code == 200
    words = b"".join(answer.streaming_content).decode()
    assert words.startswith("\ufeff")
    return list(csv.reader(StringIO(words[1:])))


def book(client, slug) -> list[list[tuple[str, str | None]]]:
    """A report as an Excel file: for each cell its kind and what stands in it."""
    answer = client.get(f"/office/reports/{slug}/file.xlsx")
    assert answer.status_code == 200
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as packed:
        for name in packed.namelist():
            ElementTree.fromstring(packed.read(name))
        sheet = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    assert sheet.find(f".//{CELL}f") is None
    return [[(cell.get("t"), "".join(cell.itertext())) for cell in row] for row in sheet.iter(f"{CELL}row")]


@pytest.mark.parametrize("slug", REPORTS)
def test_each_is_taken_along_both_ways(cast, taking, slug):
    head = [str(one.label) for one in REPORTS[slug].columns if not one.on_page_only]
    assert table(taking, slug)[0] == head
    assert [words for _kind, words in book(taking, slug)[0]] == head


def test_the_password_is_asked_again_and_leads_back_to_the_page(cast, nora):
    """A file would leave the password's page standing; the page has the link that brings it."""
    answer = nora.get("/office/reports/patients/file.csv?patient=ana")
    back = "/office/reports/patients/?patient=ana&take=csv"
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/reauthenticate/?")
    assert unquote(answer.url).endswith(f"?next={back}")
    assert not Event.objects.filter(verb="report.exported").exists()
    answer = nora.post(answer.url, {"password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, back)
    taking = nora.get(back).context["taking"]
    assert taking["url"] == "/office/reports/patients/file.csv?patient=ana"
    assert nora.get(taking["url"]).status_code == 200


@pytest.mark.parametrize("who", ["finn", "petra_account"])
def test_files_are_for_managers_and_owners(cast, client, sign_in, who):
    sign_in(client, getattr(cast, who)).post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/office/reports/missed/")
    assert page.context["files"] == []
    answer = client.get("/office/reports/missed/file.csv")
    assert (answer.status_code, answer.context["reason"]) == (
        403,
        "Reports are taken along as files by managers and owners.",
    )


def test_what_was_chosen_is_what_leaves(cast, taking):
    patient(cast.harbour, "Old Roy", 70)
    patient(cast.harbour, "Young Roy", 7)
    rows = table(taking, "patients", "?patient=roy&sort=-patient")
    assert [row[0] for row in rows[1:]] == ["Young Roy", "Old Roy"]
    assert rows[1][1] == "2019-03-02"


@pytest.mark.parametrize("name", HOSTILE)
def test_no_cell_is_a_formula(cast, taking, name):
    patient(cast.harbour, "Some Body", 40)
    cast.ana_record.given_name, cast.ana_record.phone = name, name
    cast.ana_record.save()
    row = next(one for one in table(taking, "patients")[1:] if "Cast" in one[0] and "Kit" not in one[0])
    assert not re.match(r"[=+\-@\t\r\n]", row[0]) and not re.match(r"[=+\-@\t\r\n]", row[2])
    kinds = {kind for line in book(taking, "patients") for kind, words in line if words.startswith(name[0])}
    assert kinds == {"inlineStr"}


def test_what_a_form_is_called_does_not_leave(cast, taking):
    open_form(cast.at_harbour, cast.kit_record, account=cast.ben)
    assert "Harbour intake" in taking.get("/office/reports/forms-outstanding/").text
    words = str(table(taking, "forms-outstanding")) + str(book(taking, "forms-outstanding"))
    assert "Kit Cast" in words
    assert "Harbour intake" not in words


def test_it_is_written_down_at_everybody_in_it(cast, taking):
    """Looking at a page names its patients in one row; a file leaves a row at each patient, which they can read."""
    taking.get("/office/reports/patients/?patient=ana")
    looked = Event.objects.get(verb="report.opened")
    assert (looked.actor, looked.target, looked.ids) == (
        cast.nora.pk,
        "patients:1",
        [str(cast.ana_record.pk)],
    )
    table(taking, "patients", "?patient=kit")
    taken = Event.objects.get(verb="report.exported")
    assert (taken.actor, taken.target, taken.clinic) == (cast.nora.pk, "patients.csv", cast.harbour.pk)
    assert list(Event.objects.filter(verb="report.included").values_list("patient", flat=True)) == [
        cast.kit_record.pk
    ]


def test_numbers_are_numbers(cast, taking):
    row = next(one for one in book(taking, "patients") if one[0][1] == "Kit Cast")
    assert (row[7], row[0]) == ((None, "0"), ("inlineStr", "Kit Cast"))


def test_the_ledger_of_a_record_counts_it_among_what_was_taken_along(cast, taking):
    table(taking, "patients", "?patient=kit")
    page = taking.get(f"/office/patients/{cast.kit_record.pk}/access/?kind=taken")
    assert [row["what"] for row in page.context["ledger"]["rows"]] == [
        "took a report along in which the patient stands"
    ]
