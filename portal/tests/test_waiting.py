"""The waiting list on the patient's pages: joining from where no time is free, an offer, leaving."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from booking.actions.cancelling import cancel
from booking.models import Appointment, WaitingEntry, WaitingOffer
from booking.tests.waiting import FRIDAY, HALF_AN_HOUR, NINE, full_friday, offers, rules, wait
from booking.waiting.answering import take
from clinic.models import TimeOff
from common.tests.moment import AT
from records.models import Grant

DAY = timedelta(days=1)


def boxes(name, day) -> dict:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def asked(**more) -> dict:
    days = boxes("first_day", FRIDAY) | boxes("last_day", FRIDAY)
    # The widget posts its boxes as name_0, name_1, name_2.
    return {"service": "treatment", "who": "quinn", "part": "any", **days, **more}


def url(entry, name="portal:waiting_entry", *more):
    return reverse(name, args=[entry.patient_id, entry.pk, *more])


def answer(client, offer, what):
    return client.post(url(offer.entry, "portal:waiting_answer", offer.pk), {"answer": what})


@pytest.fixture
def offer(cast):
    first, _rest = full_friday(cast)
    wait(cast, cast.ana, cast.ana_record)
    cancel(first, by=cast.nora, at=AT)
    return offers(cast)[0]


def test_an_empty_week_leads_there_with_what_was_chosen(cast, client):
    monday = AT + 6 * DAY
    TimeOff.objects.create(bookable=cast.quinn, starts_at=monday - DAY, ends_at=monday + 5 * DAY)
    page = client.get(
        "/book/treatment/quinn/"
    ).content.decode()  # also where there are times that do not suit
    assert "from=2026-11-17&amp;until=2026-11-22&amp;with=quinn" in page
    page = client.get("/book/treatment/quinn/?week=2026-11-23").content.decode()
    assert "No times this week" in page and "from=2026-11-23&amp;until=2026-11-29&amp;with=quinn" in page


def test_nobody_free_at_all(cast, client):
    rules(cast, days_ahead=1, notice_hours=72)
    for path in ("/book/treatment/", "/book/treatment/quinn/", "/embed/book/treatment/quinn/"):
        page = client.get(path).content.decode()
        assert page.count('target="_top">') >= 1 and "Join the waiting list" in page
    href = page.split("/portal/waiting/?")[1].split('"')[0].replace("&amp;", "&")
    assert parse_qs(href) == {
        "service": ["treatment"], "with": ["quinn"], "from": ["2026-11-17"], "until": ["2026-12-15"],
        "place": [str(cast.at_harbour.place.pk)],
    }  # fmt: skip
    rules(cast, has_waiting_list=False)
    assert "waiting list" not in client.get("/book/treatment/quinn/").content.decode()


def test_whoever_is_not_signed_in_comes_back_to_the_exact_page(cast, client):
    there = "/portal/waiting/?service=treatment&with=quinn&from=2026-11-20"
    away = client.get(there)
    assert parse_qs(urlsplit(away.url).query)["next"] == [there]
    page = client.get(away.url).content.decode()
    assert "next=%2Fportal%2Fwaiting%2F%3Fservice%3Dtreatment%26with%3Dquinn" in page


def test_the_tabs_of_the_family_keep_their_names(cast, client, sign_in):
    """The page asks for whom it is, and the frame around it still says who there is."""
    page = sign_in(client, cast.ben).get("/portal/waiting/?service=treatment")
    cards = [card["label"] for card in page.context["options"]]
    assert cards == ["Kit Cast", "Ana Cast", "Me", "Someone else"]
    assert [tab["name"] for tab in page.context["people"]()] == ["Kit", "Ana"]


def test_joining(cast, client, sign_in):
    sign_in(client, cast.ana)
    page = client.get("/portal/waiting/?service=treatment&with=quinn&from=2026-11-20&until=2026-11-20")
    assert page.context["form"].initial["first_day"] == FRIDAY
    for _twice in range(2):
        sent = client.post("/portal/waiting/", asked())
        entry = WaitingEntry.objects.get()
        assert (sent.status_code, sent.url) == (302, url(entry))
    assert (entry.patient, entry.account, entry.practitioner) == (cast.ana_record, cast.ana, cast.quinn)
    assert (entry.first_day, entry.last_day, entry.location) == (FRIDAY, FRIDAY, cast.at_harbour.place)
    page = client.get(reverse("portal:visits", args=[cast.ana_record.pk])).content.decode()
    assert "On the waiting list" in page and "Quinn Cast · Fri 20 Nov" in page and url(entry) in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_day_day": ""},
        {"first_day_day": 16},
        {"last_day_day": 19},
        {"last_day_year": 2028},
        {"who": "omar"},
        {"part": "night"},
        {"part": ""},
    ],
)
def test_what_is_wrong_is_said_beside_it(cast, client, sign_in, wrong):
    page = sign_in(client, cast.ana).post("/portal/waiting/", asked(**wrong))
    assert page.status_code == 422 and WaitingEntry.objects.count() == 0
    assert "Error:" in page.content.decode()


def test_for_whom_is_asked_where_there_are_several(cast, client, sign_in):
    sign_in(client, cast.ben)
    assert client.post("/portal/waiting/", asked()).status_code == 422
    assert client.post("/portal/waiting/", asked(patient=cast.zoe_record.pk)).status_code == 422
    assert client.post("/portal/waiting/", asked(patient=cast.kit_record.pk)).status_code == 302
    assert WaitingEntry.objects.get().patient == cast.kit_record


def test_the_front_page_leads_to_a_time_on_offer(cast, client, sign_in, offer):
    words = "Fri 20 Nov, 9:00 am came free. We keep it for you until 9:30 am today."
    sign_in(client, cast.ana)
    home = reverse("portal:patient", args=[cast.ana_record.pk])
    page = client.get(home).content.decode()
    assert page.count(words) == 1 and url(offer.entry) in page
    for who in (cast.ben, cast.cleo):  # they see the record, and not what Ana waits for
        other = Client()
        assert words not in sign_in(other, who).get(home).content.decode()
    WaitingOffer.objects.update(until=AT)
    assert words not in client.get(home).content.decode()


def test_the_front_page_names_whom_in_the_family_it_is_for(cast, client, sign_in):
    first, _rest = full_friday(cast)
    wait(cast, cast.ben, cast.kit_record)
    cancel(first, by=cast.nora, at=AT)
    offers(cast)
    sign_in(client, cast.ben)
    page = client.get(reverse("portal:patient", args=[cast.kit_record.pk])).content.decode()
    assert "Fri 20 Nov, 9:00 am came free for Kit. We keep it for you until" in page


@pytest.mark.parametrize("who", ["dov", "unproved"])
def test_who_cannot_wait_hears_why(cast, client, sign_in, who):
    account = cast.dov
    type(cast.treatment).objects.filter(pk=cast.treatment.pk).update(audience="returning")
    if who == "unproved":
        account = cast.ana
        type(account).objects.filter(pk=account.pk).update(verified_at=None)
    page = sign_in(client, account).get("/portal/waiting/?service=treatment")
    words = "Confirm your email address first" if who == "unproved" else "for patients of this clinic"
    assert page.status_code == 403 and words in page.content.decode()
    assert client.post("/portal/waiting/", asked()).status_code == 403


@pytest.mark.parametrize("service", ["", "nothing", "assessmen"])
def test_a_service_that_is_not_there(cast, client, sign_in, service):
    assert sign_in(client, cast.ana).get(f"/portal/waiting/?service={service}").status_code == 404


def test_waiting_for_an_earlier_time(cast, client, sign_in):
    sign_in(client, cast.ana)
    visit = reverse("portal:visit", args=[cast.ana_record.pk, cast.ana_visit.pk])
    there = reverse("portal:visit_waiting", args=[cast.ana_record.pk, cast.ana_visit.pk])
    assert there in client.get(visit).content.decode()
    assert client.get(there).status_code == 200
    assert client.post(there, {"who": "anyone"}).status_code == 422
    sent = client.post(there, {"who": "anyone", "part": "morning"})
    entry = WaitingEntry.objects.get()
    assert (sent.url, entry.visit, entry.practitioner, entry.part) == (
        url(entry),
        cast.ana_visit,
        None,
        "morning",
    )
    page = client.get(visit).content.decode()
    assert there not in page and url(entry) in page and "You’re waiting for an earlier time" in page
    cancel(cast.ana_visit, by=cast.nora, at=AT)
    assert client.post(there, {"who": "anyone", "part": "any"}).url == visit
    rules(cast, has_waiting_list=False)
    assert client.get(there).status_code == 404


def test_an_offer_is_taken(cast, client, sign_in, offer):
    page = sign_in(client, cast.ana).get(url(offer.entry)).content.decode()
    assert "A time came free" in page and "We keep it for you until 9:30 am today." in page
    sent = answer(client, offer, "take")
    assert sent.url == reverse("booking:done", args=[offer.hold_id])
    assert "You’re booked" in client.get(sent.url).content.decode()
    assert answer(client, offer, "take").url == sent.url
    assert Appointment.objects.filter(patient=cast.ana_record, starts_at=NINE).count() == 1
    page = client.get(url(offer.entry)).content.decode()
    assert "You took a time." in page and "Take this time" not in page


def test_an_offer_is_passed_on(cast, client, sign_in, offer):
    sign_in(client, cast.ana)
    for _twice in range(2):
        assert answer(client, offer, "pass").url == url(offer.entry)
    assert WaitingOffer.objects.get().answer == "passed"
    assert answer(client, offer, "take").status_code == 409
    assert answer(client, offer, "sell").status_code == 404


def test_an_offer_that_is_over_says_so(cast, client, sign_in, offer):
    WaitingOffer.objects.update(until=AT - HALF_AN_HOUR)
    page = sign_in(client, cast.ana).get(url(offer.entry)).content.decode()
    assert "it went to the next in line" in page and "Take this time" not in page
    sent = answer(client, offer, "take")
    assert sent.status_code == 409 and "no longer kept for you" in sent.content.decode()
    assert not Appointment.objects.filter(starts_at=NINE, cancelled_at=None).exists()


def test_the_later_visit_moves(cast, client, sign_in):
    rules(cast, days_ahead=3)
    wait(cast, cast.ana, cast.ana_record, visit=cast.ana_visit)
    (offer,) = offers(cast)
    page = sign_in(client, cast.ana).get(url(offer.entry)).content.decode()
    assert "Moving costs nothing" in page and page.count('class="visit ') == 2
    there = reverse("portal:visit", args=[cast.ana_record.pk, cast.ana_visit.pk])
    assert [answer(client, offer, "take").url for _twice in range(2)] == [there, there]
    assert Appointment.objects.get(pk=cast.ana_visit.pk).starts_at == offer.hold.starts_at


def test_leaving(cast, client, sign_in, offer):
    sign_in(client, cast.ana)
    for _twice in range(2):
        assert client.post(url(offer.entry, "portal:waiting_leaving")).url == url(offer.entry)
    assert "You left the list." in client.get(url(offer.entry)).content.decode()
    assert (
        "On the waiting list"
        not in client.get(reverse("portal:visits", args=[cast.ana_record.pk])).content.decode()
    )


@pytest.mark.parametrize("who", ["ben", "cleo", "dov", "nora"])
def test_it_is_nobody_elses(cast, client, sign_in, offer, who):
    """Ben and Cleo see the record, and not what Ana's account waits for."""
    sign_in(client, getattr(cast, who))
    assert client.get(url(offer.entry)).status_code == 404
    assert answer(client, offer, "take").status_code == 404
    assert client.post(url(offer.entry, "portal:waiting_leaving")).status_code == 404
    page = client.get(reverse("portal:visits", args=[cast.ana_record.pk]))
    assert "On the waiting list" not in page.content.decode()


def test_ids_do_not_mix(cast, client, sign_in, offer):
    other = wait(cast, cast.ben, cast.kit_record)
    sign_in(client, cast.ben)
    mixed = reverse("portal:waiting_answer", args=[cast.kit_record.pk, other.pk, offer.pk])
    assert client.post(mixed, {"answer": "take"}).status_code == 404
    assert client.get(reverse("portal:waiting_entry", args=[cast.ana_record.pk, other.pk])).status_code == 404


def test_the_list_costs_one_query_more_or_two(cast, client, sign_in, django_assert_max_num_queries):
    sign_in(client, cast.ana)
    page = reverse("portal:visits", args=[cast.ana_record.pk])
    client.get(page)
    for days in range(4):
        wait(cast, cast.ana, cast.ana_record, last_day=FRIDAY + days * DAY)
    with django_assert_max_num_queries(22):
        client.get(page)


def test_access_that_ended_ends_the_page(cast, client, sign_in, offer):
    sign_in(client, cast.ana)
    Grant.objects.filter(pk=cast.ana_grant.pk).update(revoked_at=AT, revoked_by=cast.nora)
    assert client.get(url(offer.entry)).status_code == 404
    with pytest.raises(Exception, match="over"):
        take(offer, by=cast.ana, at=AT)


def test_access_that_covers_no_visits_any_more_ends_the_page_too(cast, client, sign_in):
    first, _rest = full_friday(cast)
    entry = wait(cast, cast.ben, cast.kit_record)
    cancel(first, by=cast.nora, at=AT)
    (offered,) = offers(cast)
    sign_in(client, cast.ben)
    assert client.get(url(entry)).status_code == 200
    Grant.objects.filter(account=cast.ben, patient=cast.kit_record).update(scopes=["forms"])
    assert (client.get(url(entry)).status_code, answer(client, offered, "take").status_code) == (404, 404)
    assert "came free" not in client.get(reverse("portal:patient", args=[cast.kit_record.pk])).text
