"""Access and a large family in a real browser: on a phone too, nothing complains, and axe finds nothing."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from common import clock
from portal.tests.family import ana_in_full, chosen_ages
from records.actions.invitations import invite
from records.models import Grant
from records.models.access import Level, Relation
from records.tests.factories import GrantFactory, PatientFactory

pytestmark = pytest.mark.django_db(transaction=True)
A_YEAR = timedelta(days=365)
LONG, BILLS_ONLY, LAST = "Maximiliane-Alexandra-Theodora", "Åse", "Li"


@pytest.fixture
def household(cast, live_server):
    """Ana in full, with seven more people; one is invited by her, and Kit’s clinic wrote to her."""
    ana_in_full(cast)
    chosen_ages(cast, review=9)
    cast.own_of_kit = GrantFactory(
        account=cast.ana, patient=cast.kit_record, relation=Relation.PARENT, colour="amber", is_for_minor=True
    )
    cast.others = {}
    for name in (LONG, "Bo", BILLS_ONLY, "Øyvind", "Zoë", LAST):
        cast.others[name] = PatientFactory(clinic=cast.harbour, given_name=name)
        fields = {"full": True, "scopes": ["billing"]} if name == BILLS_ONLY else {}
        GrantFactory(
            account=cast.ana, patient=cast.others[name], relation=Relation.CARER, colour="moss", **fields
        )
    at = clock.now()
    invite(
        cast.ana_record, email="one@example.org", relation=Relation.CARER, level=Level.FULL, name="One Cast",
        scopes=["billing"], by=cast.ana, at=at, by_patient=True, access_until=at + A_YEAR,
    )  # fmt: skip
    said = invite(
        cast.kit_record, email="ana@example.org", relation=Relation.PARENT, level=Level.LIMITED, scopes=["forms"],
        by=cast.nora, at=at, message="Come early.\nBring shoes.",
    )  # fmt: skip
    type(said).objects.filter(pk=said.pk).update(accepted_at=at, accepted_by=cast.ana)
    return cast


def pages_of(cast):
    one = [cast.ana_record.pk]
    yield reverse("portal:patient", args=one)
    yield reverse("portal:patient", args=[cast.kit_record.pk])
    yield reverse("portal:patient", args=[cast.others[LONG].pk])
    yield reverse("portal:patient", args=[cast.others[BILLS_ONLY].pk])
    yield reverse("portal:forms", args=[cast.kit_record.pk])
    yield reverse("portal:access", args=one)
    yield reverse("portal:access", args=one) + "?show=all"
    yield reverse("portal:access", args=[cast.others[LONG].pk])
    yield reverse("portal:ending", args=[cast.ana_record.pk, cast.ben_grant.pk])
    yield reverse("portal:another")


def test_a_walk_through_access(household, phone_page, enter, look_over, look):
    page = enter(phone_page, household.ana)
    look_over(page, pages_of(household))
    # The tab of the one whose page it is stands in view, and so does the way to one more.
    page.goto(reverse("portal:patient", args=[household.others[LAST].pk]))
    for tab in (".person-tab[aria-current]", ".person-add"):
        box = page.locator(tab).bounding_box()
        assert box["x"] >= 0 and box["x"] + 44 <= page.viewport_size["width"], tab
    page.complaints.expect("403")
    page.goto(reverse("portal:forms", args=[household.others[BILLS_ONLY].pk]))
    page.get_by_role("heading", name="Forms are not part of your access").wait_for()
    look(page)


def test_access_is_reached_on_a_phone_without_scripts(household, open_page, enter):
    page = enter(open_page(width=390, height=844, script=False), household.ana)
    page.goto(reverse("portal:patient", args=[household.ana_record.pk]))
    page.get_by_text("More", exact=True).click()
    page.get_by_role("navigation", name="Main, on a phone").get_by_role("link", name="Records").click()
    page.get_by_role("navigation", name="Parts of the record").get_by_role("link", name="Access").click()
    page.get_by_role("heading", name="Who can see your record").wait_for()


def test_sharing_asks_for_the_password_and_says_what_is_missing(household, phone_page, enter, axe):
    page = enter(phone_page, household.ana)
    page.goto(reverse("portal:access", args=[household.ana_record.pk]))
    page.get_by_role("link", name="Share your record").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Let somebody else see your record").wait_for()
    axe(page)
    page.complaints.expect("422")
    page.get_by_role("button", name="Send invitation").click()
    page.get_by_role("heading", name="There are four things to fix").wait_for()
    axe(page)
    page.get_by_label("Their name").fill("Dov Cast")
    page.get_by_label("Their email address").fill("dov@example.org")
    page.get_by_label("My partner").check()
    page.get_by_label("Visits").check()
    page.get_by_role("button", name="Send invitation").click()
    page.get_by_text("The invitation is on its way to dov@example.org.").wait_for()
    page.get_by_role("button", name=re.compile("Take back.*Dov Cast")).click()
    page.get_by_text("Invitation taken back.").wait_for()


def test_two_windows_on_two_people(household, wide_page, enter):
    """What is pressed in one is never done in the other."""
    kit, ana = wide_page, wide_page.context.new_page()
    enter(kit, household.ana)
    kit.goto(reverse("portal:ending", args=[household.kit_record.pk, household.own_of_kit.pk]))
    ana.goto(reverse("portal:ending", args=[household.ana_record.pk, household.ben_grant.pk]))
    kit.get_by_text("You’re looking after Kit").wait_for()
    ana.get_by_role("button", name="End access").click()
    ana.get_by_text("Ben Cast no longer sees this record.").wait_for()
    assert Grant.objects.get(pk=household.own_of_kit.pk).revoked_at is None
    kit.get_by_role("button", name="Stop seeing this record").click()
    kit.get_by_text("You no longer see this record.").wait_for()
    ana.reload()
    assert ana.get_by_role("link", name="Kit").count() == 0
