"""Files for the clinic in a real browser: a photo from a phone, filed at the desk, accepted in the portal."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from common.tests.hostile import HTML, image
from common.tests.moment import AT
from common.tests.pictures import picture
from records.actions import sent
from records.models import SentFile
from records.models.kinds import Kind
from records.tests.factories import SentFileFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "Donaudampfschifffahrt" * 5


def documents(patient) -> str:
    return reverse("portal:documents", args=[patient.pk])


def in_office(one) -> str:
    return reverse("office:sent_file", args=[one.patient_id, one.pk])


def photo(name: str, content: bytes | None = None) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content or picture(kind="JPEG").read()}


def test_a_photo_from_a_phone_is_filed_and_accepted(cast, phone_page, wide_page, enter, axe):
    phone, desk = enter(phone_page, cast.ana), enter(wide_page, cast.finn)
    phone.complaints.expect("422")
    phone.goto(documents(cast.ana_record))
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("There are two things to fix")
    expect(phone.get_by_role("alert")).to_be_focused()
    expect(phone.get_by_role("alert")).to_be_in_viewport()
    axe(phone)
    phone.locator("input[type=file]").set_input_files([photo("Card.jpg"), photo("Page.jpg", image() + HTML)])
    expect(phone.get_by_role("status").first).to_contain_text("Card.jpg, 1 KB")
    phone.get_by_label("What is it?").select_option("Insurance card")
    phone.get_by_role("button", name="Send 2 files").click()
    expect(phone.get_by_text("2 files are sent to the clinic.")).to_be_in_viewport(timeout=20_000)
    expect(phone.get_by_role("link", name="Documents", exact=True)).to_be_in_viewport(ratio=1)
    expect(phone.get_by_text("Waiting for the clinic")).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # What came with a page inside is handed out to be saved, and never becomes a page.
    with phone.expect_download() as loading:
        phone.get_by_role("link", name="Page.jpg", exact=True).click()
    assert loading.value.suggested_filename == "Page.jpg"
    assert b"<script" not in loading.value.path().read_bytes()

    desk.goto("/office/tray/")
    desk.get_by_role("link", name=re.compile("Look at it")).first.click()
    desk.get_by_text("Look at it here").click()
    expect(desk.get_by_role("img", name="The picture that was sent")).to_be_visible()
    axe(desk)
    desk.get_by_role("button", name="File for Ana").click()
    expect(desk.get_by_text("It is in the record of Ana Cast.")).to_be_visible()

    phone.goto(documents(cast.ana_record))
    expect(phone.get_by_text("Accepted", exact=True)).to_have_count(1)
    axe(phone)


def test_without_a_script_files_are_sent_and_taken_back(cast, plain_page, enter):
    page = enter(plain_page, cast.ana)
    page.goto(documents(cast.ana_record))
    page.locator("input[type=file]").set_input_files(photo("Card.jpg"))
    page.get_by_label("What is it?").select_option("Referral")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("link", name="Remove Card.jpg").click(timeout=20_000)
    page.get_by_role("button", name="Remove the file").click()
    expect(page.get_by_text("Card.jpg is removed. The clinic no longer has it.")).to_be_visible()
    assert not SentFile.objects.waiting().exists()


def test_every_page_can_be_used_also_with_long_names(cast, wide_page, enter, look_over):
    mine = {"patient": cast.ana_record, "by": cast.ana, "note": WORD}
    waits, declined = SentFileFactory(name=f"{WORD}.png", **mine), SentFileFactory(kind=Kind.RESULT, **mine)
    sent.decline(declined, reason=WORD, by=cast.nora, at=AT)
    page = enter(wide_page, cast.ana)
    look_over(
        page,
        [documents(cast.ana_record), reverse("portal:sent_removal", args=[cast.ana_record.pk, waits.pk])],
    )
    page.context.clear_cookies()
    addresses = ["/office/tray/", in_office(waits)]
    look_over(enter(page, cast.finn), [*addresses, in_office(declined)], staff=True)
