"""Weekly hours, and rows that are deleted: the visits that would lie outside are looked at before anything changes."""

import pytest

from audit.models import Event
from booking.models import Appointment
from clinic.models import Closure, HoursException, OpeningHours
from clinic.tests.factories import HoursExceptionFactory
from common.tests.moment import AT
from office.tests.settings_pages import posted, refused, url
from office.tests.test_settings_closing import ONE, THREE, day, seen, told

TWO = "2 visits are booked then. Look at them below, then tick that you have seen them."
NINE, ELEVEN, ONE_PM = (f"Thu 19 Nov, {hour}:00 {half}" for hour, half in ((9, "am"), (11, "am"), (1, "pm")))


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


@pytest.fixture
def thursday(cast):
    return OpeningHours.objects.get(practitioner=cast.petra, weekday=3)


def visits():
    return list(Appointment.objects.order_by("pk").values())


def test_a_shorter_thursday_lists_what_would_lie_outside(cast, nora, thursday):
    page, before = url(OpeningHours, "change", thursday.pk), visits()
    assert told(nora.get(page)) == []
    typed = posted(nora.get(page), opens="11:00", closes="13:30")
    answer = nora.post(page, typed)
    assert (refused(answer), told(answer)) == ([TWO], [NINE, ONE_PM])
    thursday.refresh_from_db()
    assert thursday.opens == 9 * 60
    assert nora.post(page, seen(answer, **typed)).status_code == 302
    thursday.refresh_from_db()
    assert (thursday.opens, thursday.closes, visits()) == (11 * 60, 13 * 60 + 30, before)
    # What lies outside already is no news: an hour less at noon asks about nothing but noon.
    answer = nora.post(page, posted(nora.get(page), closes="11:30"))
    assert told(answer) == [ELEVEN]


def test_another_weekday_person_or_service_counts_and_longer_hours_do_not(cast, nora, thursday):
    page = url(OpeningHours, "change", thursday.pk)
    for changes, words in (
        ({"weekday": 5}, [THREE]), ({"practitioner": cast.quinn.pk}, [THREE]),
        ({"services": [cast.assessment.pk]}, [THREE]), ({"services": [cast.treatment.pk]}, None),
    ):  # fmt: skip
        answer = nora.post(page, posted(nora.get(page), **changes))
        assert (refused(answer) if words else answer.status_code) == (words or 302), changes
    assert nora.post(page, posted(nora.get(page), opens="8:00", closes="18:00")).status_code == 302


def test_a_second_block_that_holds_them_asks_nothing(cast, nora, thursday):
    OpeningHours.objects.create(
        practitioner=cast.petra, location=cast.at_harbour.place, weekday=3, opens=720, closes=1020
    )
    page = url(OpeningHours, "change", thursday.pk)
    assert nora.post(page, posted(nora.get(page), closes="12:00")).status_code == 302
    assert told(nora.post(page, posted(nora.get(page), closes="11:30"))) == [ELEVEN]


def test_the_whole_week_on_the_page_of_the_practitioner(cast, nora, thursday):
    page = url(type(cast.petra), "change", cast.petra.pk)
    shown = nora.get(page)
    rows = [form.instance.weekday for form in shown.context["inline_admin_formsets"][0].formset.initial_forms]
    number = rows.index(3)
    typed = posted(shown, **{f"hours-{number}-DELETE": "on"})
    answer = nora.post(page, typed)
    assert (refused(answer), told(answer)) == ([THREE], [NINE, ELEVEN, ONE_PM])
    assert OpeningHours.objects.filter(pk=thursday.pk).exists()
    # Thursday moved into a new row: nothing lies outside.
    there = {
        "weekday": 3, "location": cast.at_harbour.place.pk, "opens": "9:00", "closes": "17:00",
    }  # fmt: skip
    again = typed | {f"hours-{len(rows)}-{name}": value for name, value in there.items()}
    assert nora.post(page, again).status_code == 302
    thursday = OpeningHours.objects.get(practitioner=cast.petra, weekday=3)
    typed = posted(nora.get(page))
    place = next(
        name.removesuffix("-id")
        for name, value in typed.items()
        if name.endswith("-id") and value == thursday.pk
    )
    answer = nora.post(page, typed | {f"{place}-closes": "12:00"})
    assert (refused(answer), told(answer)) == ([ONE], [ONE_PM])
    assert nora.post(page, seen(answer, **typed) | {f"{place}-closes": "12:00"}).status_code == 302
    assert nora.post(page, posted(nora.get(page), short_name="P")).status_code == 302


def test_hours_kept_for_a_service_stay_so_on_the_practitioners_page(cast, nora, thursday):
    thursday.services.add(cast.treatment)
    page = url(type(cast.petra), "change", cast.petra.pk)
    assert nora.post(page, posted(nora.get(page), short_name="P")).status_code == 302
    assert [service.pk for service in thursday.services.all()] == [cast.treatment.pk]


def test_whoever_retires_keeps_visits_that_are_listed(cast, nora):
    page = url(type(cast.petra), "change", cast.petra.pk)
    answer = nora.post(page, posted(nora.get(page), retired="on"))
    coming = Appointment.objects.coming(at=AT).filter(practitioner=cast.petra).count()
    assert len(told(answer)) == coming and refused(answer)
    assert nora.post(page, seen(answer, **posted(nora.get(page), retired="on"))).status_code == 302


def test_a_block_is_deleted_once_its_visits_were_seen(cast, nora, thursday):
    page, before = url(OpeningHours, "delete", thursday.pk), visits()
    shown = nora.get(page)
    assert told(shown) == [NINE, ELEVEN, ONE_PM]
    assert "Ana" not in shown.text and "Kit" not in shown.text
    for sent in ({}, {"they_stay": "on"}, {"visits_seen": shown.context["hit_seen"]}):
        answer = nora.post(page, {"post": "yes"} | sent)
        assert (answer.status_code, answer.context["form"].errors) == (200, {"they_stay": [THREE]})
        assert answer.context["things"] == [("id_they_stay", f"I have seen these visits: {THREE}")]
    assert OpeningHours.objects.filter(pk=thursday.pk).exists()
    assert not Event.objects.filter(verb="settings.deleted").exists()
    assert nora.post(page, {"post": "yes"} | seen(shown)).status_code == 302
    assert not OpeningHours.objects.filter(pk=thursday.pk).exists()
    assert visits() == before
    friday = OpeningHours.objects.get(practitioner=cast.petra, weekday=4)
    shown = nora.get(url(OpeningHours, "delete", friday.pk))
    assert "they_stay" not in shown.text
    assert nora.post(url(OpeningHours, "delete", friday.pk), {"post": "yes"}).status_code == 302


def test_extra_hours_of_a_date_are_deleted_once_their_visits_were_seen(cast, nora, thursday):
    thursday.delete()
    row = HoursExceptionFactory(
        practitioner=cast.petra, location=cast.at_harbour.place, date="2026-11-19", opens=540, closes=720
    )
    late = HoursExceptionFactory(
        practitioner=cast.petra, location=cast.at_harbour.place, date="2026-11-19", opens=780, closes=840
    )
    page = url(HoursException, "delete", row.pk)
    assert told(nora.get(page)) == [NINE, ELEVEN]
    assert nora.post(page, {"post": "yes"}).context["form"].errors == {"they_stay": [TWO]}
    assert nora.post(page, {"post": "yes"} | seen(nora.get(page))).status_code == 302
    assert told(nora.get(url(HoursException, "delete", late.pk))) == [ONE_PM]


def test_extra_hours_that_move_to_another_date_or_person_leave_their_visits_outside(cast, nora, thursday):
    thursday.delete()
    row = HoursExceptionFactory(
        practitioner=cast.petra, location=cast.at_harbour.place, date="2026-11-19", opens=540, closes=720
    )
    page = url(HoursException, "change", row.pk)
    for changes in ({"date": "2026-11-21"}, {"practitioner": cast.quinn.pk, "date": "2026-11-21"}):
        answer = nora.post(page, posted(nora.get(page), **changes))
        assert (refused(answer), told(answer)) == ([TWO], [NINE, ELEVEN]), changes
    assert nora.post(page, seen(answer, **posted(nora.get(page), **changes))).status_code == 302


def test_a_date_is_not_closed_and_open_at_once_nor_beyond_all_calendars(cast, nora):
    page, words = (
        url(HoursException, "add"),
        "This date is closed and open at once. Change the row that is there already.",
    )
    for first, second in (
        ({"opens": "9:00", "closes": "17:00"}, {}),
        ({}, {"opens": "9:00", "closes": "12:00"}),
    ):
        HoursException.objects.all().delete()
        assert nora.post(page, day(cast, date="2026-11-24", **first)).status_code == 302
        assert refused(nora.post(page, day(cast, date="2026-11-24", **second))) == [words]
    assert nora.post(page, day(cast, date="2026-11-24", opens="13:00", closes="14:00")).status_code == 200
    for far in ("0001-01-01", "9999-12-31"):
        assert refused(nora.post(page, day(cast, date=far))) == ["Use dates between 1970 and 2199."]


def test_a_date_kept_for_one_service_leaves_the_others_visits_outside(cast, nora):
    page, treatment, other = url(HoursException, "add"), cast.treatment.pk, cast.assessment.pk
    hours = {"opens": "9:00", "closes": "17:00"}
    answer = nora.post(page, day(cast, **hours, services=[other]))
    assert (refused(answer), told(answer)) == ([THREE], [NINE, ELEVEN, ONE_PM])
    assert nora.post(page, day(cast, **hours, services=[treatment])).status_code == 302
    row = HoursException.objects.get()
    assert [service.pk for service in row.services.all()] == [treatment]
    assert told(nora.get(url(HoursException, "change", row.pk))) == []
    closed = nora.post(page, day(cast, date="2026-11-23", services=[other]))
    assert refused(closed) == ["A closed day is closed for all services. Tick none, or give hours."]


def test_the_clinic_closes_for_some_days_and_everybodys_visits_are_listed(cast, nora):
    page, before = url(Closure, "add"), visits()
    typed = {"first_day": "2026-11-19", "last_day": "2026-11-20"}
    answer = nora.post(page, typed)
    coming = Appointment.objects.coming(at=AT).filter(clinic=cast.harbour)
    expected = [one for one in coming if one.starts_at.astimezone(cast.harbour.zone).day in (19, 20)]
    assert len(told(answer)) == len(expected) > 2
    assert {row["what"].rsplit(" · ")[-1] for row in answer.context["hit"]} == {
        one.practitioner.name for one in expected
    }
    assert refused(answer) and not Closure.objects.exists()
    assert nora.post(page, seen(answer, **typed)).status_code == 302
    assert visits() == before
    row = Closure.objects.get()
    assert (row.clinic, str(row)) == (cast.harbour, "Thursday 19 November 2026 – Friday 20 November 2026")
    assert len(told(nora.get(url(Closure, "change", row.pk)))) == len(expected)
    assert nora.post(page, {"first_day": "2026-12-25", "last_day": "2026-12-25"}).status_code == 302
    backwards = nora.post(page, {"first_day": "2026-12-26", "last_day": "2026-12-25"})
    assert refused(backwards) == ["The last day must not come before the first."]
    too_far = nora.post(page, {"first_day": "2026-12-26", "last_day": "2199-12-31"})
    assert refused(too_far) == ["Use dates between 1970 and 2199."]
