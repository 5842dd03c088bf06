"""On a phone: asked for, waited for, downloaded; the page inside opens from the disk and asks nobody for anything."""

import zipfile

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD
from common import clock
from records.models.access import Level
from records.takeout import working
from records.tests.factories import ChartFactory, DocumentFactory, regranted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def known_again(page):
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button").first.click()


def test_a_record_taken_along_on_a_phone(cast, live_server, phone_page, enter, look, axe, tmp_path):
    regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    evil = "<script>document.title = 'taken over'</script>"
    ChartFactory(patient=cast.ana_record, practitioner=cast.petra, plan={"summary": evil})
    DocumentFactory(patient=cast.ana_record, title="Blood test", shared=True)
    page = phone_page
    enter(page, cast.ana)
    page.goto(live_server.url + reverse("portal:access", args=[cast.ana_record.pk]))
    page.get_by_role("link", name="Take the data out").click()
    look(page)
    page.get_by_role("link", name="Take my data out").click()
    if "reauthenticate" in page.url:
        known_again(page)
    look(page)
    page.get_by_role("button", name="Put the file together").click()
    page.get_by_text("Waiting for its turn").wait_for()
    look(page)
    working.make_all(now=clock.now)
    page.get_by_role("link", name="Look again").click()
    page.get_by_text("It is ready", exact=True).wait_for()
    look(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the file").click()
    coming.value.save_as(tmp_path / "record.zip")
    zipfile.ZipFile(tmp_path / "record.zip").extractall(tmp_path)
    opened, asked = page.context.new_page(), []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto((tmp_path / "index.html").as_uri())
    opened.get_by_role("heading", name="Treatment plans").wait_for()
    assert opened.title() == "Ana Cast · Harbour Clinic"
    assert "document.title" in opened.locator("main").inner_text()
    assert set(asked) == {(tmp_path / name).as_uri() for name in ("index.html", "page.css")}
    assert opened.evaluate("getComputedStyle(document.querySelector('article')).borderTopStyle") == "solid"
    opened.get_by_role("link", name="Open the file").first.scroll_into_view_if_needed()
    page.goto(live_server.url + reverse("portal:erasure", args=[cast.ana_record.pk]))
    look(page)
