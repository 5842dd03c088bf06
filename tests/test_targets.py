"""What one presses is large enough, at a desk and in the hand, on the pages people meet most."""

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from booking.models import Appointment
from records.models.access import Relation
from records.tests.factories import GrantFactory
from tests.ground import targets
from tests.journeys.steps import Traveller, chooses_a_time, makes_an_account

SIZES = [{"width": 1280}, {"width": 390, "height": 844, "is_mobile": True, "has_touch": True}]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"]),
]


def sign_in(page, account):
    page.goto(reverse("account_login"))
    page.get_by_label("Email address").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "login" not in address)


def test_the_measure_sees_what_is_small(cast, open_page, size):
    page = open_page(**size)
    page.goto("/accounts/login/")
    page.evaluate(
        """() => {
          const [link, button] = [document.createElement("a"), document.createElement("button")];
          Object.assign(link, { href: "/", className: "bare", textContent: "alone" });
          Object.assign(button, { className: "button", textContent: "low" });
          button.style.minHeight = "40px";
          document.querySelector("main").append(document.createElement("p"));
          document.querySelector("main > p:last-child").append(link);
          document.querySelector("main").append(button);
        }"""
    )
    found = [words.partition(":")[0] for words in targets.too_small(page)]
    assert found == ['a.bare "alone"', 'button.button "low"']


def test_while_booking(cast, open_page, well_sized, size):
    page = open_page(**size)
    sara = Traveller(page, well_sized)  # looks at every page it comes to
    page.goto("/accounts/login/")
    well_sized(page)
    chooses_a_time(sara)
    makes_an_account(sara, email="sara@example.org", password="a blue bicycle")
    sara.sees("Who is this visit for?").chooses("Me").born(4, 5, 1988).presses("Continue")
    sara.sees("Check and confirm").ticks("I understand the cancellation policy").presses("Confirm visit")
    sara.sees("You’re booked")


def test_in_the_portal(cast, open_page, well_sized, size):
    GrantFactory(account=cast.ana, patient=cast.kit_record, relation=Relation.PARENT, colour="amber")
    cast.ana_visit.assignments.add(cast.ana_open)
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(policy_told="Call us.")
    page, ana = open_page(**size), [cast.ana_record.pk]
    sign_in(page, cast.ana)
    for address in [
        reverse("portal:patient", args=ana),
        reverse("portal:patient", args=[cast.kit_record.pk]),
        reverse("portal:visits", args=ana),
        reverse("portal:visit", args=[*ana, cast.ana_visit.pk]),
        reverse("portal:forms", args=ana),
        reverse("smartforms:open", args=[*ana, cast.ana_open.pk]),
        reverse("smartforms:page", args=[*ana, cast.ana_open.pk, 1]),
        reverse("smartforms:check", args=[*ana, cast.ana_open.pk]),
        reverse("smartforms:sent", args=[*ana, cast.ana_sent.pk]),
        reverse("account_email"),
        reverse("mfa_index"),
        reverse("usersessions_list"),
    ]:
        page.goto(address)
        well_sized(page)


def test_in_the_office_and_the_settings(cast, open_page, well_sized, size):
    page = open_page(**size)
    sign_in(page, cast.nora)
    for address in [
        "/office/calendar/",
        "/office/patients/",
        f"/office/patients/{cast.ana_record.pk}/",
        "/admin/",
        "/admin/clinic/service/",
        f"/admin/clinic/service/{cast.assessment.pk}/change/",
        f"/admin/clinic/practitioner/{cast.petra.pk}/change/",
        "/admin/booking/preferences/",
        "/admin/clinic/membership/",
    ]:
        page.goto(address)
        well_sized(page, staff=True)
