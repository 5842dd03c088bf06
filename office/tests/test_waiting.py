"""The waiting list in the office: the table, adding, removing, offering out of turn."""

from datetime import timedelta

import pytest
from django.urls import reverse

from booking.actions.cancelling import cancel
from booking.availability.wallclock import to_minutes
from booking.models import Preferences, WaitingEntry, WaitingOffer
from booking.tests.waiting import FRIDAY, NINE, full_friday, offers, rules, wait
from common.tests.moment import AT

LIST = "/office/waiting/"
BOXES = {
    f"{name}_{part}": getattr(FRIDAY, part)
    for name in ("first_day", "last_day")
    for part in ("day", "month", "year")
}


@pytest.fixture
def waiting(cast):
    """Friday at nine is free with Quinn; Ana waits, then Ben for Kit, in the evening with anyone."""
    first, _rest = full_friday(cast)
    ana = wait(cast, cast.ana, cast.ana_record)
    kit = wait(
        cast, cast.ben, cast.kit_record, at=AT + timedelta(minutes=1), practitioner=None, part="evening",
        service=cast.assessment,
    )  # fmt: skip
    cancel(first, by=cast.nora, at=AT)
    return ana, kit


def words(response) -> str:
    return response.content.decode()


def rows(response) -> list[str]:
    return [row["name"] for row in response.context["rows"]]


def offer_url(entry):
    return reverse("office:waiting_offer", args=[entry.pk])


def test_who_waits_for_what(cast, client, sign_in, waiting):
    sign_in(client, cast.finn)
    page = client.get(LIST)
    assert rows(page) == ["Ana Cast", "Kit Cast"]
    assert "2 people wait" in words(page) and "Fri 20 Nov, in the evening" in words(page)
    assert "Nothing now" in words(page)
    offers(cast)
    assert "Fri 20 Nov, 9:00 am" in words(client.get(LIST)) and "until Tue 17 Nov, 9:30 am" in words(
        client.get(LIST)
    )


def test_by_practitioner_and_service(cast, client, sign_in, waiting):
    sign_in(client, cast.finn)
    assert rows(client.get(f"{LIST}?practitioner={cast.quinn.pk}")) == ["Ana Cast", "Kit Cast"]
    assert rows(client.get(f"{LIST}?practitioner={cast.petra.pk}")) == ["Kit Cast"]
    assert rows(client.get(f"{LIST}?service=treatment")) == ["Ana Cast"]
    assert rows(client.get(f"{LIST}?service=treatment&practitioner={cast.petra.pk}")) == []
    assert rows(client.get(f"{LIST}?service=astrology&practitioner=x&page=9")) == ["Ana Cast", "Kit Cast"]


def test_practitioners_see_their_own_patients(cast, client, sign_in, waiting):
    assert rows(sign_in(client, cast.petra_account).get(LIST)) == ["Ana Cast", "Kit Cast"]
    assert rows(sign_in(client, cast.quinn_account).get(LIST)) == ["Kit Cast"]  # who has visits with Quinn
    assert client.get(offer_url(waiting[0])).status_code == 404


def test_nobody_waits(cast, client, sign_in):
    assert "Nobody is waiting" in words(sign_in(client, cast.finn).get(LIST))
    rules(cast, has_waiting_list=False)
    assert "Nothing is offered" in words(client.get(LIST))


def test_offering_out_of_turn(cast, client, sign_in, waiting):
    """Kit's turn it is not; what he is offered is gone for Ana."""
    _ana, kit = waiting
    WaitingEntry.objects.filter(pk=kit.pk).update(part="any", service=cast.treatment)
    sign_in(client, cast.finn)
    slot = f"{to_minutes(NINE)}:{cast.quinn.pk}"
    assert slot in words(client.get(offer_url(kit)))
    sent = client.post(offer_url(kit), {"slot": slot}, follow=True)
    assert "is kept for Kit Cast. A mail is on its way to ben@example.org." in words(sent)
    offer = WaitingOffer.objects.get()
    assert (offer.entry, offer.offered_by, offer.hold.starts_at) == (kit, cast.finn, NINE)
    assert client.post(offer_url(kit), {"slot": slot}).status_code == 409
    assert offers(cast) == [] and WaitingOffer.objects.count() == 1


@pytest.mark.parametrize("slot", ["", "9", "a:b", "99999999999999:1", "-1:2"])
def test_what_is_no_time_is_not_offered(cast, client, sign_in, waiting, slot):
    assert sign_in(client, cast.finn).post(offer_url(waiting[0]), {"slot": slot}).status_code == 404


def test_nothing_is_offered_by_hand_against_the_rules(cast, client, sign_in, waiting):
    sign_in(client, cast.finn)
    slot = {"slot": f"{to_minutes(NINE)}:{cast.quinn.pk}"}
    for off, said in (
        ({"quiet_from": 8, "quiet_until": 10}, "quiet hours"),
        ({"has_waiting_list": False, "quiet_from": 21}, "is off in the booking rules"),
    ):
        rules(cast, **off)
        assert said in words(client.get(offer_url(waiting[0])))
        assert client.post(offer_url(waiting[0]), slot).status_code == 409
    assert WaitingOffer.objects.count() == 0


def test_removing(cast, client, sign_in, waiting):
    sign_in(client, cast.finn)
    away = reverse("office:waiting_removal", args=[waiting[0].pk])
    for _twice in range(2):
        assert client.post(away).url == LIST
    assert rows(client.get(LIST)) == ["Kit Cast"]
    assert WaitingEntry.objects.get(pk=waiting[0].pk).ended_because == "removed"


def test_adding_a_patient(cast, client, sign_in):
    sign_in(client, cast.finn)
    there = reverse("office:new_waiting", args=[cast.ana_record.pk])
    assert "Who is told and answers?" not in words(client.get(there))
    assert "Who is told and answers?" in words(client.get(f"{there}?service=treatment"))
    sent = {"service": "treatment", "who": "quinn", "part": "any", "account": cast.ben.pk, **BOXES}
    assert client.post(there, {**sent, "account": cast.dov.pk}).status_code == 422
    assert client.post(there, {**sent, "service": ""}).status_code == 404
    for _twice in range(2):
        assert client.post(there, sent).url == LIST
    entry = WaitingEntry.objects.get()
    assert (entry.account, entry.patient, entry.joined_by) == (cast.ben, cast.ana_record, cast.finn)


def test_nobody_to_tell(cast, client, sign_in):
    cast.kit_grant.revoked_at, cast.kit_grant.revoked_by = AT, cast.nora
    cast.kit_grant.save()
    there = reverse("office:new_waiting", args=[cast.kit_record.pk])
    assert "Invite them first" in words(sign_in(client, cast.finn).get(f"{there}?service=treatment"))
    assert client.post(there, {"service": "treatment"}).status_code == 404


def test_the_door_stands_where_staff_look_for_a_time(cast, client, sign_in):
    sign_in(client, cast.finn)
    place = cast.at_harbour.place.pk
    page = reverse("office:booking", args=[cast.ana_record.pk])
    asked = f"{page}?service=treatment&practitioner=&location={place}&day_day=20&day_month=11&day_year=2026"
    there = reverse("office:new_waiting", args=[cast.ana_record.pk])
    assert f"{there}?service=treatment" in words(client.get(asked))


def test_the_rules_are_set_on_the_page_of_rules(cast, client, sign_in):
    sign_in(client, cast.nora)
    page = client.get("/office/settings/booking/")
    form = page.context["form"]
    sent = {
        name: "" if value is None else value for name, value in form.initial.items() if value is not False
    }
    sent |= {"quiet_from": 20, "quiet_until": 7, "fee": "45"}
    del sent["has_waiting_list"]
    assert client.post("/office/settings/booking/", sent).status_code == 302
    kept = Preferences.objects.get(clinic=cast.harbour)
    assert (kept.has_waiting_list, kept.quiet_from, kept.quiet_until) == (False, 20, 7)


def test_the_table_costs_the_same_for_many(cast, client, sign_in, django_assert_max_num_queries):
    sign_in(client, cast.finn)
    client.get(LIST)
    for days in range(8):
        wait(cast, cast.ben, cast.kit_record, last_day=FRIDAY + timedelta(days=days))
    with django_assert_max_num_queries(14):
        assert len(rows(client.get(LIST))) == 8
