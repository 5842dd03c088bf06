"""A record opened in an emergency, in a real browser: asked, read, ended, looked over; usable by everybody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.tests.factories import PASSWORD
from common.tests.moment import AT
from office.tests.people import place
from records.models import BrokenGlass
from records.tests.factories import BrokenGlassFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Donaudampfschifffahrtsgesellschaft " * 8


def test_a_practitioner_opens_reads_and_ends_it(cast, wide_page, enter):
    page = enter(wide_page, cast.quinn_account)
    page.complaints.expect("403")
    answers = place("answers", cast.ana_record, cast.ana_sent.pk)
    page.goto(answers)
    page.get_by_role("link", name="Open in an emergency").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Why do you need to see it now?").fill("Fainted in the waiting room")
    page.get_by_role("button", name="Open the record for an hour").click()
    expect(page.get_by_text("Qanaanswer")).to_be_visible()
    strip = page.get_by_role("region", name="Open in an emergency")
    expect(strip).to_contain_text("60 minutes left")
    strip.get_by_role("button", name="End now").click()
    expect(page.get_by_text("The record is closed to you again.")).to_be_visible()
    assert BrokenGlass.objects.get().ended_by == cast.quinn_account


def test_everybody_can_use_it(cast, wide_page, enter, look_over):
    member = cast.quinn_account.memberships.get()
    BrokenGlassFactory(patient=cast.ana_record, membership=member, reason=LONG)
    page = enter(wide_page, cast.quinn_account)
    look_over(
        page,
        [place("patient", cast.ana_record), place("answers", cast.ana_record, cast.ana_sent.pk)],
        staff=True,
    )


def test_owners_can_use_the_list_and_the_review(cast, wide_page, enter, look_over):
    then = AT - timedelta(days=9)
    old = BrokenGlassFactory(
        patient=cast.kit_record, reason=LONG, opened_at=then, ended_at=then + timedelta(hours=1),
        reviewed_at=AT, reviewed_by=cast.nora, was_fine=False, review=LONG,
    )  # fmt: skip
    new = BrokenGlassFactory(patient=cast.ana_record, reason=LONG)
    page = enter(wide_page, cast.nora)
    reviews = [reverse("office:emergency_review", args=[one.pk]) for one in (old, new)]
    look_over(page, ["/office/emergencies/", *reviews], staff=True)
    page.goto(reviews[1])
    page.get_by_label("It was right").check()
    page.get_by_role("button", name="Save what you found").click()
    expect(page.get_by_text("It is noted that you looked it over.")).to_be_visible()
