"""The set-up guide: from nothing to bookable with the forms of the settings, left and taken up at any time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tests.factories import AccountFactory
from audit.models import Event
from booking.actions.settings import bring_along
from booking.models import ServiceForm, WebsiteButton
from clinic.models import Clinic, Location, Offer, OpeningHours, Practitioner, Service
from clinic.models.clinic import Role
from clinic.tests import factories as of_clinics
from common.tests.moment import AT
from office.opening import open_with_owner
from smartforms.models import FormRule, Template
from tests.ground.plain import Plain

HOST = "riverside.localhost"


def step(name, *args):
    return reverse("office:guide_row" if args else "office:guide_step", args=[name, *args])


@pytest.fixture
def riverside(cast):
    """A clinic as its operator made it: one place, called like itself."""
    clinic = Clinic(
        slug="riverside", name="Riverside", hosts=[HOST], timezone="America/Toronto", currency="EUR"
    )
    clinic.owner = open_with_owner(clinic, email="rosa@example.org", by=None, at=AT)
    return clinic


@pytest.fixture
def rosa(riverside, client, sign_in):
    return Plain(sign_in(client, riverside.owner), HOST)


def states(page) -> dict:
    """Each step on the first page, as its tag says."""
    return {task["title"]: str(task["tag_label"]) for task in page.answer.context["tasks"]}


def goes_through(rosa):
    """Every step with as little as it takes."""
    rosa.goes_to("/office/").sees("Set-up guide").follows("Begin").sees("Your clinic")
    rosa.fills("Telephone", "(416) 555-0190").presses("Save and go on").sees("Where visits happen")
    rosa.fills("Name", "3 Quay Road").presses("Save and go on").sees("Who patients see")
    rosa.fills("Name", "Vera Lind").presses("Save and go on").sees("Hours of Vera Lind")
    rosa.presses("Save and go on").sees("What patients book")
    rosa.fills("Title", "Assessment").presses("Save and go on").sees("A form before the visit")
    return rosa


def test_a_clinic_goes_from_nothing_to_bookable_with_few_words(riverside, rosa, client):
    rosa.goes_to("/office/").sees("Set-up guide")
    assert states(rosa) == {
        "Your clinic": "Next", "Where visits happen": "Can wait", "Who patients see": "To do",
        "When they are there": "To do", "What patients book": "To do", "A form before the visit": "Can wait",
        "The button for your website": "Can wait", "Does everything fit?": "To do",
    }  # fmt: skip
    goes_through(rosa)
    rosa.chooses("New patient").presses("Save and go on").sees("The button for your website")
    rosa.reads("http://riverside.localhost", "/book/", "/portal/")
    rosa.presses("Save and go on").sees("Does everything fit?").reads(
        "Patients can book.", "Everything fits together."
    )

    vera = Practitioner.objects.get(clinic=riverside)
    assert [place.name for place in Location.objects.filter(clinic=riverside)] == ["3 Quay Road"]
    hours = OpeningHours.objects.filter(practitioner=vera).values_list("weekday", "opens", "closes")
    assert sorted(hours) == [(day, 540, 1020) for day in range(5)]
    service = Service.objects.get(clinic=riverside)
    assert (service.minutes, service.currency, service.is_online) == (30, "EUR", True)
    assert [offer.practitioner for offer in Offer.objects.filter(service=service)] == [vera]
    (along,) = ServiceForm.objects.filter(service=service)
    assert (along.template.clinic_id, along.rule) == (riverside.pk, FormRule.ONCE)
    assert WebsiteButton.objects.get(clinic=riverside).pk
    told = Event.objects.filter(clinic=riverside.pk, verb__startswith="settings.")
    assert [(event.verb, event.target_kind) for event in told.order_by("pk")] == [
        ("settings.changed", "clinic.clinic"), ("settings.changed", "clinic.location"),
        ("settings.added", "clinic.practitioner"), ("settings.changed", "clinic.practitioner"),
        ("settings.added", "clinic.service"), ("settings.added", "booking.serviceform"),
        ("settings.added", "booking.websitebutton"),
    ]  # fmt: skip

    rosa.presses("Finish").sees("Tuesday").reads("The set-up guide is put away. You find it in the settings.")
    rosa.goes_to("/office/settings/").reads_nothing_of("The clinic is being set up.").follows("Set-up guide")
    assert set(states(rosa).values()) == {"Done"}
    rosa.reads_nothing_of("Put the guide away")
    stranger = Plain(type(client)(), HOST).goes_to("/book/").follows("Assessment")
    stranger.reads("3 Quay Road")


def test_it_goes_on_from_what_is_there_wherever_that_was_made(riverside, rosa):
    rosa.goes_to(step("clinic")).follows("Skip for now").sees("Where visits happen")
    rosa.goes_to("/office/settings/practitioners/new/").reads("The clinic is being set up.")
    rosa.fills("Name", "Vera Lind").presses("Save").goes_to("/office/").follows("Begin").goes_to(
        "/office/setup/"
    )
    assert states(rosa)["Who patients see"] == "Done"
    # Who has no hours comes first; a step that is done is opened again with what is there.
    rosa.goes_to(step("hours")).sees("Hours of Vera Lind").goes_to(step("practitioner"))
    assert rosa._control("Name").get("value") == "Vera Lind"
    rosa.presses("Save and add another").sees("Who patients see").fills("Name", "Timo Aho")
    rosa.presses("Save and go on").sees("Hours of Vera Lind").follows("Timo Aho").sees("Hours of Timo Aho")
    rosa.follows("Vera Lind").presses("Save and go on").sees("Hours of Timo Aho").presses("Save and go on")
    rosa.sees("What patients book")
    colours = Practitioner.objects.filter(clinic=riverside).values_list("colour", flat=True)
    assert len(set(colours)) == 2
    rosa.goes_to("/office/calendar/").reads("Patients cannot book online yet.")


def test_what_is_wrong_stands_beside_its_field_with_the_answers(rosa):
    rosa.goes_to(step("clinic")).fills("Telephone", "555").fills("Name", "").presses(
        "Save and go on", status=422
    )
    rosa.reads("Fill this in")
    assert rosa._control("Telephone").get("value") == "555"
    rosa.goes_to(step("service")).fills("Title", "Long").fills("Minutes", "1").presses(
        "Save and go on", status=422
    )
    rosa.reads("Enter 5 or more")
    # A mistake below opens what is folded away.
    rosa.fills("Break after", "x").presses("Save and go on", status=422)
    assert [one.get("open") for one in rosa.page.iter("details") if "guide-more" in one.get("class")] == [""]
    rosa.goes_to(step("form")).reads("A form comes along with a service.")
    rosa.goes_to(step("hours")).reads("Hours belong to somebody.")


def test_a_form_must_be_chosen_and_a_button_can_be_looked_at_first(riverside, rosa):
    goes_through(rosa).presses("Save and go on", status=422).reads("Choose a form, or skip this step")
    rosa.follows("Skip for now").sees("The button for your website").chooses("In a window over the page")
    rosa.presses("Save and go on", status=422).reads("Name the site your button stands on")
    rosa.fills("Sites that may show booking", "https://www.riverside.example").presses("Show without saving")
    rosa.reads("data-anteroom").reads("As chosen now, not saved yet.")
    assert not WebsiteButton.objects.filter(clinic=riverside).exists()
    assert not Template.objects.filter(clinic=riverside).exists()


def test_the_check_leads_to_the_step_that_mends_and_that_leads_back(riverside, rosa):
    goes_through(rosa)
    Clinic.objects.filter(pk=riverside.pk).update(phone="")
    rosa.goes_to(step("check")).reads("There is no phone number", "Patients can book.").follows("Mend it")
    rosa.sees("Your clinic").fills("Telephone", "(416) 555-0190").presses("Save and go on")
    rosa.sees("Does everything fit?").reads("Everything fits together.")
    vera = Practitioner.objects.get(clinic=riverside)
    OpeningHours.objects.filter(practitioner=vera).delete()
    rosa.goes_to(step("check")).reads("Patients cannot book yet.").follows("Mend it").sees(
        "Hours of Vera Lind"
    )
    rosa.presses("Save and go on").sees("Does everything fit?").reads("Patients can book.")


def test_a_service_brings_a_form_once_and_as_it_was_set(cast):
    by = cast.nora
    (first,) = bring_along(cast.form, [cast.treatment], rule=FormRule.ONCE, by=by)
    assert bring_along(cast.form, [cast.treatment], rule=FormRule.EVERY_TIME, by=by) == []
    assert ServiceForm.objects.get(pk=first.pk).rule == FormRule.ONCE


def test_it_leads_only_who_sets_up_and_only_until_one_can_book(cast, riverside, rosa, client, sign_in):
    rosa.goes_to("/office/setup/").presses("Put the guide away").sees("Tuesday")
    rosa.goes_to("/office/").sees("Tuesday").reads_nothing_of("Patients cannot book online yet.")
    rosa.client.post(reverse("office:guide_putting_away"), headers={"host": HOST})  # twice changes nothing
    assert Event.objects.filter(clinic=riverside.pk, reason="guide").count() == 1
    Clinic.objects.filter(pk=riverside.pk).update(guide_put_away_at=None)
    desk = of_clinics.MembershipFactory(user=AccountFactory(), clinic=riverside, roles=[Role.FRONT_DESK])
    sign_in(client, desk.user)
    host = {"host": HOST}
    assert client.get("/office/", headers=host)["Location"] == "/office/calendar/"
    assert "being set up" not in client.get("/office/patients/", headers=host).text
    for address in ("/office/setup/", step("clinic")):
        refused = client.get(address, headers=host)
        assert (refused.status_code, "kept by managers and owners" in refused.text) == (403, True)
    # An established clinic opens on its calendar; another clinic's rows are not there.
    sign_in(client, cast.nora)
    assert client.get("/office/")["Location"] == "/office/calendar/"
    quay = Location.objects.get(clinic=riverside)
    assert client.get(step("location", quay.pk)).status_code == 404
    assert [client.get(step(*key)).status_code for key in (("nonsense",), ("clinic", 1), ("check", 1))] == [
        404
    ] * 3
    assert client.get(reverse("office:guide_new", args=["hours"])).status_code == 404


# Who asks, which clinic, the button and what the form of a step offers; the catalogue is kept.
QUERIES = {
    "clinic": 7, "location": 7, "practitioner": 10, "hours": 10, "service": 13, "form": 7, "button": 7, "check": 8,
    "": 6,
}  # fmt: skip


@pytest.mark.parametrize("many", [10, 300])
def test_each_step_asks_few_questions_however_large_the_clinic(cast, client, sign_in, many):
    for n in range(many):
        of_clinics.PractitionerFactory(clinic=cast.harbour, name=f"Rae {n}")
    nora, found = sign_in(client, cast.nora), {}
    for key in QUERIES:
        address = step(key) if key else reverse("office:guide")
        nora.get(address)  # the catalogue is kept
        with CaptureQueriesContext(connection) as asked:
            assert nora.get(address).status_code == 200
        found[key] = len(asked)
    assert found == QUERIES
