"""A change goes from the patient's phone to the desk and back, without scripts and with them; axe finds nothing."""

import pytest
from django.urls import reverse

from common.tests.moment import AT
from portal.tests.family import ana_in_full
from records.actions import correct_details
from records.actions.proposals import decide, propose
from records.models import Patient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Averyverylongstreetnamewithoutanyspace" * 7 + "\nHalifax"


def details_of(cast):
    return reverse("portal:details", args=[cast.ana_record.pk])


def full_page(cast):
    """Every state of a line at once, with long words."""
    ana_in_full(cast)
    correct_details(
        cast.ana_record, by=cast.nora, at=AT, address=LONG, occupation="Cook", insurer="X" * 120,
        emergency_name="N" * 120, emergency_phone="12",
    )  # fmt: skip
    said = {
        "address": LONG.replace("Halifax", "Dartmouth"),
        "email": f"{'new' * 20}@example.org",
        "pronouns": "",
    }
    propose(cast.ana_record, said, by=cast.ana, at=AT)
    propose(cast.ana_record, {"phone": "Proxyword"}, by=cast.ben, at=AT)
    for key, accept in (("occupation", False), ("language", True)):
        (one,) = propose(cast.ana_record, {key: "fr"}, by=cast.ana, at=AT)
        decide(one, accept=accept, by=cast.finn, at=AT, told="W" * 200)


def test_on_a_phone_without_scripts(cast, plain_page, enter, look):
    full_page(cast)
    page = enter(plain_page, cast.ana)
    page.goto(details_of(cast))
    look(page)
    page.get_by_role("link", name="Change Emergency contact").click()
    look(page)
    page.complaints.expect("422")
    page.get_by_label("Name").fill("")
    page.get_by_role("button", name="Send to the clinic").click()
    page.get_by_role("heading", name="There is one thing to fix").wait_for()
    look(page)
    page.goto(details_of(cast))
    page.get_by_role("link", name="Change Mobile phone").click()
    page.get_by_label("Mobile phone").fill("902 555 0177")
    page.get_by_role("button", name="Send to the clinic").click()
    page.get_by_text("Sent to the clinic.").wait_for()
    page.get_by_role("button", name="Undo Mobile phone").click()
    page.get_by_text("The change is taken back.").wait_for()
    page.get_by_role("button", name="Send the mail again").click()
    page.get_by_text("The mail is on its way.").wait_for()
    for line in ("language", "email", "address"):
        page.goto(f"{details_of(cast)}{line}/")
        look(page)


def test_at_the_desk(cast, wide_page, enter, look, look_over):
    full_page(cast)
    page = enter(wide_page, cast.finn)
    patient = reverse("office:patient", args=[cast.ana_record.pk])
    look_over(page, [patient, f"{patient}personal/correction/", f"{patient}personal/history/"], staff=True)
    page.goto(f"{patient}personal/")
    look(page, staff=True)
    page.get_by_role("button", name="Accept Mobile phone").click()
    page.get_by_text("The record is saved.").wait_for()
    assert Patient.objects.get(pk=cast.ana_record.pk).phone == "Proxyword"
    page.get_by_role("button", name="Undo Mobile phone").click()
    page.get_by_text("The decision is taken back.").wait_for()
    page.get_by_role("link", name="Keep ours Mobile phone").click()
    look(page, staff=True)
    page.get_by_text("We could not make sure of it.").click()
    page.get_by_role("button", name="Keep what is on file").click()
    page.get_by_text("The record stays as it is.").wait_for()
    look(page, staff=True)


def test_a_limited_account_at_a_desk_and_the_way_of_a_new_address(cast, wide_page, enter, look):
    (one,) = propose(cast.ana_record, {"email": "new@example.org"}, by=cast.ana, at=AT)
    page = enter(wide_page, cast.ana)
    page.goto(details_of(cast))
    page.get_by_role("heading", name="Confirm the new email address").wait_for()
    look(page)
    one.refresh_from_db()
    page.goto(reverse("mailed_link", args=[one.token]))
    page.get_by_role("heading", name="Is this your email address?").wait_for()
    look(page)
    page.get_by_role("button", name="Confirm this address").click()
    page.get_by_role("heading", name="Address confirmed").wait_for()
    look(page)
