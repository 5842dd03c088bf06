"""Sending forms in a real browser: usable by everybody, complete without scripts."""

import pytest

from common.tests.moment import AT
from office.tests.people import place
from records.actions.contacts import keep_contact
from records.models.access import Relation
from records.tests.factories import GrantFactory, UploadFactory
from smartforms.tests.factories import AssignmentFactory, TemplateFactory, VersionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley"


@pytest.fixture
def busy(cast):
    """Forms in every state; a name, an address and a title are long."""
    template = TemplateFactory(clinic=cast.harbour, title=f"{'Donaudampfschifffahrt' * 4} questionnaire")
    VersionFactory(template=template)
    cast.long_form = template
    cast.wide = GrantFactory(
        account__given_name=LONG, account__email=f"{'w' * 50}@example.org", patient=cast.ana_record,
        relation=Relation.CARER, full=True, granted_by=cast.nora,
    ).account  # fmt: skip
    common = {"patient": cast.ana_record, "template": template, "sent_at": AT}
    AssignmentFactory(**common, account=cast.wide, practitioner=cast.petra)
    AssignmentFactory(**common, account=None, due_at=AT)
    AssignmentFactory(**common, account=cast.ana, expires_at=AT)
    AssignmentFactory(**common, account=cast.ana, cancelled_at=AT, cancelled_by=cast.nora)
    scan = UploadFactory(patient=cast.ana_record, account=cast.finn)
    cast.on_paper = AssignmentFactory(
        **common, account=cast.ana, paper_at=AT, paper_by=cast.finn, paper_scan=scan
    )
    keep_contact(
        cast.ana_record, by=cast.nora, at=AT, name=f"{LONG} Vale", relation="parent", may_have_access=True,
        email=f"{'k' * 50}@example.org",
    )  # fmt: skip
    return cast


def test_the_forms_of_a_patient_can_be_used_by_everybody(busy, wide_page, enter, look_over, look):
    page = enter(wide_page, busy.finn)
    ana = busy.ana_record
    addresses = [
        place("patient_forms", ana),
        place("form_sending", ana),
        place("form_extension", ana, busy.ana_open.pk),
        place("form_cancellation", ana, busy.ana_open.pk),
        place("form_scan", ana, busy.ana_open.pk),
        place("form_scan_removal", ana, busy.on_paper.pk),
        "/office/forms/",
        f"/office/forms/{busy.long_form.pk}/",
        f"/office/forms/{busy.form.pk}/?show=expired",
    ]
    look_over(page, addresses, staff=True)
    page.goto(place("form_sending", ana))
    page.complaints.expect("422")
    page.get_by_role("button", name="Send the forms").click()
    assert page.locator(".errors h2").inner_text() == "There is one thing to fix"
    look(page, staff=True)


def test_sending_extending_and_taking_back_without_scripts(busy, plain_page, enter):
    page = enter(plain_page, busy.finn)
    page.goto(place("patient", busy.kit_record))
    page.get_by_role("link", name="Send a form").click()
    page.get_by_label("Donaudampf").check()
    page.get_by_label("In the portal: Ben Cast, parent").check()
    page.get_by_label("On behalf of").select_option("Petra Cast")
    page.get_by_role("button", name="Send the forms").click()
    assert page.locator(".toast").inner_text() == "One form went to ben@example.org."
    row = page.get_by_role("row").filter(has_text="Donaudampf")
    row.get_by_role("button", name="Remind").click()
    assert page.locator(".toast").inner_text() == "A reminder is on its way to ben@example.org."
    row.get_by_role("link", name="Extend").click()
    page.get_by_role("button", name="Change the due date").click()
    assert page.locator(".toast").inner_text() == "The due date is changed."
    row.get_by_role("link", name="Take back").click()
    page.get_by_role("button", name="Take the form back").click()
    assert page.locator(".toast").inner_text() == "The form is taken back."
    assert row.get_by_text("Cancelled", exact=True).is_visible()
