"""The pages of a family day by hand: the way through, what is refused, and what nobody else may reach."""

import re
import uuid
from datetime import timedelta

import pytest

from booking.models import Appointment, FamilyDay, Hold, Preferences
from booking.tests.family import begun, chosen, confirm, hold, plans_of
from clinic.models import Service
from clinic.models.services import Approval, Audience
from common.tests.moment import AT
from tests.story import visit

NEW = {
    "given_name": "Noa", "family_name": "Cast", "date_of_birth_day": "3", "date_of_birth_month": "2",
    "date_of_birth_year": "2019", "relation": "parent",
}  # fmt: skip


@pytest.fixture
def ben(cast, client):
    client.force_login(cast.ben)
    return client


def who(cast, *records, **more):
    return {"who": [str(record.pk) for record in records], **more}


def visits(day, **changes) -> dict:
    """What is sent of everybody: a treatment with whoever is free."""
    return {f"{member['key']}-service": "treatment" for member in day.members} | changes


def first_plan(page) -> str:
    return re.search(r'name="start" value="([\d_-]+)"', page).group(1)


def errors(answer) -> list:
    """What is said beside the fields, in the order of the page."""
    told = re.findall(r'<p class="error".*?</p>', answer.content.decode(), re.DOTALL)
    return [re.sub("<[^>]*>", "", words).strip().removeprefix("Error: ") for words in told]


def test_from_the_first_page_to_the_last(cast, ben):
    answer = ben.post("/book/together/", who(cast, cast.ana_record, cast.kit_record))
    day = FamilyDay.objects.get()
    assert answer["Location"] == f"/book/together/{day.pk}/visits/"
    answer = ben.post(answer["Location"], visits(day))
    assert answer["Location"] == f"/book/together/{day.pk}/way/"
    page = ben.get(answer["Location"]).content.decode()
    assert "Each visit begins at most 15 minutes after the one before ends." in page
    answer = ben.post(answer["Location"], {"way": "in_turn"})
    page = ben.get(answer["Location"]).content.decode()
    assert "<h1>Choose a time for Kit and Ana</h1>" in page
    answer = ben.post(answer["Location"], {"start": first_plan(page)})
    assert answer["Location"] == f"/book/together/{day.pk}/check/"
    page = ben.get(answer["Location"]).content.decode()
    assert "Confirm 2 visits" in page and "Kit Cast" in page and "Ana Cast" in page
    assert ben.post(answer["Location"], {}).status_code == 422
    answer = ben.post(answer["Location"], {"agreed": "on"})
    assert answer["Location"] == f"/book/together/{day.pk}/done/"
    page = ben.get(answer["Location"]).content.decode()
    assert re.search(r"<h1>(Kit and Ana|Ana and Kit) are booked</h1>", page)
    assert Appointment.objects.filter(booking__family_day=day).count() == 2
    file = ben.get(f"/book/together/{day.pk}/calendar/").content.decode()
    assert file.count("BEGIN:VEVENT") == 2
    assert ben.post(f"/book/together/{day.pk}/undo/")["Location"] == "/book/"
    assert not Appointment.objects.filter(booking__family_day=day, cancelled_at=None).exists()


def test_what_has_to_be_asked_for_is_said_before_and_after(cast, ben):
    Preferences.objects.filter(clinic=cast.harbour).update(approval_existing=Approval.REQUEST)
    cast.harbour.refresh_from_db()
    day = begun(cast)
    hold(day, plans_of(day)[0], by=cast.ben)
    page = ben.get(f"/book/together/{day.pk}/check/")
    assert page.context["asked_for"] == (
        "The clinic answers by mail. Nothing is booked until then, and the times are kept for you."
    )
    ben.post(f"/book/together/{day.pk}/check/", {"agreed": "on"})
    page = ben.get(f"/book/together/{day.pk}/done/")
    assert (page.context["title"], page.context["has_file"]) == ("We’ve asked the clinic", False)
    assert page.context["asked_for"].startswith("These times are kept for you.")
    assert ben.get(f"/book/together/{day.pk}/calendar/").status_code == 404


def test_signing_in_comes_first_and_leads_back(cast, client):
    answer = client.get("/book/together/")
    assert answer["Location"] == "/accounts/login/?next=/book/together/"


@pytest.mark.parametrize("step", ["", "person/", "visits/", "way/", "times/", "check/", "done/", "calendar/"])
def test_somebody_else_s_family_day_is_not_there(cast, client, step):
    day = begun(cast)
    hold(day, plans_of(day)[0], by=cast.ben)
    confirm(day, by=cast.ben)
    for stranger in (cast.dov, cast.ana, cast.nora):
        client.force_login(stranger)
        missing = client.get(f"/book/together/{uuid.uuid4()}/{step}")
        foreign = client.get(f"/book/together/{day.pk}/{step}")
        assert foreign.status_code == missing.status_code == 404


def test_one_person_is_too_few_and_six_are_too_many(cast, ben):
    answer = ben.post("/book/together/", who(cast, cast.kit_record))
    assert (answer.status_code, errors(answer)) == (422, ["Choose at least two people"])
    # A record of somebody else, posted by hand, is no choice.
    assert ben.post("/book/together/", who(cast, cast.kit_record, cast.zoe_record)).status_code == 422
    ben.post("/book/together/", who(cast, cast.ana_record, cast.kit_record, then="add"))
    day = FamilyDay.objects.get()
    for number in range(5):
        ben.post(f"/book/together/{day.pk}/person/", {**NEW, "given_name": f"Noa {'abcde'[number]}"})
    day.refresh_from_db()
    assert len(day.members) == 5
    full = who(cast, cast.ana_record, cast.kit_record, then="add")
    full["who"] += [member["key"] for member in day.members]
    assert errors(ben.post(f"/book/together/{day.pk}/", full)) == ["Choose at most 5 people"]


def test_a_new_person_is_typed_on_a_page_of_their_own_and_sent_twice_comes_once(cast, ben):
    answer = ben.post("/book/together/", who(cast, cast.kit_record, then="add"))
    day = FamilyDay.objects.get()
    assert answer["Location"] == f"/book/together/{day.pk}/person/"
    wrong = ben.post(answer["Location"], {**NEW, "date_of_birth_day": "31"})
    assert wrong.status_code == 422 and 'value="Noa"' in wrong.content.decode()
    for _twice in range(2):
        assert ben.post(answer["Location"], NEW)["Location"] == f"/book/together/{day.pk}/"
    day.refresh_from_db()
    assert [member.get("person", {}).get("given_name") for member in day.members] == [None, "Noa"]
    page = ben.get(f"/book/together/{day.pk}/").content.decode()
    assert len(re.findall('type="checkbox"[^>]* checked', page)) == 2 and "Noa Cast" in page


def test_who_has_no_record_of_their_own_adds_themself_and_stands_first(cast, ben):
    ben.post("/book/together/", who(cast, cast.kit_record, then="me"))
    day = FamilyDay.objects.get()
    myself = {name: text for name, text in NEW.items() if name != "relation"}
    ben.post(f"/book/together/{day.pk}/person/?me=1", {**myself, "given_name": "Ben"})
    day.refresh_from_db()
    assert day.members[0]["person"]["relation"] == "self"
    assert "Add myself" not in ben.get(f"/book/together/{day.pk}/").content.decode()


def test_who_has_visits_enough_is_named_beside_the_choice(cast, ben):
    Preferences.objects.filter(clinic=cast.harbour).update(most_ahead=1)
    answer = ben.post("/book/together/", who(cast, cast.ana_record, cast.kit_record))
    assert answer.status_code == 422
    assert [words.split(" has ")[0] for words in errors(answer)] == ["Kit", "Ana"]


def test_a_service_for_each_that_suits_them_and_is_given_by_whom_they_want(cast, ben):
    Service.objects.filter(pk=cast.assessment.pk).update(audience=Audience.RETURNING)
    call = Service.objects.get(pk=cast.treatment.pk)
    call.pk, call.slug, call.title, call.is_online = None, "call", "By phone only", False
    call.save()
    cast.quinn.offers.filter(service=cast.treatment).delete()
    new = {**NEW, "date_of_birth": "2019-02-03"}
    day = begun(cast, members=chosen(cast, cast.kit_record, new=[new]))
    url, (kit, noa) = f"/book/together/{day.pk}/visits/", [member["key"] for member in day.members]
    page = ben.get(url).content.decode()
    assert page.count(">Assessment</option>") == 1 and "By phone only" not in page
    answer = ben.post(url, visits(day, **{f"{noa}-service": "assessment", f"{kit}-who": str(cast.quinn.pk)}))
    assert answer.status_code == 422
    assert errors(answer) == [
        "Quinn Cast does not give “Treatment” there: choose somebody else", "Choose the visit for Noa",
    ]  # fmt: skip
    for wrong in ("call", "astrology", "\x00"):
        assert ben.post(url, visits(day, **{f"{kit}-service": wrong})).status_code == 422


def test_without_no_preference_somebody_is_named(cast, ben):
    Preferences.objects.filter(clinic=cast.harbour).update(no_preference="off")
    day = begun(cast)
    answer = ben.post(f"/book/together/{day.pk}/visits/", visits(day))
    assert errors(answer) == ["Choose whom Ana sees", "Choose whom Kit sees"]


def test_a_time_that_somebody_took_is_named_with_the_nearest_for_all(cast, ben):
    day = begun(cast)
    plan = plans_of(day)[0]
    visit(cast.at_harbour, cast.quinn, cast.ana_record, plan[1].slot.starts_at)
    visit(cast.at_harbour, cast.petra, cast.ana_record, plan[1].slot.starts_at)
    url = f"/book/together/{day.pk}/times/"
    answer = ben.post(
        url, {"start": "_".join(f"{one.part}-{one.slot.start}-{one.slot.practitioner}" for one in plan)}
    )
    page = answer.content.decode()
    assert answer.status_code == 409 and Hold.objects.count() == 0
    assert "The time of Kit is no longer free, so nothing is held for " in page
    lost = page.split('class="lost"')[1].split("</section>")[0]
    assert len(re.findall('name="start"', lost)) == 3
    for wrong in ("", "1", "0-1-1", "0-1-1_9-1-1", "x" * 900):
        assert ben.post(url, {"start": wrong}).status_code == 404


def test_times_lost_while_typing_book_nothing_and_offer_others(cast, ben, monkeypatch):
    day = begun(cast)
    made = hold(day, plans_of(day)[0], by=cast.ben)
    later = AT + timedelta(minutes=11)
    monkeypatch.setattr("common.clock.now", lambda: later)
    from booking.models import Occupancy

    Occupancy.objects.filter(hold=made[0]).update(released_at=AT)
    visit(cast.at_harbour, made[0].practitioner, cast.ana_record, made[0].starts_at)
    answer = ben.post(f"/book/together/{day.pk}/check/", {"agreed": "on"})
    assert (answer.status_code, Appointment.objects.filter(made_online_by=cast.ben).count()) == (409, 1)
    assert "is no longer free" in answer.content.decode()


def test_nobody_fits_and_the_page_says_what_else_could_be_done(cast, ben):
    cast.quinn.offers.all().delete()
    day = begun(cast, way="side_by_side")
    page = ben.get(f"/book/together/{day.pk}/times/").content.decode()
    assert "No time fits all of you at present" in page
    assert "No time fits at present" in ben.get(f"/book/together/{day.pk}/way/").content.decode()


def test_who_goes_first_can_be_chosen(cast, ben):
    cast.quinn.offers.all().delete()
    members = chosen(cast, cast.ana_record) + chosen(cast, cast.kit_record, service="assessment")
    day = begun(cast, members=members)
    url = f"/book/together/{day.pk}/times/"
    for first in ("0", "1"):
        assert first_plan(ben.get(f"{url}?first={first}").content.decode()).startswith(f"{first}-")
    for nonsense in ("2", "x", "9" * 50):
        assert ben.get(f"{url}?first={nonsense}").status_code == 200


def test_steps_asked_for_too_early_lead_to_what_is_missing(cast, ben):
    ben.post("/book/together/", who(cast, cast.ana_record, cast.kit_record))
    day = FamilyDay.objects.get()
    assert ben.get(f"/book/together/{day.pk}/times/")["Location"].endswith("/visits/")
    assert ben.get(f"/book/together/{day.pk}/done/").status_code == 404
    ready = begun(cast)
    assert ben.get(f"/book/together/{ready.pk}/check/")["Location"].endswith("/way/")


def test_switched_off_the_door_shows_the_number_and_what_was_begun_is_not_there(cast, ben):
    day = begun(cast)
    assert "Book for several people" in ben.get("/book/").content.decode()
    assert "Book for several people" not in ben.get("/embed/book/").content.decode()
    Preferences.objects.filter(clinic=cast.harbour).update(is_online=False)
    assert "(902) 555-0100" in ben.get("/book/together/").content.decode()
    assert ben.get(f"/book/together/{day.pk}/visits/").status_code == 404


def test_the_page_of_times_asks_as_often_for_five_as_for_two(cast, ben, django_assert_max_num_queries):
    two = begun(cast)
    five = begun(
        cast,
        members=chosen(
            cast, cast.ana_record, cast.kit_record, new=[NEW | {"date_of_birth": "2019-02-03"}] * 3
        ),
    )
    ben.get(f"/book/together/{two.pk}/times/")  # catalogue and rules are kept per process
    for day in (two, five):
        with django_assert_max_num_queries(12):
            ben.get(f"/book/together/{day.pk}/times/")


@pytest.mark.parametrize("first", ["2", "0018", "00199999", "0" * 5000, "x", "-1"])
def test_whoever_is_not_there_goes_first_for_nobody(cast, ben, first):
    day = begun(cast)
    page = ben.get(f"/book/together/{day.pk}/times/", {"first": first})
    assert (page.status_code, page.context["first"]) == (200, "")


def test_one_person_is_oneself_and_no_second(cast, client):
    typed = {name: value for name, value in NEW.items() if name != "relation"}
    for account, before in ((cast.ana, 0), (cast.dov, 1)):
        client.force_login(account)
        day = begun(cast, by=account, members=[])
        for name in ("Me", "Myself"):
            answer = client.post(f"/book/together/{day.pk}/person/?me=1", {**typed, "given_name": name})
            assert answer["Location"] == f"/book/together/{day.pk}/"
        day.refresh_from_db()
        assert [member["person"]["given_name"] for member in day.members] == ["Me"] * before


def test_an_undo_that_changed_nothing_says_how_things_stand(cast, ben):
    day = begun(cast)
    hold(day, plans_of(day)[0], by=cast.ben)
    confirm(day, by=cast.ben)
    visits_of_day = Appointment.objects.filter(booking__family_day=day)
    visits_of_day.update(arrived_at=AT)  # the team noted it in the minutes to undo
    answer = ben.post(f"/book/together/{day.pk}/undo/", follow=True)
    assert answer.request["PATH_INFO"] == f"/book/together/{day.pk}/done/"
    assert [str(words) for words in answer.context["messages"]] == [
        "This visit was changed meanwhile. This is how it stands now."
    ]
    assert not visits_of_day.exclude(cancelled_at=None).exists()
