"""A patient moves a visit: another time, both times side by side, and only then the old one is free."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking.models import Appointment, Move, Preferences
from common.tests.moment import AT
from portal.tests.test_cancelling import LAST_MOMENT, now_is, online, page_of

__all__ = ["online"]

NINE = AT + timedelta(days=2)
NEXT_DAY = NINE + timedelta(days=1)


def address(visit):
    return reverse("portal:move", args=[visit.patient_id, visit.pk])


def minutes(instant) -> int:
    return int(instant.timestamp() // 60)


def look(client, visit, **query):
    return client.get(address(visit), query)


def press(client, visit, starts_at=NEXT_DAY, *, seen=0, who="petra"):
    return client.post(address(visit), {"start": minutes(starts_at), "seen": seen, "with": who})


def stands(visit):
    now = Appointment.objects.get(pk=visit.pk)
    return now.starts_at, now.practitioner.slug, now.sequence


def test_the_times_are_those_of_the_same_service_without_its_own(client, sign_in, online):
    page = look(sign_in(client, online.ana), online.ana_visit)
    assert page.status_code == 200
    assert page.context["now"] == "Thursday 19 November, 9:00 am"
    assert [option["label"] for option in page.context["with_whom"]] == ["Anyone", "Petra Cast", "Quinn Cast"]
    thursday = next(day for day in page.context["days"] if day["day"] == 19)
    offered = [words for part in thursday["parts"] for _start, words in part["slots"]]
    assert "9:00 am" not in offered
    assert "9:45 am" in offered
    quinn = look(client, online.ana_visit, **{"with": "quinn"})
    thursday = next(day for day in quinn.context["days"] if day["day"] == 19)
    assert thursday["parts"][0]["slots"][0][1] == "9:00 am"


def test_both_times_stand_side_by_side_and_nothing_moved_yet(client, sign_in, online):
    page = look(sign_in(client, online.ana), online.ana_visit, start=minutes(NEXT_DAY), **{"with": "quinn"})
    assert (page.context["before"]["full_date"], page.context["after"]["full_date"]) == (
        "Thursday 19 November 2026",
        "Friday 20 November 2026",
    )
    assert (page.context["before"]["practitioner"], page.context["after"]["practitioner"]) == (
        "Petra Cast",
        "Quinn Cast",
    )
    assert page.context["costs"]["title"] == "No fee if you do it now"
    assert page.context["policy"].startswith(
        "You can cancel or move this visit online until 5:00 am on Friday 20 November."
    )
    assert stands(online.ana_visit) == (NINE, "petra", 0)


def test_moved_and_every_link_leads_to_where_it_is_now(client, sign_in, online):
    ana = sign_in(client, online.ana)
    answer = press(ana, online.ana_visit)
    assert (answer.status_code, answer.url) == (302, page_of(online.ana_visit))
    assert ana.get(page_of(online.ana_visit)).context["title"] == "Your visit on Friday 20 November"
    assert press(ana, online.ana_visit).url == page_of(online.ana_visit), "pressed twice"
    assert stands(online.ana_visit) == (NEXT_DAY, "petra", 1)
    assert Move.objects.count() == 1


def test_an_old_page_shows_how_it_stands_and_moves_nothing(client, sign_in, online):
    ana = sign_in(client, online.ana)
    press(ana, online.ana_visit)
    answer = press(ana, online.ana_visit, NEXT_DAY + timedelta(hours=2, minutes=15), seen=0)
    assert (answer.status_code, answer.context["has_changed"]) == (409, True)
    assert answer.context["before"]["full_date"] == "Friday 20 November 2026"
    assert stands(online.ana_visit) == (NEXT_DAY, "petra", 1)


def test_a_time_that_somebody_took_keeps_the_old_one(client, sign_in, online):
    ana = sign_in(client, online.ana)
    for answer in (
        press(ana, online.ana_visit, online.kit_visit.starts_at),
        look(ana, online.ana_visit, start=minutes(online.kit_visit.starts_at), **{"with": "petra"}),
    ):
        assert answer.status_code == 409
        assert answer.context["lost"]["title"] == "Someone just took Thursday 19 November, 1:00 pm"
        assert len(answer.context["lost"]["slots"]) == 3
    assert stands(online.ana_visit) == (NINE, "petra", 0)


def test_with_anyone_the_first_who_is_free(client, sign_in, online):
    ana = sign_in(client, online.ana)
    page = look(ana, online.ana_visit, start=minutes(NINE), **{"with": "anyone"})
    assert page.context["who"] == "quinn", "Petra at nine is what the visit has already"


def test_the_deadline_is_the_one_of_cancelling(client, sign_in, online, monkeypatch):
    ana = sign_in(client, online.ana)
    now_is(monkeypatch, LAST_MOMENT - timedelta(microseconds=1))
    assert look(ana, online.ana_visit).status_code == 200
    now_is(monkeypatch, LAST_MOMENT)
    assert look(ana, online.ana_visit).status_code == 409
    assert press(ana, online.ana_visit).status_code == 409
    assert stands(online.ana_visit) == (NINE, "petra", 0)


def test_where_it_cannot_be_chosen_online_one_calls(client, sign_in, online):
    online.treatment.is_online = False
    online.treatment.save()
    page = look(sign_in(client, online.ana), online.ana_visit)
    assert (page.status_code, page.context["title"]) == (403, "Call us to move this visit")
    Preferences.objects.filter(clinic=online.harbour).update(is_online=False)
    assert press(client, online.ana_visit).status_code == 403
    assert (
        client.get(
            reverse("portal:cancellation", args=[online.ana_record.pk, online.ana_visit.pk])
        ).status_code
        == 200
    )


def test_what_is_no_time_is_not_there(client, sign_in, online):
    ana = sign_in(client, online.ana)
    assert look(ana, online.ana_visit, start="soon").status_code == 404
    assert ana.post(address(online.ana_visit), {"start": minutes(NEXT_DAY)}).status_code == 404


def test_limited_access_moves_only_what_one_booked(client, sign_in, online):
    assert press(sign_in(client, online.ana), online.ana_staff_visit).status_code == 404
    assert press(sign_in(client, online.cleo), online.ana_visit).status_code == 404
    assert press(sign_in(client, online.ben), online.ana_staff_visit).status_code == 302


def test_queries(client, sign_in, online):
    ana = sign_in(client, online.ana)

    def queries(**query):
        look(ana, online.ana_visit, **query)
        with CaptureQueriesContext(connection) as asked:
            look(ana, online.ana_visit, **query)
        return len(asked)

    assert queries() == 7
    assert queries(start=minutes(NEXT_DAY), **{"with": "petra"}) == 7
