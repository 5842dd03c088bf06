"""Booking for a patient from their workspace, and making a record for somebody new."""

from datetime import timedelta

import pytest

from accounts.tests.mailed import arrived
from booking.actions.cancelling import cancel
from booking.models import Appointment, Booking
from booking.tests.test_holding import TEN
from clinic.models.clinic import Role
from clinic.tests.factories import LocationFactory
from common.tests.moment import AT
from office.tests.people import place, says
from records.actions import lock_down
from records.tests.factories import GrantFactory, PatientFactory
from smartforms.models import FormLink

TEN_IN_MINUTES = int(TEN.timestamp() // 60)


def chosen(cast, **more) -> dict:
    day = TEN.date()
    return {
        "service": "treatment", "practitioner": cast.quinn.pk, "location": cast.at_harbour.place.pk,
        "day_day": day.day, "day_month": day.month, "day_year": day.year,
    } | more  # fmt: skip


def look(client, cast, patient=None, **more):
    return client.get(place("booking", patient or cast.ana_record), chosen(cast, **more))


def press(client, cast, page, *, then="save", patient=None, **fields):
    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    sent = {"mark": page.context["form"]["mark"].value(), "accepted": page.context["accepted"], "then": then}
    return client.post(address, sent | fields, follow=True)


@pytest.fixture
def made(cast):
    """The visits that were made since the story began."""
    before = set(Appointment.objects.values_list("pk", flat=True))
    return lambda: list(Appointment.objects.exclude(pk__in=before))


def test_the_week_shows_what_is_free(cast, finn):
    page = look(finn, cast)
    (days,) = [page.context["days"]]
    assert days[0]["label"] == "Thursday 19 November"
    assert [slot["time"] for slot in days[0]["slots"]][:3] == ["9:00 am", "9:45 am", "10:30 am"]
    assert "All times are Halifax time (AST)." in page.text
    later = finn.get(page.context["later_url"])
    assert later.context["days"][0]["label"] == "Thursday 26 November"
    nobody = look(finn, cast, practitioner="")
    assert {slot["who"] for slot in nobody.context["days"][0]["slots"]} == {"Petra", "Quinn"}


def test_before_today_there_is_no_week_to_look_at(cast, finn):
    past = look(finn, cast, day_day=1, day_month=1, day_year=2026)
    assert past.context["is_empty"] and past.context["earlier_url"] == ""
    today = finn.get(past.context["later_url"])
    assert today.context["form"].cleaned_data["day"] == AT.date()


def test_saved_without_a_word_to_anybody(cast, finn, made):
    page = finn.get(look(finn, cast).context["days"][0]["slots"][2]["url"])
    assert [row["answer"] for row in page.context["told"]][:2] == [
        "Thursday 19 November 2026, 10:30 to 11:10 am, Halifax time (AST)", "Treatment, 40 minutes",
    ]  # fmt: skip
    saved = press(finn, cast, page)
    assert says(saved) == ["Booked: Thursday 19 November, 10:30 am with Quinn Cast."]
    (visit,) = made()
    assert (visit.starts_at, visit.practitioner, visit.patient) == (TEN, cast.quinn, cast.ana_record)
    assert arrived(at=AT) == []


def test_saved_and_sent_with_the_forms_of_the_service(cast, finn, made):
    GrantFactory(account=cast.dov, patient=cast.kit_record)  # limited: does not see what staff book
    page = look(finn, cast, cast.kit_record, service="assessment", start=TEN_IN_MINUTES)
    form = page.context["form"]
    assert form.fields["to"].choices[0] == (
        f"account:{cast.ben.pk}",
        "In the portal: Ben Cast, ben@example.org",
    )
    assert f"account:{cast.dov.pk}" not in dict(form.fields["to"].choices)
    assert form.initial["templates"] == [str(cast.form.pk)]
    objections = [one.code for one in page.context["objections"]]
    assert objections == ["between"]  # an hour each, from nine
    sent = press(
        finn,
        cast,
        page,
        then="send",
        to=f"account:{cast.ben.pk}",
        templates=[cast.form.pk],
        reason="By phone",
    )
    assert says(sent) == ["Booked: Thursday 19 November, 10:30 am with Quinn Cast. A mail is on its way."]
    (visit,) = made()
    assert (visit.overridden, visit.overridden_because) == (["between"], "By phone")
    assert visit.assignments.get().account == cast.ben
    assert [mail.to for mail in arrived(at=AT)] == [["ben@example.org"]]


def test_who_sees_no_forms_gets_none(cast, finn, made):
    """They would wait for an account that does not see them, and nobody would know."""
    scopes = {"scopes": ["appointments"], "relation": "carer", "full": True, "granted_by": cast.nora}
    GrantFactory(account=cast.dov, patient=cast.kit_record, **scopes)
    page = look(finn, cast, cast.kit_record, start=TEN_IN_MINUTES)
    dov = {"then": "send", "to": f"account:{cast.dov.pk}"}
    refused = press(finn, cast, page, templates=[cast.form.pk], **dov)
    assert (refused.status_code, made()) == (422, [])
    assert "This account sees no forms: choose another, or send no forms along" in refused.text
    assert press(finn, cast, page, **dov).status_code == 200 and len(made()) == 1


def test_the_link_goes_out_when_the_first_press_got_lost_on_the_way(cast, finn, made):
    robin = PatientFactory(clinic=cast.harbour, email="robin@example.org")
    page = look(finn, cast, robin, start=TEN_IN_MINUTES)
    press(finn, cast, page, then="save", to="file", templates=[cast.form.pk])
    press(finn, cast, page, then="send", to="file", templates=[cast.form.pk])
    assert len(made()) == 1 and FormLink.objects.filter(patient=robin).count() == 1


def test_to_an_address_the_forms_go_with_a_link(cast, finn, made):
    robin = PatientFactory(clinic=cast.harbour, email="robin@example.org")
    page = look(finn, cast, robin, start=TEN_IN_MINUTES)
    press(finn, cast, page, then="send", to="file", templates=[cast.form.pk])
    (visit,) = made()
    assert FormLink.objects.get(patient=robin).assignments.get() == visit.assignments.get()
    assert sorted(mail.to[0] for mail in arrived(at=AT)) == ["robin@example.org", "robin@example.org"]


def test_what_speaks_against_it_needs_a_reason(cast, finn, made):
    page = look(finn, cast, time="7:15 pm")
    assert page.status_code == 302
    page = finn.get(page.url)
    assert [one.code for one in page.context["objections"]] == ["closed"]
    refused = press(finn, cast, page, note="My knee")
    assert refused.status_code == 422 and "Say why it is made all the same" in refused.text
    assert refused.context["form"]["note"].value() == "My knee" and made() == []
    assert says(press(finn, cast, refused, reason="She works until six")) == [
        "Booked: Thursday 19 November, 7:15 pm with Quinn Cast."
    ]


def test_what_came_up_meanwhile_is_told_before_anything_is_made(cast, finn, made):
    page = look(finn, cast, start=TEN_IN_MINUTES)
    first = press(finn, cast, page, reason="")
    assert len(made()) == 1 and first.status_code == 200
    again = press(finn, cast, look(finn, cast, start=TEN_IN_MINUTES), accepted="", reason="Why not")
    assert again.status_code == 409 and len(made()) == 1
    assert "Quinn Cast is taken from 10:30 to 11:15 am." in again.text


def test_a_time_that_was_taken_for_a_moment_asks_for_no_reason(cast, finn, made, monkeypatch):
    page = look(finn, cast, start=TEN_IN_MINUTES)
    with monkeypatch.context() as busy:
        busy.setattr("booking.actions.by_staff.occupying.take", lambda *_things, **_times: False)
        told = press(finn, cast, page)
    assert told.status_code == 422 and told.context["form"].errors == {
        "__all__": ["Somebody else had this time for a moment. Press again"]
    }
    assert made() == []
    press(finn, cast, told)
    assert len(made()) == 1


def test_pressing_twice_makes_one_visit(cast, finn, made):
    page = look(finn, cast, start=TEN_IN_MINUTES)
    press(finn, cast, page)
    press(finn, cast, page)
    assert len(made()) == 1


def test_the_way_back_to_a_page_whose_visit_is_cancelled_asks_before_it_makes_another(cast, finn, made):
    page = look(finn, cast, start=TEN_IN_MINUTES)
    press(finn, cast, page)
    (first,) = made()
    cancel(first, by=cast.finn, at=AT)
    told = press(finn, cast, page, note="My knee")
    assert told.status_code == 422 and [one.pk for one in made()] == [first.pk]
    assert "The visit that this page made was cancelled since. Press again to make a new one" in told.text
    assert told.context["form"]["note"].value() == "My knee"
    assert says(press(finn, cast, told))[0].startswith("Booked: Thursday 19 November, 10:30 am")
    assert len(made()) == 2


def test_the_mark_of_another_visit_makes_nothing(cast, finn, made):
    page = look(finn, cast, start=TEN_IN_MINUTES)
    for booking in Booking.objects.all():
        assert press(finn, cast, page, mark=booking.pk).status_code == 404
    assert made() == []


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"service": "none"}, "service", "Choose the service"),
        ({"practitioner": "0"}, "practitioner", "Choose from the practitioners that are there"),
        ({"day_month": "13"}, "day", "Enter the month as a number from 1 to 12"),
        ({"time": "soon"}, "time", "Write the time with hours and minutes, for example 9:00 or 17:30."),
        ({"time": "9:00", "practitioner": ""}, "practitioner", "For a time of your own, choose with whom"),
        ({"time": "2:30", "day_day": 14, "day_month": 3, "day_year": 2027}, "time",
         "The clocks skip this time on that day: choose another"),
        ({"day_year": "9999", "day_month": "12", "day_day": "31"}, "day",
         "Check the year: that is more than ten years from today"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_it(cast, finn, more, field, words):
    page = look(finn, cast, **more)
    assert (page.status_code, page.context["form"].errors[field]) == (422, [words])


@pytest.mark.parametrize("start", ["x", "²", "-1", "9" * 12, "9" * 9, "0"])
def test_a_time_nobody_wrote_is_no_page(cast, finn, start):
    assert look(finn, cast, start=start).status_code == 404


def test_practitioners_book_themselves_for_their_own_patients(cast, client, sign_in):
    petra = sign_in(client, cast.petra_account)
    page = petra.get(place("booking", cast.ana_record))
    assert [words for _key, words in page.context["form"].fields["practitioner"].choices] == [
        "Whoever is free", "Petra Cast",
    ]  # fmt: skip
    assert look(petra, cast).context["form"].errors["practitioner"]
    quinn = sign_in(client, cast.quinn_account)
    assert quinn.get(place("booking", cast.ana_record)).status_code == 403


def test_a_manager_who_treats_does_not_name_herself_for_a_stranger(cast, client, sign_in):
    cast.quinn_account.memberships.update(roles=[Role.MANAGER, Role.PRACTITIONER])
    page = sign_in(client, cast.quinn_account).get(place("booking", cast.ana_record))
    offered = [words for _key, words in page.context["form"].fields["practitioner"].choices]
    assert offered == ["Whoever is free", "Petra Cast"]


def test_a_locked_record_is_booked_in_silence(cast, finn, made):
    lock_down(cast.ana_record, by=cast.nora, at=AT - timedelta(hours=1), reason="x")
    page = look(finn, cast, start=TEN_IN_MINUTES)
    assert "Portal access to this record is locked, so no mail is sent about the visit." in page.text
    press(finn, cast, page, then="send")
    assert len(made()) == 1 and arrived(at=AT) == []


def test_a_record_that_is_locked_between_two_looks_is_booked_in_silence(cast, finn, made):
    robin = PatientFactory(clinic=cast.harbour, email="robin@example.org")
    page = look(finn, cast, robin, start=TEN_IN_MINUTES)
    lock_down(robin, by=cast.nora, at=AT, reason="x")
    saved = press(finn, cast, page, then="send", to="file", templates=[cast.form.pk])
    assert says(saved) == ["Booked: Thursday 19 November, 10:30 am with Quinn Cast."]
    assert len(made()) == 1 and not FormLink.objects.filter(patient=robin).exists()


def test_where_is_asked_only_where_there_are_two_places(cast, finn):
    assert "Choose where" not in finn.get(place("booking", cast.ana_record)).text
    assert '<input type="hidden" name="location"' in finn.get(place("booking", cast.ana_record)).text
    LocationFactory(clinic=cast.harbour)
    assert "Where" in finn.get(place("booking", cast.ana_record)).text
