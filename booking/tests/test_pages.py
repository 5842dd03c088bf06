"""The booking pages by hand: the way through, bad input, and what nobody may reach."""

import re
import uuid
from datetime import timedelta

import pytest

from accounts.models import User
from booking.availability.wallclock import to_minutes
from booking.models import Appointment, Hold
from booking.tests.test_holding import TEN
from common.tests.moment import AT
from records.models import Patient

OURS = {"HTTP_ORIGIN": "http://testserver"}
START = to_minutes(TEN)
ACCOUNT = {
    "how": "new", "given_name": "Sara", "family_name": "Stranger", "email": "sara@example.org",
    "password": "a blue bicycle",
}  # fmt: skip
MYSELF = {
    "who": "self", "self-given_name": "Sara", "self-family_name": "Stranger", "self-date_of_birth_day": "3",
    "self-date_of_birth_month": "2", "self-date_of_birth_year": "1990", "note": "knee",
}  # fmt: skip


def choose(client, *, start=START, who="quinn", service="treatment", **more):
    return client.post("/book/holds/", {"service": service, "who": who, "start": start, **more}, **OURS)


def held_url(client, **how):
    response = choose(client, **how)
    assert response.status_code == 302
    return response["Location"]


def book(client, url):
    client.post(f"{url}account/", ACCOUNT)
    client.post(f"{url}patient/", MYSELF)
    return client.post(f"{url}check/", {"agreed": "on"})


def test_a_stranger_books_from_the_first_page_to_the_last(cast, client):
    assert [
        client.get(path).status_code for path in ("/book/", "/book/treatment/", "/book/treatment/quinn/")
    ] == [200] * 3
    url = held_url(client)
    assert client.get(url)["Location"] == f"{url}account/"
    assert client.post(f"{url}account/", ACCOUNT)["Location"] == f"{url}patient/"
    assert client.post(f"{url}patient/", MYSELF)["Location"] == f"{url}check/"
    assert "$45 late fee" in client.get(f"{url}check/").content.decode()
    assert client.post(f"{url}check/", {"agreed": "on"})["Location"] == f"{url}done/"
    page = client.get(f"{url}done/").content.decode()
    assert "<h1>You’re booked</h1>" in page
    assert Appointment.objects.get(made_online_by__email="sara@example.org").starts_at == TEN


def test_choosing_leaves_no_cookie_and_the_same_page_for_everybody(cast, client):
    for path in ("/book/", "/book/treatment/", "/book/treatment/quinn/"):
        response = client.get(path)
        assert (response.cookies, "Cookie" in response.get("Vary", "")) == ({}, False)
        assert "csrf" not in response.content.decode()


def test_times_are_buttons_and_never_links(cast, client):
    page = client.get("/book/treatment/quinn/").content.decode()
    assert re.search(r'<button [^>]*name="start" value="\d+"', page)
    assert "start=" not in page.replace('name="start"', "")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", ""])
def test_a_foreign_page_cannot_hold_a_time(cast, client, origin):
    answer = client.post(
        "/book/holds/", {"service": "treatment", "who": "quinn", "start": START},
        **({"HTTP_ORIGIN": origin} if origin else {}),
    )  # fmt: skip
    assert (answer.status_code, Hold.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"service": "nothing"}, {"who": "nobody"}, {"start": "now"}, {"start": ""}, {"start": "-5"},
        {"start": "9" * 40}, {"service": "a\x00b"}, {"place": "77"}, {"who": "lena"},
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_there(cast, client, wrong):
    assert choose(client, **wrong).status_code == 404
    assert Hold.objects.count() == 0


def test_a_time_that_is_gone_shows_the_nearest_three(cast, client, django_user_model):
    choose(client)
    other = type(client)()
    response = choose(other)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Someone just took Thursday 19 November, 10:30 am" in page
    lost = page.split('class="lost"')[1].split("</section>")[0]
    assert re.findall(r">([^<]+)</button>", lost) == [
        "Thu 19 Nov, 9:00 am", "Thu 19 Nov, 9:45 am", "Thu 19 Nov, 11:15 am",
    ]  # fmt: skip


def test_the_past_and_the_night_cannot_be_held(cast, client):
    for start in (AT - timedelta(days=1), AT + timedelta(days=2, hours=14), AT + timedelta(days=900)):
        assert choose(client, start=to_minutes(start)).status_code == 409
    assert Hold.objects.count() == 0


def test_somebody_elses_hold_is_not_there(cast, client):
    url = held_url(client)
    stranger = type(client)()
    missing = stranger.get(f"/book/h/{uuid.uuid4()}/account/")
    for step in ("", "account/", "patient/", "check/", "done/"):
        foreign = stranger.get(f"{url}{step}")
        assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert stranger.post(f"{url}keep/").status_code == 404


def test_known_and_unknown_addresses_get_the_same_pages(cast, client):
    """Settled 6: the flow, its pages and their lengths do not tell."""
    seen = []
    for email, start in (("ana@example.org", START), ("new@example.org", START + 45)):
        visitor = type(client)()
        url = held_url(visitor, start=start)
        answers = [
            visitor.post(f"{url}account/", {**ACCOUNT, "email": email}),
            visitor.get(f"{url}patient/"),
            visitor.post(f"{url}patient/", MYSELF),
            visitor.post(f"{url}check/", {"agreed": "on"}),
        ]
        seen.append([(one.status_code, len(one.get("Location", ""))) for one in answers])
    assert seen[0] == seen[1]
    assert User.objects.filter(email="ana@example.org", verified_at__isnull=False).count() == 1


def test_wrong_answers_keep_everything_that_was_typed(cast, client):
    url = held_url(client)
    response = client.post(f"{url}account/", {**ACCOUNT, "email": "nonsense", "password": "short"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Create an account" in page
    assert 'value="Sara"' in page and 'value="nonsense"' in page
    assert "Enter an email address like name@example.com" in page
    client.post(f"{url}account/", ACCOUNT)
    bad = {**MYSELF, "self-date_of_birth_day": "31", "self-given_name": "A\x00na"}
    response = client.post(f"{url}patient/", bad)
    assert response.status_code == 422
    assert "knee" in response.content.decode()
    assert client.post(f"{url}check/", {}).status_code in (302, 422)
    assert Appointment.objects.filter(made_online_by__email="sara@example.org").count() == 0


@pytest.mark.parametrize("text", ["x" * 3000, "a\x00b", "\ud800", "x" * 2_000_000])
def test_oversized_and_broken_text_is_refused_in_words(cast, client, text):
    url = held_url(client)
    client.post(f"{url}account/", ACCOUNT)
    try:
        response = client.post(f"{url}patient/", {**MYSELF, "note": text})
    except UnicodeEncodeError:
        return  # the test client itself cannot send a lone surrogate
    assert response.status_code == 422


def test_not_agreeing_is_asked_for_and_books_nothing(cast, client):
    url = held_url(client)
    client.post(f"{url}account/", ACCOUNT)
    client.post(f"{url}patient/", MYSELF)
    response = client.post(f"{url}check/", {})
    assert response.status_code == 422
    assert "Tick that you understand the cancellation policy" in response.content.decode()
    assert Appointment.objects.filter(made_online_by__email="sara@example.org").count() == 0


def test_another_persons_record_posted_by_hand_is_no_choice(cast, client):
    """Cases C45, C46."""
    client.force_login(cast.dov)
    url = held_url(client)
    for record in (cast.ana_record, cast.zoe_record):
        response = client.post(f"{url}patient/", {"who": str(record.pk), "note": ""})
        assert response.status_code == 422
        assert record.name not in response.content.decode()


def test_a_returning_patient_signs_in_and_is_back_at_the_exact_step(cast, client):
    cast.ben.set_password("a blue bicycle")
    cast.ben.save()
    patients, users = Patient.objects.count(), User.objects.count()
    url = held_url(client)
    response = client.post(f"{url}account/", {"login": cast.ben.email, "password": "a blue bicycle"})
    assert response["Location"] == url
    assert client.get(url)["Location"] == f"{url}patient/"
    page = client.get(f"{url}patient/").content.decode()
    assert "Kit Cast" in page
    client.post(f"{url}patient/", {"who": str(cast.kit_record.pk), "note": ""})
    client.post(f"{url}check/", {"agreed": "on"})
    assert "Kit is booked" in client.get(f"{url}done/").content.decode()
    assert (Patient.objects.count(), User.objects.count()) == (patients, users)


def test_a_wrong_password_keeps_the_address_and_ten_are_too_many(cast, client):
    url = held_url(client)
    pages = [
        client.post(f"{url}account/", {"login": cast.ana.email, "password": f"wrong {n}"}) for n in range(10)
    ]
    assert [page.status_code for page in pages[:5]] == [422] * 5
    assert f'value="{cast.ana.email}"' in pages[0].content.decode()
    assert "Too many" in pages[-1].content.decode()


def test_undo_takes_the_booking_back_for_three_minutes(cast, client, monkeypatch):
    url = held_url(client)
    book(client, url)
    assert "Undo this booking" in client.get(f"{url}done/").content.decode()
    assert client.get(f"{url}undo/").status_code == 405
    client.post(f"{url}undo/")
    assert Appointment.objects.get(made_online_by__email="sara@example.org").cancelled_at == AT


def test_undo_is_over_after_three_minutes(cast, client, monkeypatch):
    url = held_url(client)
    book(client, url)
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=3))
    client.post(f"{url}undo/")
    assert Appointment.objects.get(made_online_by__email="sara@example.org").cancelled_at is None


@pytest.mark.parametrize("who", ["note", "contact", "x" * 5000])
def test_nobody_is_chosen_by_the_name_of_another_question(cast, client, who):
    client.force_login(cast.ben)
    url = held_url(client)
    assert client.post(f"{url}patient/", {**MYSELF, "who": who}).status_code == 422
