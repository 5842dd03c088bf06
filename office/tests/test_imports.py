"""Bringing records along, page by page, as a manager does it: the file, its columns, what would become of each row."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from audit.models import Event
from booking.models import Appointment
from common.tests.moment import AT
from imports import working
from imports.models import Import
from imports.tests.files import PEOPLE, checked, let_in
from records.models import Patient


@pytest.fixture
def nora(cast, client, sign_in):
    """An owner's browser that has just given the password again."""
    owner = sign_in(client, cast.nora)
    owner.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return owner


def handed_in(browser, text, kind="patients", **more):
    sent = {
        "kind": kind,
        "file": SimpleUploadedFile("old system.csv", text.encode()),
        "number": uuid.uuid4(),
        **more,
    }
    return browser.post(reverse("office:import_new"), sent)


def described(browser, batch, **changes):
    """The columns as they are offered, but for what is said otherwise."""
    page = browser.get(reverse("office:import_columns", args=[batch.pk]))
    form = page.context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    return browser.post(reverse("office:import_columns", args=[batch.pk]), said | changes)


def works():
    working.work_all(now=lambda: AT)


def test_from_the_file_to_the_records_and_back(cast, nora):
    answer = handed_in(nora, PEOPLE)
    batch = Import.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("office:import_columns", args=[batch.pk]))
    page = nora.get(answer.url)
    assert [(one["field"].label, one["field"].value(), one["samples"][:1]) for one in page.context["columns"]][:3] == [
        ("Patient ID", "reference", ["17"]), ("First Name", "given_name", ["Élodie"]),
        ("Last Name", "family_name", ["Tremblay"]),
    ]  # fmt: skip
    wrong = described(nora, batch, column_1="", column_2="reference")
    assert wrong.status_code == 422 and "Two columns cannot both be" in wrong.text
    wrong = described(nora, batch, column_3="")
    assert wrong.status_code == 422 and "Say which column holds: the date of birth." in wrong.text
    here = described(nora, batch).url
    assert "Looking it over" in nora.get(here).text and "data-over" not in nora.get(here).text
    works()
    page = nora.get(here)
    assert [(tile["label"], tile["count"]) for tile in page.context["tiles"]] == [
        ("Will be added", "1"), ("On file already", "1"), ("Something is wrong", "2"),
    ]  # fmt: skip
    assert "Nothing has been added yet. This is what would become of each row." in page.text
    assert "Email: Enter a valid email address." in page.text and "The same person as in row 2." in page.text
    assert [row["number"] for row in nora.get(here + "?show=wrong").context["rows"]] == [3, 4]
    assert not Patient.objects.filter(family_name="Tremblay").exists()
    yes = reverse("office:import_letting_in", args=[batch.pk])
    assert "1 patient will be added." in nora.get(yes).text
    assert [nora.post(yes).url for _ in "ab"] == [here, here]  # a double click is one import
    works()
    page = nora.get(here)
    assert "Imported by" in page.text and page.context["invite_url"] == reverse("office:invitations")
    assert Patient.objects.filter(family_name="Tremblay").count() == 1
    assert Event.objects.filter(verb="import.begun").count() == 1
    undo = reverse("office:import_undoing", args=[batch.pk])
    assert "1 row was added." in nora.get(undo).text
    assert nora.post(undo).url == here
    works()
    assert "Taken back, as if it had never come." in nora.get(here).text
    assert not Patient.objects.filter(family_name="Tremblay").exists()


def test_visits_are_given_to_whom_they_mean(cast, nora):
    let_in(checked(cast.harbour, PEOPLE, by=cast.nora), by=cast.nora)
    rows = "Client Number,Date,Time,Provider,Appointment Type\n17,2027-01-12,9:00,Dr. P.,Physio\n"
    handed_in(nora, rows, kind="visits")
    batch = Import.objects.get(kind="visits")
    names = described(nora, batch).url
    assert names == reverse("office:import_names", args=[batch.pk])
    page = nora.get(names)
    assert [(field.label, field.value()) for group in page.context["groups"] for field in group["fields"]] == [
        ("Dr. P.", ""), ("Physio", ""), ("Every row", str(cast.at_harbour.place.pk)),
    ]  # fmt: skip
    foreign = nora.post(names, {"practitioner_0": cast.lena.pk})
    assert foreign.status_code == 422
    said = {
        "practitioner_0": cast.petra.pk,
        "service_0": cast.treatment.pk,
        "location_0": cast.at_harbour.place.pk,
    }
    here = nora.post(names, said).url
    works()
    nora.post(reverse("office:import_letting_in", args=[batch.pk]))
    works()
    assert Appointment.objects.get(patient__family_name="Tremblay").practitioner == cast.petra
    assert "Added" in nora.get(here).text


def test_rows_that_stay_out_come_along_as_a_file_without_formulas(cast, nora):
    batch = checked(cast.harbour, PEOPLE, by=cast.nora)
    answer = nora.get(reverse("office:import_rows", args=[batch.pk]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert (
        lines[0]
        == "Row,Why it stayed out,Patient ID,First Name,Last Name,Date of Birth,Email,Mobile Phone,Street,City"
    )
    assert lines[1] == '3,Last name: It begins like a formula.,18,Omid,"\'=HYPERLINK(""x"")",1971-12-24,,,,'
    assert [line.partition(",")[0] for line in lines] == ["Row", "3", "4", "5"]
    assert Event.objects.filter(verb="import.rows_taken", target=str(batch.pk)).count() == 1


@pytest.mark.parametrize("text, words", [
    ("", "This file is empty"),
    ("PK\x03\x04", "It is a workbook or a ZIP file"),
    ("a,b\n", "It has headings, but no row below them."),
])  # fmt: skip
def test_what_cannot_be_read_is_said_beside_the_file(cast, nora, text, words):
    answer = handed_in(nora, text)
    assert answer.status_code == 422 and words in answer.text
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_or_carries_a_virus_is_not_kept(cast, nora, monkeypatch):
    monkeypatch.setattr("common.scanning.is_infected", lambda content: True)
    assert "seems to carry a virus" in handed_in(nora, PEOPLE).text
    monkeypatch.setattr("common.files.LARGEST", 100)
    assert "The file is larger than" in handed_in(nora, PEOPLE).text
    assert not Import.objects.exists()


def test_two_presses_hand_one_file_in(cast, nora):
    number = uuid.uuid4()
    assert [handed_in(nora, PEOPLE, number=number).status_code for _ in "ab"] == [302, 302]
    assert Import.objects.count() == 1


def test_given_up_it_is_gone(cast, nora):
    batch = checked(cast.harbour, PEOPLE, by=cast.nora)
    nora.post(reverse("office:import_dropping", args=[batch.pk]))
    page = nora.get(reverse("office:import_batch", args=[batch.pk]))
    assert "It was given up. Nothing was added." in page.text and "Élodie" not in page.text
    assert nora.get(reverse("office:import_rows", args=[batch.pk])).status_code == 404
    assert nora.get(reverse("office:import_columns", args=[batch.pk])).status_code == 302


@pytest.mark.parametrize("rows", [5, 60])
def test_what_a_page_asks_of_the_database_does_not_grow(cast, nora, rows, django_assert_num_queries):
    text = (
        "first name,last name,dob\n"
        + f"{cast.ana_record.given_name},{cast.ana_record.family_name},1988-05-04\n"
    )
    text += "".join(f"P{n},Vale,1990-01-01\n" for n in range(rows))
    batch = checked(cast.harbour, text, by=cast.nora)
    nora.get(reverse("office:import_batch", args=[batch.pk]))
    with django_assert_num_queries(8):
        page = nora.get(reverse("office:import_batch", args=[batch.pk]))
    assert page.context["rows"][0]["person"] == cast.ana_record.name
    noted = Event.objects.filter(verb="import.opened").latest("pk")
    assert (noted.target, noted.ids) == (str(batch.pk), [str(cast.ana_record.pk)])


def test_who_hands_nothing_in_reads_who_does_and_the_other_clinic_sees_none_of_it(cast, client, sign_in):
    batch = checked(cast.harbour, PEOPLE, by=cast.nora)
    for who, status in ((cast.finn, 403), (cast.omar, 404), (cast.ana, 404)):
        browser = sign_in(client, who)
        for name, args in (("imports", []), ("import_batch", [batch.pk]), ("import_columns", [batch.pk])):
            assert browser.get(reverse(f"office:{name}", args=args)).status_code == status
    omar = sign_in(client, cast.omar)
    host = {"HTTP_HOST": cast.lakeside.hosts[0]}
    assert omar.get(reverse("office:import_batch", args=[batch.pk]), **host).status_code == 404
    assert "old.csv" not in omar.get(reverse("office:imports"), **host).text
