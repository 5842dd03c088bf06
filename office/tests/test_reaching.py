"""Where the team acts it sees how a patient wants to be told: at the head of the record, beside what mails them."""

import pytest

from booking.tests.test_holding import TEN
from common.tests.moment import AT
from office.tests.people import place
from office.tests.test_booking import look
from records.actions import correct_details
from records.models import Patient
from records.tests.factories import ChartFactory, DocumentFactory

TEN_IN_MINUTES = int(TEN.timestamp() // 60)
PHONE = "(902) 555-0119. No reminder is mailed."
POST = "1 Quay, Halifax. No mail says that something new is in the record."


@pytest.fixture
def by_phone_and_post(cast):
    """Ana hears of visits by phone and of letters by post, and reads French."""
    choices = {"reach_visits": "phone", "reach_papers": "post", "language": "fr"}
    correct_details(cast.ana_record, by=cast.finn, at=AT, address="1 Quay\nHalifax", **choices)


def tags(page) -> list[str]:
    labels = [str(tag["label"]) for tag in page.context["heading"]["tags"]]
    return [label for label in labels if label.startswith(("Visits", "Letters", "Language"))]


def test_the_head_of_the_record_says_it_on_every_page(cast, finn, by_phone_and_post):
    for name in ("patient", "personal", "contacts", "documents", "access"):
        page = finn.get(place(name, cast.ana_record))
        assert tags(page) == ["Visits: by phone", "Letters: by post", "Language: French"], name
    assert tags(finn.get(place("patient", cast.kit_record))) == []


def test_mail_and_the_language_of_the_clinic_are_nothing_to_say(cast, finn):
    correct_details(
        cast.ana_record, by=cast.finn, at=AT, reach_visits="email", reach_papers="email", language="en"
    )
    assert tags(finn.get(place("patient", cast.ana_record))) == []


def test_pages_about_visits_say_how(cast, finn, by_phone_and_post):
    args = (cast.ana_record, cast.ana_visit.pk)
    for name in ("visit", "visit_cancellation"):
        page = finn.get(place(name, *args))
        assert page.context["reach"] == {"icon": "phone", "title": "About visits: by phone", "text": PHONE}
        assert PHONE in page.text
    correct_details(cast.ana_record, by=cast.finn, at=AT, reminders="email")
    assert "Reminders are mailed, as they asked." in finn.get(place("visit", *args)).text
    assert finn.get(place("visit", cast.kit_record, cast.kit_visit.pk)).context["reach"] is None


def test_whoever_books_saves_first_and_mails_only_all_the_same(cast, finn, by_phone_and_post):
    page = look(finn, cast, start=TEN_IN_MINUTES)
    assert PHONE in page.text
    assert page.text.index('value="save"') < page.text.index("Save and mail all the same")
    correct_details(cast.ana_record, by=cast.finn, at=AT, reach_visits="email")
    page = look(finn, cast, start=TEN_IN_MINUTES)
    assert "Save and send" in page.text and "all the same" not in page.text


def test_pages_that_put_something_into_the_record_say_how(cast, client, sign_in, by_phone_and_post):
    petra = sign_in(client, cast.petra_account)
    letter = DocumentFactory(patient=cast.ana_record)
    note = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    for name, args in {
        "document": [letter.pk], "new_documents": [], "activity_new": [], "chart_signing": [note.pk],
    }.items():  # fmt: skip
        page = petra.get(place(name, cast.ana_record, *args))
        assert page.context["reach"] == {
            "icon": "mail",
            "title": "About letters and results: by post",
            "text": POST,
        }
        assert POST in page.text, name
        assert "A mail says that something new" not in page.text


def test_without_a_number_or_an_address_it_says_so(cast, finn, by_phone_and_post):
    Patient.objects.filter(pk=cast.ana_record.pk).update(phone="", address="")
    assert "No number is on file." in finn.get(place("visit", cast.ana_record, cast.ana_visit.pk)).text
