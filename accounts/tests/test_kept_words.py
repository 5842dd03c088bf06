"""Words half written when a session of the team was over: back in their form, for their writer, and never sent."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from accounts import kept_words
from accounts.models import KeptWords
from accounts.refilling import Writing, refilled
from accounts.tests.factories import PASSWORD
from common import clock
from common.sealing import seal, unsealed

QUARTER, HOUR = timedelta(minutes=16), timedelta(hours=1)
WORDS = "Qdraft <b>& “half” a thought\nof Ana’s"
AWAY = "You were away for a while."
BACK = "What you were writing is here again."


@pytest.fixture
def house(cast, monkeypatch):
    """The cast, with a clock that runs."""
    monkeypatch.undo()
    return cast


def signs_in(account, browser=None, **onwards) -> Client:
    browser = browser or Client()
    sent = {"login": account.email, "password": PASSWORD, **onwards}
    browser.answer = browser.post(reverse("account_login"), sent)
    return browser


def writes(house, who="finn", **more) -> tuple[Client, str]:
    """Finn has the page for a new contact of Ana's open, types, and sends it a quarter of an hour too late."""
    page = reverse("office:new_contact", args=[house.ana_record.pk])
    browser = signs_in(getattr(house, who))
    assert browser.get(page).status_code == 200
    typed = {"name": WORDS, "relation": "parent", "phone": "Qphone", "may_be_told": "on", **more}
    with clock.shifted(QUARTER):
        browser.late = browser.post(page, typed, headers={"referer": f"http://testserver{page}"})
    return browser, page


def test_after_the_lock_the_password_and_then_the_words_again(house):
    browser, page = writes(house)
    contacts = house.ana_record.contacts.count()
    assert browser.late.url == f"/accounts/login/?next={page}"
    with clock.shifted(QUARTER):
        assert AWAY in browser.get(browser.late.url).text
        signs_in(house.finn, browser, next=page)
        assert browser.answer.url == page
        shown = browser.get(page)
    form = shown.text
    assert BACK in form and house.ana_record.contacts.count() == contacts  # filled in, not sent
    assert 'value="Qdraft &lt;b&gt;&amp; “half” a thought\nof Ana’s"' in form and 'value="Qphone"' in form
    with clock.shifted(QUARTER):
        browser.post(page, {"name": ""})  # sent, and wrong: from here on the page itself has the words
        assert (KeptWords.objects.count(), BACK in browser.get(page).text) == (0, False)
    assert kept_words.WAIT not in browser.session


def test_nobody_else_ever_sees_them(house):
    browser, page = writes(house)
    with clock.shifted(QUARTER):
        for other in (house.nora, house.petra_account):
            signs_in(other, browser)
            assert "Qdraft" not in browser.get(page).text and kept_words.WAIT not in browser.session
            browser.post("/accounts/logout/")
    kept = KeptWords.objects.get()
    assert b"Qdraft" not in bytes(kept.sealed) and kept.account == house.finn
    # Nor does a row that was given to somebody else in the database.
    KeptWords.objects.update(account=house.nora)
    with clock.shifted(QUARTER):
        signs_in(house.nora, browser)
        assert "Qdraft" not in browser.get(page).text
    assert "Qdraft" not in str(browser.cookies) and "Qphone" not in str(browser.cookies)


def test_they_wait_for_four_hours(house):
    browser, page = writes(house)
    with clock.shifted(QUARTER + 4 * HOUR):
        assert "Qdraft" not in signs_in(house.finn, browser).get(page).text
        assert (kept_words.forget(at=clock.now()), KeptWords.objects.exists()) == (1, False)


@pytest.mark.parametrize("header", [{"sec-fetch-mode": "cors"}, {"hx-request": "true"}])
def test_what_a_script_sends_by_itself_is_not_kept(house, header):
    browser = signs_in(house.finn)
    browser.get("/office/")
    with clock.shifted(QUARTER):
        browser.post("/office/patients/new/", {"given_name": "Qdraft"}, headers=header)
    assert not KeptWords.objects.exists()


def test_patients_pages_passwords_and_other_sites_leave_nothing(house):
    dov, finn = signs_in(house.dov), signs_in(house.finn)
    for browser in (dov, finn):
        browser.get("/portal/")
    with clock.shifted(HOUR):
        dov.post("/office/patients/new/", {"given_name": "Qdraft"})
        finn.post("/portal/record/new/", {"given_name": "Qdraft"})
        finn.post("/accounts/password/change/", {"oldpassword": PASSWORD})
    assert not KeptWords.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signs_in(house.finn).cookies
    strict.get("/office/")
    with clock.shifted(QUARTER):
        assert strict.post("/office/patients/new/", {"given_name": "Qdraft"}).status_code == 403
    assert not KeptWords.objects.exists()


def test_a_page_locks_itself(house):
    """What the script does while the session still stands: the words are kept, and whoever was here is out."""
    page = reverse("office:new_contact", args=[house.ana_record.pk])
    browser = signs_in(house.finn)
    browser.get(page)
    lock = reverse("account_locking")
    answer = browser.post(lock, {"_path": page, "_page": page, "name": WORDS})
    assert (answer.url, get_user(browser).is_authenticated) == (f"/accounts/login/?next={page}", False)
    assert "Qdraft" in signs_in(house.finn, browser).get(page).text
    # Also when the session was over first; and with nothing half written.
    KeptWords.objects.all().delete()
    with clock.shifted(QUARTER):
        assert browser.post(lock, {"_path": page, "_page": page, "name": WORDS}).url.endswith(page)
        assert KeptWords.objects.count() == 1
        again = browser.post(lock, {"_page": "/office/calendar/"})
        assert (again.url, KeptWords.objects.count()) == ("/accounts/login/?next=/office/calendar/", 1)
    for elsewhere in ("https://evil.example/office/", "//evil.example/office/", "/portal/"):
        browser = signs_in(house.finn)
        browser.post(lock, {"_path": elsewhere, "_page": elsewhere, "name": "Qother"})
        assert KeptWords.objects.count() == 1


PAGE = """<!doctype html><main><form action="/office/search/"><input name="name" value="a &amp; b"></form>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="new"><input name="name" value="old">
<input type="hidden" name="revision" value="7"><input type="checkbox" name="days" value="1" checked>
<input type="checkbox" name="days" value="2"><input type="radio" name="how" value="mail" checked>
<input type="radio" name="how" value="post">
<select name="who"><option value="">–</option><option value="3" selected>C</option>
<option value="4">D</option></select><textarea name="note">
old</textarea><input name="row" value=""><input name="row" value=""><input type="file" name="paper">
<button name="act" value="x">Go</button></form></main>"""


def test_every_kind_of_field_is_as_it_was():
    words = {
        "csrfmiddlewaretoken": ["old"], "name": ['"new" <i>'], "revision": ["6"], "days": ["2"], "how": ["post"],
        "who": ["4"], "note": ["\nfirst\n</textarea><script>"], "row": ["one", "two"], "act": ["x"],
        "gone": ["Qlost", ""],
    }  # fmt: skip
    page = refilled(PAGE, Writing("/office/x/", "/office/x/", words))
    for stands in (
        '<input name="name" value="a &amp; b"></form>',
        'name="csrfmiddlewaretoken" value="new"',
        'name="name" value="&quot;new&quot; &lt;i&gt;"',
        '<input name="revision" type="hidden" value="6">',
        '<input name="days" type="checkbox" value="1">',
        '<input name="days" type="checkbox" value="2" checked>',
        '<input name="how" type="radio" value="mail">',
        '<input name="how" type="radio" value="post" checked>',
        '<option value="3">C',
        '<option value="4" selected>D',
        '<textarea name="note">\n\nfirst\n&lt;/textarea&gt;&lt;script&gt;</textarea>',
        '<input name="row" value="one"><input name="row" value="two">',
        "Qlost",
    ):
        assert stands in page, stands
    assert page.count("Qlost") == 1 and "old" not in page.replace("placeholder", "")
    # A form that is not there any more: everything stands above, to be copied.
    lost = refilled("<main><h1>A</h1></main>", Writing("/office/x/", "/office/x/", {"note": ["<Qlost>"]}))
    assert "&lt;Qlost&gt;" in lost and lost.startswith("<main>") and lost.endswith("<h1>A</h1></main>")


def test_what_is_sealed_opens_for_its_purpose_only():
    sealed = seal("one", WORDS)
    assert (unsealed("one", sealed), unsealed("two", sealed)) == (WORDS, None)
    assert unsealed("one", sealed[:-3] + b"xyz") is None
