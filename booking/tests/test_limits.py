"""How many visits one patient may have to come: said beside the choice of the person, and held when it is confirmed."""

from datetime import timedelta

import pytest

from booking.actions import confirming
from booking.actions.holding import keep_answers
from booking.models import Appointment, Hold, Preferences
from booking.policies import has_enough_ahead
from booking.tests.confirming import answered, confirm
from booking.tests.test_holding import TEN
from booking.tests.test_pages import held_url
from clinic.models import Clinic
from common.tests.moment import AT
from records.models import Patient

KIT = "Kit has as many visits ahead as can be booked online. To book another, call (902) 555-0100."
ANA = "You have as many visits ahead as can be booked online. To book another, call (902) 555-0100."


@pytest.fixture
def limit(cast):
    """`limit(n)`: the clinic lets nobody have more visits to come."""
    return lambda most: Preferences.objects.filter(clinic=cast.harbour).update(most_ahead=most)


def test_beside_the_choice_with_every_answer_kept(cast, client, limit):
    limit(1)
    client.force_login(cast.ben)
    page = f"{held_url(client)}patient/"
    answer = client.post(page, {"who": str(cast.kit_record.pk), "note": "knee"})
    assert answer.status_code == 422
    assert answer.context["errors"] == [("who", KIT)]
    assert answer.context["note_form"]["note"].value() == "knee"
    assert [one["checked"] for one in answer.context["options"] if one["label"] == "Kit Cast"] == [True]
    assert Hold.objects.get().answers == {}
    limit(2)
    assert client.post(page, {"who": str(cast.kit_record.pk), "note": "knee"}).status_code == 302


def kit_has_enough(cast, *, at=AT):
    clinic = Clinic.objects.get(pk=cast.harbour.pk)
    return has_enough_ahead(clinic, cast.kit_record.pk, at=at)


def test_visits_that_are_over_cancelled_or_confidential_do_not_count(cast, limit):
    limit(1)
    visit = Appointment.objects.filter(pk=cast.kit_visit.pk)
    assert kit_has_enough(cast)
    assert not kit_has_enough(cast, at=cast.kit_visit.ends_at)
    visit.update(confidential=True)
    assert not kit_has_enough(cast)
    visit.update(confidential=False, cancelled_at=AT, cancelled_by=cast.ben)
    assert not kit_has_enough(cast)


def test_without_a_limit_nothing_is_counted(cast, django_assert_num_queries):
    kit_has_enough(cast)
    with django_assert_num_queries(1):  # the clinic
        assert not kit_has_enough(cast)


def test_two_tabs_do_not_book_the_last_one_twice(cast, limit):
    limit(2)  # Kit has one
    chosen = {"patient": str(cast.kit_record.pk)}
    first, second = (
        answered(cast, chosen, by=cast.ben, start=TEN + timedelta(days=day), mark=f"{day}") for day in (0, 1)
    )
    visit = confirm(first, by=cast.ben)
    with pytest.raises(confirming.TooManyAhead):
        confirm(second, by=cast.ben)
    assert confirm(first, by=cast.ben) == visit
    assert Appointment.objects.filter(patient=cast.kit_record).count() == 2


def test_confirming_leads_back_to_the_choice_which_says_why(cast, client, limit):
    client.force_login(cast.ana)
    url = held_url(client)
    client.post(f"{url}patient/", {"who": str(cast.ana_record.pk), "note": ""})
    limit(2)
    answer = client.post(f"{url}check/", {"agreed": "on"}, follow=True)
    assert answer.redirect_chain == [(f"{url}patient/", 302)]
    assert (answer.status_code, answer.context["errors"]) == (200, [("who", ANA)])


def test_a_record_that_is_not_theirs_tells_nothing_of_its_visits(cast, limit):
    limit(1)
    held = answered(cast, {"patient": str(cast.kit_record.pk)}, by=cast.dov)
    with pytest.raises(Patient.DoesNotExist):
        confirm(held, by=cast.dov)


def test_somebody_new_has_none(cast, limit):
    limit(1)
    held = answered(cast, {}, by=cast.ben)
    new = {"given_name": "Bo", "family_name": "New", "date_of_birth": "2015-02-03", "relation": "parent"}
    keep_answers(held, {"person": new}, by=cast.ben)
    assert confirm(held, by=cast.ben).patient.given_name == "Bo"
