"""A note becomes the plan on a phone; a photo and an address come back; everything goes along in a ZIP.

A woman of the same clinic is called like the patient. One script, on a phone with JavaScript and at a desk without.
"""

import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from common.tests.moment import AT
from office.tests.people import place
from records.models import Document
from records.tasks import make_take_outs
from tests.journeys import records_steps as steps
from tests.journeys import taken_along
from tests.journeys.ledger import NOBODY, Ledger, keep_the_storys_time
from tests.journeys.namesakes import WORD, with_a_namesake
from tests.journeys.steps import Traveller, link_in, the_mail_to
from tests.journeys.test_spine import BROWSERS
from tests.story import IN_TWO_DAYS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AFTER_THE_VISIT, EVENING = IN_TWO_DAYS + timedelta(minutes=30), IN_TWO_DAYS + timedelta(hours=11)
NEXT_DAY, NEXT_EVENING = IN_TWO_DAYS + timedelta(days=1), EVENING + timedelta(days=1)
GOES_ALONG = {"Qplan", "Qexercise", "Qmagnesium", "Qactivity", "Qphoto", "Qstreet"}
STAYS = {"Qsoap", "Qprivate", WORD, "twin@example.org", "1990-08-09"}
# Who, what, about whom: every page that was read and everything that was written, in order.
LEDGER = [
    ("petra", "patient.opened", "ana"),  # the page of the visit
    ("petra", "chart.begun", "ana"),
    ("petra", "chart.opened", "ana"),
    ("petra", "chart.saved", "ana"),
    ("petra", "activities.opened", "ana"),
    ("petra", "activity.assigned", "ana"),
    ("petra", "chart.signed", "ana"),
    ("ana's account", "plans.opened", "ana"),
    ("ana's account", "plan.opened", "ana"),
    ("ana's account", "activity.done", "ana"),
    ("ana's account", "documents.listed", "ana"),
    ("ana's account", "file.handed_in", "ana"),
    ("ana's account", "sent_files.listed", "ana"),
    ("ana's account", "personal.opened", "ana"),
    ("ana's account", "profile.proposed", "ana"),
    ("finn", "tray.listed", "ana and twin"),
    ("finn", "tray_item.opened", "ana"),
    ("finn", "document.added", "ana"),
    ("finn", "sent_file.filed", "ana"),
    ("finn", "personal.opened", "ana"),
    ("finn", "patient.corrected", "ana"),
    ("finn", "profile.accepted", "ana"),
    ("ana's account", "documents.listed", "ana"),
    ("ana's account", "sent_files.listed", "ana"),
    ("ana's account", "personal.opened", "ana"),
    ("ana's account", "access.listed", "ana"),
    ("ana's account", "takeout.opened", "ana"),
    ("ana's account", "takeout.asked", "ana"),
    (NOBODY, "takeout.ready", "ana"),
    ("ana's account", "takeout.downloaded", "ana"),
]  # fmt: skip


@pytest.fixture
def clinic(cast, request):
    keep_the_storys_time(request)
    return with_a_namesake(cast, AT)


@pytest.fixture
def ledger(clinic):
    people = {"petra": clinic.petra_account, "finn": clinic.finn, "ana's account": clinic.ana}
    return Ledger(**people, ana=clinic.ana_record, twin=clinic.twin_record)


@pytest.fixture
def comes(open_page, axe, enter, monkeypatch):
    """`comes(account, at, …)`: it is that moment, and somebody signs in, in a browser of this kind."""

    def comes(account, at, **browser):
        monkeypatch.setattr("common.clock.now", lambda: at)
        return Traveller(enter(open_page(**browser), account), axe)

    return comes


def portal(name, patient):
    return reverse(f"portal:{name}", args=[patient.pk])


def documents_of(patient) -> list[str]:
    return list(Document.objects.filter(patient=patient).values_list("kind", flat=True))


@pytest.mark.parametrize("kind", BROWSERS)
def test_a_note_a_photo_an_address_and_everything_taken_along(
    clinic, comes, ledger, kind, tmp_path, monkeypatch
):
    ana, browser = clinic.ana_record, BROWSERS[kind]
    desk = {"width": 1280, "script": browser.get("script", True)}

    # In the office, after the visit: note, plan, supplement, activity, signature.
    petra = comes(clinic.petra_account, AFTER_THE_VISIT, **desk)
    steps.writes_a_note(petra.goes_to(place("visit", ana, clinic.ana_visit.pk)))
    steps.gives_an_activity(petra.goes_to(place("activities", ana)))
    clinic.ana_visit.refresh_from_db()
    steps.signs(petra.goes_to(place("chart", ana, clinic.ana_visit.chart_id)))

    # The same evening: the plan, one tick, a photo of the referral, a new address.
    reader = comes(clinic.ana, EVENING, **browser)
    steps.reads_the_plan(reader.goes_to(portal("plans", ana)))
    steps.ticks_off(reader)
    steps.sends_the_photo(reader.goes_to(portal("documents", ana)))
    steps.moves_house(reader.goes_to(portal("details", ana)))

    # The desk, in the morning. The namesake's paper waits beside hers, and stays where it is.
    finn = comes(clinic.finn, NEXT_DAY, **desk)
    steps.files_it_from_the_tray(finn.goes_to("/office/tray/"))
    steps.accepts_the_address(finn.goes_to(place("personal", ana)))
    assert (documents_of(ana), documents_of(clinic.twin_record)) == (["referral"], ["other"])
    clinic.twin_record.refresh_from_db()
    assert clinic.twin_record.address == f"{WORD}street"

    # The patient sees both accepted, and takes everything along.
    reader = comes(clinic.ana, NEXT_EVENING, **browser)
    reader.goes_to(portal("documents", ana)).sees("Records")
    reader.page.get_by_text("Accepted", exact=True).wait_for()
    reader.goes_to(portal("details", ana)).sees("Your details")
    reader.page.get_by_text("Accepted 20 Nov").wait_for()
    steps.asks_for_everything(reader.goes_to(portal("access", ana)))
    make_take_outs()
    message = the_mail_to(clinic.ana.email, at=NEXT_EVENING)
    assert (
        taken_along.found_in(message.subject + message.body, {"Ana", "Cast", "record", *GOES_ALONG}) == set()
    )
    steps.downloads_it(reader.goes_to(link_in(message, "/takeout/")), tmp_path / "record.zip")
    with zipfile.ZipFile(tmp_path / "record.zip") as taken:
        can_be_read_elsewhere(taken)

    assert ledger.told() == LEDGER
    assert ledger.naming(clinic.twin_record) == ["tray.listed"]
    assert ledger.is_whole(monkeypatch)


def can_be_read_elsewhere(taken):
    """Whole, hers, all of it, and nothing that is not for her."""
    assert taken_along.wrong_fingerprints(taken) == []
    assert taken_along.faults_of_the_bundle(taken) == []
    everywhere = dict.fromkeys(("index.html", "data.json", "fhir/bundle.json", "all"), GOES_ALONG)
    assert taken_along.where_words_stand(taken, GOES_ALONG | STAYS) == everywhere
    assert taken.read(f"uploads/{steps.PHOTO}").startswith(b"\xff\xd8\xff")
    assert taken_along.asks_for(taken.read("index.html").decode()) == []
