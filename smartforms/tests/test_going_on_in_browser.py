"""Somebody types by a mailed link in a browser while the link is mailed anew: told at once, and nothing is lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from clinic.models import Clinic
from common import clock
from records.models.access import Relation
from records.tests.factories import PatientFactory
from smartforms import mailing
from smartforms.models import Preferences
from smartforms.tests.factories import AssignmentFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_told_while_typing_and_shown_what_was_typed(harbour, wide_page, axe):
    page = wide_page
    Preferences.objects.create(clinic=harbour.harbour, without_account=True)
    robin = PatientFactory(clinic=Clinic.objects.get(pk=harbour.harbour.pk), email="robin@example.org")
    AssignmentFactory(patient=robin, template=harbour.form, sent_at=clock.now())

    def mail(minutes):
        at = clock.now() - timedelta(minutes=minutes)
        return mailing.mail_forms(
            robin, email="robin@example.org", relation=Relation.SELF, by=harbour.finn, at=at
        )

    page.goto(f"/t/{mail(2).token}/")
    page.get_by_role("button", name="Fill it in without an account").click()
    page.get_by_role("link", name="Harbour intake").click()
    page.get_by_role("link", name="Start").click()
    mail(0)
    page.complaints.expect("410")
    page.get_by_label("In your own words").fill("My knee since May")
    saved = page.locator("[data-saved]")
    expect(saved).to_contain_text("The link you came by no longer saves anything.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Please use the newer link")).to_be_visible()
    expect(page.get_by_text("My knee since May")).to_be_visible()
    axe(page)
