"""What the clinic's rules do to the booking pages, what they cost, and what looking at people leaves behind."""

import html
import re
from datetime import timedelta

import pytest

from audit.models import Event
from booking.actions.holding import keep_answers
from booking.models import Appointment, Hold, Preferences
from booking.tests.test_holding import TEN
from booking.tests.test_pages import ACCOUNT, MYSELF, START, choose, held_url
from clinic.tests.factories import TimeOffFactory
from common.tests.moment import AT
from records.models import Patient
from tests.story import visit


def test_switched_off_shows_the_phone_number_and_takes_no_hold(cast, client):
    Preferences.objects.filter(clinic=cast.harbour).update(is_online=False)
    page = client.get("/book/").content.decode()
    assert "(902) 555-0100" in page and "Assessment" not in page
    assert choose(client).status_code == 404


def test_another_clinics_services_and_people_are_not_there(cast, client):
    assert client.get("/book/treatment/lena/").status_code == 404
    assert client.get("/book/treatment/petra/", headers={"host": "lakeside.localhost"}).status_code == 404
    assert (
        "Petra"
        not in client.get(
            "/book/treatment/", headers={"host": "lakeside.localhost"}, follow=True
        ).content.decode()
    )


def test_query_budget_of_looking(cast, client, django_assert_max_num_queries):
    client.get("/book/treatment/anyone/")
    for path in ("/book/", "/book/treatment/", "/book/treatment/quinn/", "/book/treatment/anyone/"):
        with django_assert_max_num_queries(2):
            assert client.get(path).status_code == 200


def test_query_budget_of_booking(cast, client):
    """P8: a returning patient with a held slot books in at most 14 queries, savepoints apart."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.ben)
    url = held_url(client)
    client.post(f"{url}patient/", {"who": str(cast.kit_record.pk), "note": ""})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.post(f"{url}check/", {"agreed": "on"}).status_code == 302
    real = [one["sql"] for one in queries if not re.match(r"(RELEASE )?SAVEPOINT|ROLLBACK TO", one["sql"])]
    assert len(real) <= 14, "\n".join(sql[:160] for sql in real)


@pytest.mark.parametrize("path", ["/book/treatment/quinn/?week=2026-11-23", "held"])
def test_signing_in_from_the_header_comes_back_to_the_exact_step(cast, client, path):
    cast.ben.set_password("a blue bicycle")
    cast.ben.save()
    path = f"{held_url(client)}account/" if path == "held" else path
    page = client.get(path).content.decode()
    sign_in = html.unescape(re.search(r'href="(/accounts/login/\?next=[^"]+)"', page)[1])
    response = client.post(sign_in, {"login": cast.ben.email, "password": "a blue bicycle"})
    assert response["Location"] == path


def test_the_page_after_a_lost_time_still_leads_back_to_a_page(cast, client):
    choose(client)
    page = choose(type(client)()).content.decode()
    assert "/accounts/login/?next=/book/treatment/quinn/" in page


def test_looking_at_saved_people_is_written_down(cast, client):
    client.force_login(cast.ben)
    url = held_url(client)
    client.get(f"{url}patient/")
    client.post(f"{url}patient/", {"who": str(cast.kit_record.pk), "note": ""})
    client.get(f"{url}check/")
    client.post(f"{url}check/", {"agreed": "on"})
    client.get(f"{url}done/")
    seen = list(Event.objects.filter(actor=cast.ben.pk).order_by("pk").values_list("verb", "patient", "ids"))
    listed = [str(cast.kit_record.pk), str(cast.ana_record.pk)]
    assert ("patients.listed", None, listed) in [(verb, who, ids) for verb, who, ids in seen]
    assert ("patient.named", cast.kit_record.pk, None) in seen
    assert ("appointment.opened", cast.kit_record.pk, None) in seen


def test_one_is_not_called_by_name_when_booking_for_oneself(cast, client):
    client.force_login(cast.ana)
    url = held_url(client)
    client.post(f"{url}patient/", {"who": str(cast.ana_record.pk), "note": ""})
    page = client.get(f"{url}check/").content.decode()
    assert "Confirm visit</button>" in page and "Confirm visit for" not in page


def test_no_preference_is_refused_by_hand_where_the_clinic_has_none(cast, client):
    Preferences.objects.filter(clinic=cast.harbour).update(no_preference="off")
    assert choose(client, who="anyone").status_code == 404
    Preferences.objects.filter(clinic=cast.harbour).update(no_preference="existing")
    assert choose(client, who="anyone").status_code == 404
    client.force_login(cast.ben)
    assert choose(client, who="anyone", start=START + 225).status_code == 302
    # A record that was only typed in online makes nobody an existing patient; having been here does.
    Patient.objects.filter(pk__in=(cast.ana_record.pk, cast.kit_record.pk)).update(made_online=True)
    assert choose(client, who="anyone", start=START + 315).status_code == 404
    visit(cast.at_harbour, cast.quinn, cast.kit_record, AT - timedelta(days=3))
    assert choose(client, who="anyone", start=START + 315).status_code == 302


def test_the_next_person_at_this_browser_finds_no_answers_of_the_first(cast, client):
    url = held_url(client)
    client.post(f"{url}account/", ACCOUNT)
    client.post(f"{url}patient/", {**MYSELF, "note": "a secret rash"})
    session = client.session
    for key in [key for key in session.keys() if key.startswith("_auth")]:
        del session[key]  # the session stood idle; the hold is kept
    session.save()
    cast.ben.set_password("a blue bicycle")
    cast.ben.save()
    client.post(f"{url}account/", {"login": cast.ben.email, "password": "a blue bicycle"})
    assert client.get(url)["Location"] == f"{url}patient/"
    assert "secret rash" not in client.get(f"{url}patient/").content.decode()
    assert client.get(f"{url}check/").status_code == 302


def test_confirming_books_whom_the_page_showed(cast, client):
    client.force_login(cast.ben)
    url = held_url(client)
    client.post(f"{url}patient/", {"who": str(cast.kit_record.pk), "note": ""})
    seen = re.search(r'name="seen" value="(\w+)"', client.get(f"{url}check/").content.decode())[1]
    client.post(f"{url}patient/", {"who": str(cast.ana_record.pk), "note": ""})
    answer = client.post(f"{url}check/", {"agreed": "on", "seen": seen})
    page = answer.content.decode()
    assert (answer.status_code, Appointment.objects.filter(hold__isnull=False).count()) == (409, 0)
    assert "Your answers changed in another window" in page
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert client.post(f"{url}check/", {"agreed": "on", "seen": seen}).status_code == 302
    assert Appointment.objects.get(hold__isnull=False).patient == cast.ana_record


def test_answers_that_change_while_confirming_are_shown_again(cast, client, monkeypatch):
    """The other tab's answer arrives after this page was read and before the lock."""
    from booking.views import patient as page

    client.force_login(cast.ben)
    url = held_url(client)
    client.post(f"{url}patient/", {"who": str(cast.kit_record.pk), "note": ""})
    confirm = page.confirming.confirm

    def late(held, **how):
        keep_answers(Hold.objects.get(pk=held.pk), {"patient": str(cast.ana_record.pk)}, by=cast.ben)
        return confirm(held, **how)

    monkeypatch.setattr(page.confirming, "confirm", late)
    answer = client.post(f"{url}check/", {"agreed": "on"})
    assert answer.status_code == 409
    assert "Ana Cast" in answer.content.decode() and "Kit Cast" not in answer.content.decode()
    assert not Appointment.objects.filter(hold__isnull=False).exists()


def test_a_time_no_longer_on_offer_is_told_so_and_keeps_the_answers(cast, client, monkeypatch):
    client.force_login(cast.ben)
    url = held_url(client)
    client.post(f"{url}patient/", {"who": str(cast.kit_record.pk), "note": "knee"})
    TimeOffFactory(bookable=cast.quinn, starts_at=TEN, ends_at=TEN + timedelta(hours=1))
    monkeypatch.setattr("common.clock.now", lambda: AT + timedelta(minutes=10))
    answer = client.post(f"{url}check/", {"agreed": "on"})
    assert answer.status_code == 409
    assert "Thursday 19 November, 10:30 am is no longer free" in answer.content.decode()
    held = url.split("/")[-2]
    moved = held_url(client, start=START - 45, instead_of=held)
    assert "knee" in client.get(f"{moved}check/").content.decode()


def test_query_budget_of_holding(cast, client):
    """Session, clinic, lock, how many are held, what is taken, the minutes begun, the hold, its time, the session."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.ben)
    client.get("/book/treatment/quinn/")
    with CaptureQueriesContext(connection) as queries:
        held_url(client)
    words = [one["sql"].split()[0] for one in queries]
    real = [word for word in words if word not in ("SAVEPOINT", "RELEASE")]
    assert (len(real), len(words) - len(real)) == (9, 4), "two transactions: the view's and the session's"
