"""A patient's workspace in a real browser: usable by everybody, complete without scripts, and words shown once."""

import pytest
from django.urls import reverse

from common.tests.moment import AT
from office.tests.people import choose_ages, place
from records.actions import deny
from records.actions.codes import issue_code
from records.actions.contacts import keep_contact
from records.actions.invitations import invite
from records.models import AccessCode, AccessRequest, Patient
from records.models.access import Basis, Level, Relation
from records.tests.factories import GrantFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def busy(cast):
    """Somebody asks, somebody is denied, codes were made, a grant names parts; a name is long."""
    choose_ages(cast)
    long = "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley"
    GrantFactory(
        account__given_name=long, account__email=f"{'w' * 50}@example.org", patient=cast.ana_record,
        relation=Relation.CARER, scopes=["appointments", "billing"], full=True, granted_by=cast.nora,
    )  # fmt: skip
    contact = {"by": cast.nora, "at": AT, "may_be_told": True, "may_have_access": True}
    cast.karin = keep_contact(
        cast.ana_record, name=f"{long} Vale", relation="parent", email="karin@example.org", **contact
    )
    invite(
        cast.ana_record, email="karin@example.org", relation="parent", level=Level.FULL, scopes=["forms"],
        by=cast.nora, at=AT, contact=cast.karin,
    )  # fmt: skip
    deny(cast.ana_record, cast.cleo, by=cast.nora, at=AT, reason="Court order")
    issue_code(cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.nora, at=AT)
    AccessRequest.objects.create(
        patient=cast.ana_record, account=cast.dov, relation=Relation.CARER, level=Level.FULL, scopes=["forms"],
        basis=Basis.CODE, why="other_address", asked_at=AT,
    )  # fmt: skip
    return cast


def addresses(cast):
    ana = cast.ana_record
    return [
        place("personal", ana),
        place("contacts", ana),
        place("invite_patient", ana),
        place("invite_person", ana),
        place("link_account", ana),
        place("access", ana),
        place("code", ana),
        place("lockdown", ana),
        place("revocation", ana, cast.ben_grant.pk),
        place("denial", ana, cast.ben.pk),
        place("visit", ana, cast.ana_visit.pk),
        place("visit_cancellation", ana, cast.ana_visit.pk),
        place("visit_move", ana, cast.ana_visit.pk),
        place("visit_move", ana, cast.ana_visit.pk) + _to_the_time_of(cast.kit_visit),
    ]


def _to_the_time_of(visit) -> str:
    start, day = int(visit.starts_at.timestamp() // 60), visit.starts_at
    chosen = f"service=treatment&practitioner={visit.practitioner_id}&location={visit.location_id}"
    return f"?{chosen}&day_day={day.day}&day_month={day.month}&day_year={day.year}&start={start}"


def test_the_workspace_can_be_used_by_everybody(busy, wide_page, enter, look_over, look):
    page = enter(wide_page, busy.petra_account)
    look_over(page, addresses(busy), staff=True)
    page.goto(place("code", busy.ana_record))
    page.get_by_label("Another person").check()
    look(page, staff=True)
    page.complaints.expect("422")
    page.get_by_role("button", name="Make the code").click()
    assert page.locator(".errors h2").inner_text() == "There are four things to fix"
    look(page, staff=True)


def test_the_words_are_seen_at_once_and_once(busy, phone_page, enter, look):
    page = enter(phone_page, busy.finn)
    page.goto(place("access", busy.ana_record))
    page.get_by_role("link", name="New access code").click()
    page.get_by_role("button", name="Make the code").click()
    words = page.locator(".words li").all_inner_texts()
    assert len(words) == 4
    assert page.locator(".words").bounding_box()["y"] < 800
    look(page, staff=True)
    page.reload()
    assert page.locator(".words").count() == 0
    assert page.locator(".toast").inner_text().startswith("That code was made already")
    assert AccessCode.objects.filter(revoked_at=None).count() == 1


def test_locking_and_opening_again_without_scripts(busy, plain_page, enter):
    page = enter(plain_page, busy.finn)
    page.goto(place("access", busy.ana_record))
    page.get_by_role("link", name="Lock portal access").click()
    assert "Account ben@example.org" in page.locator(".bullets").first.inner_text()
    page.get_by_role("button", name="Lock portal access").click()
    assert "Portal access to this record is locked" in page.locator(".notice").inner_text()
    page.get_by_role("link", name="Open it again").click()
    page.get_by_role("button", name="Open portal access").click()
    assert page.locator(".toast").inner_text() == "Portal access opened again."


def test_what_the_desk_keeps_can_be_used_by_everybody(busy, wide_page, enter, look_over, look):
    page = enter(wide_page, busy.finn)
    ana = busy.ana_record
    addresses = (
        place("correction", ana),
        place("new_contact", ana),
        reverse("office:new_patient"),
        reverse("office:patients") + "?then=visit",
        place("contact", ana, busy.karin.pk),
    )
    look_over(page, addresses, staff=True)
    page.complaints.expect("422")
    page.get_by_label("Name").fill("")
    page.get_by_role("button", name="Save").click()
    assert page.locator(".error").inner_text().endswith("Enter the name")
    look(page, staff=True)


def test_from_a_contact_to_an_invitation_without_scripts(busy, plain_page, enter):
    page = enter(plain_page, busy.finn)
    page.goto(place("contacts", busy.ana_record))
    page.get_by_role("link", name="Add a contact").click()
    page.get_by_label("Name").fill("Kai Vale")
    page.get_by_label("Relation to the patient").select_option("partner")
    page.get_by_label("Email").fill("kai@example.org")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Invite Kai Vale").click()
    page.get_by_label("Full: also what the clinic enters").check()
    page.get_by_label("Appointments").check()
    page.get_by_label("Forms", exact=True).check()
    page.get_by_label("Harbour intake").check()
    page.get_by_label("This person may see").check()
    page.get_by_role("button", name="Send the invitation").click()
    assert page.locator(".toast").inner_text() == "Invitation on its way to kai@example.org."
    assert page.get_by_role("row", name="Kai Vale").get_by_text("Invited").is_visible()


def test_a_visit_is_booked_without_scripts(busy, plain_page, enter, look):
    Patient.objects.filter(pk=busy.ana_record.pk).update(given_name="W" * 80)  # as long as names are taken
    page = enter(plain_page, busy.finn)
    page.goto(place("booking", busy.ana_record))
    look(page, staff=True)
    page.get_by_label("Service").select_option("Treatment")
    page.get_by_role("button", name="Show times").click()
    look(page, staff=True)
    page.get_by_role("link", name="9:45 am").first.click()
    look(page, staff=True)
    page.get_by_role("link", name="Choose another time").click()
    page.get_by_label("With").select_option("Quinn Cast")
    page.get_by_label("At a time of your own").fill("8:10 pm")
    page.get_by_role("button", name="Show times").click()
    page.complaints.expect("422")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.locator(".errors h2").inner_text() == "There is one thing to fix"
    look(page, staff=True)
    page.get_by_label("Why it is made all the same").fill("They work until eight")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.locator(".toast").inner_text() == "Booked: Tuesday 17 November, 8:10 pm with Quinn Cast."
