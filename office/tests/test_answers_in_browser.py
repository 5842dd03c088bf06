"""What happens after sending, in a real browser: answers over time, alerts, corrections and changes to check."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from common.tests.moment import AT
from office.tests.people import place
from records.actions.proposals import propose
from records.models import Patient
from smartforms import addenda
from smartforms.tests import alerting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley"
WORD = "Donaudampfschifffahrt" * 3


@pytest.fixture
def told(cast):
    """Ana, whose names are long, sent three check-ins; two of them must not wait."""
    Patient.objects.filter(pk=cast.ana_record.pk).update(given_name=LONG, address="1 Quay\nHalifax")
    cast.ana_record.refresh_from_db()
    template = alerting.template_of(cast.harbour, by=cast.nora)
    template.title = f"{WORD} check-in"
    template.save()
    for days, dark in ((20, 0), (10, 2), (0, 1)):
        at = AT - timedelta(days=days)
        cast.told = alerting.sent_to(cast, template, at=at)
        alerting.send_in(cast.told, by=cast.ana, at=at, tired=2, dark=dark, words=f"{WORD} {days}")
    addenda.add(cast.told, words=f"{WORD}\nnot so", from_clinic=False, by=cast.ana, at=AT)
    said = {"phone": "902 555 0177", "email": f"{'w' * 50}@example.org", "address": f"{WORD}\nHalifax"}
    propose(cast.ana_record, said, by=cast.ana, at=AT, source=template.title)
    return cast


@pytest.mark.parametrize("who", ["petra_account", "finn"])
def test_what_came_in_can_be_used_by_everybody(told, wide_page, enter, look_over, who):
    page = enter(wide_page, getattr(told, who))
    if who == "finn":
        page.complaints.expect("403")
    ana, form = told.ana_record, told.told.pk
    addresses = [
        place("patient_forms", ana),
        place("personal", ana),
        "/office/forms/",
        place("answers", ana, form),
    ]
    if who == "petra_account":
        addresses.append(place("addendum", ana, form))
    look_over(page, addresses, staff=True)


def test_somebody_takes_care_from_the_list(told, wide_page, enter):
    page = enter(wide_page, told.petra_account)
    page.goto("/office/forms/")
    page.get_by_role("button", name="Seen, I take care of it").first.click()
    expect(page.get_by_text("It is noted that you take care of it.")).to_be_visible()
    expect(page.get_by_text("Petra Cast took care of it")).to_be_visible()
    page.goto("/office/forms/")
    expect(page.get_by_role("button", name="Seen, I take care of it")).to_have_count(1)


@pytest.mark.parametrize("kind", ["phone_page", "plain_page"])
def test_whom_to_call_stands_there_with_the_answer_and_goes_with_it(told, request, enter, look, kind):
    page = enter(request.getfixturevalue(kind), told.ana)
    form = alerting.sent_to(told, told.told.version.template)
    names = [form.patient_id, form.pk]
    page.goto(reverse("smartforms:page", args=[*names, 1]))
    help_now = page.get_by_text("If you need help now, please do not wait for us")
    expect(help_now).to_be_hidden()
    dark = page.get_by_role("group", name="What about dark?")
    dark.get_by_label("Daily").check()
    if kind != "plain_page":
        expect(help_now).to_be_visible()
        look(page)
        dark.get_by_label("Never").check()
        expect(help_now).to_be_hidden()
        dark.get_by_label("Daily").check()
        expect(help_now).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(help_now).to_be_visible()
    look(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(help_now).to_be_visible()
    page.get_by_role("link", name="Add a correction").click()
    look(page)
    page.get_by_label("What should be corrected or added?").fill("Not daily")
    page.get_by_role("button", name="Add the correction").click()
    expect(page.get_by_role("heading", name="Corrections")).to_be_visible()
    look(page)
