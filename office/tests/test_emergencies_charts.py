"""Charts in an emergency: every note is read but for private words, one of one’s own is added, nothing taken along."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.tests.factories import PASSWORD
from common.tests.moment import AT
from office.tests.people import place
from records.actions.emergencies import end_emergency, open_in_emergency
from records.models import Chart
from records.tests.factories import ChartFactory

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def quinn(cast):
    """A practitioner who does not have Ana among her own, her password typed just now."""
    client = Client()
    client.force_login(cast.quinn_account)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def chart(cast):
    """Petra’s signed note."""
    return ChartFactory(
        patient=cast.ana_record,
        practitioner=cast.petra,
        signed=True,
        subjective="Qanachart",
        private_notes="Qanaprivate",
    )


def begin(cast):
    member = cast.quinn_account.memberships.get()
    return open_in_emergency(cast.ana_record, membership=member, reason="Fainted here", at=AT)


def test_the_list_and_a_note_are_offered_and_a_paper_is_not(cast, quinn, chart):
    ana = cast.ana_record
    for address in (place("charts", ana), place("chart", ana, chart.pk), place("chart_beginning", ana)):
        refused = quinn.get(address)
        assert (refused.status_code, refused.context["emergency_url"] != "") == (403, True)
    paper = quinn.get(place("chart_paper", ana, chart.pk))
    assert (paper.status_code, paper.context["emergency_url"]) == (403, "")


def test_notes_are_read_but_for_what_is_private(cast, quinn, chart):
    begin(cast)
    page = quinn.get(place("chart", cast.ana_record, chart.pk))
    assert ("Qanachart" in page.text, "Qanaprivate" in page.text) == (True, False)
    assert (page.context["paper_url"], page.context["amend_url"]) == ("", "")
    shut = [place(name, cast.ana_record, chart.pk) for name in ("chart_paper", "chart_amendment")]
    assert [quinn.get(one).status_code for one in shut] == [403, 403]
    assert quinn.post(place("chart_hiding", cast.ana_record, chart.pk)).status_code == 403


def test_a_note_of_one_s_own_is_added_and_shut_with_the_hour(cast, quinn, chart):
    glass = begin(cast)
    begun = quinn.post(place("chart_beginning", cast.ana_record), {"visit": "none"})
    own = Chart.objects.get(practitioner=cast.quinn)
    assert (begun.status_code, begun.url) == (302, place("chart_writing", cast.ana_record, own.pk))
    assert quinn.get(begun.url).status_code == 200
    end_emergency(glass, by=cast.quinn_account, at=AT)
    for address in (begun.url, place("chart", cast.ana_record, own.pk), place("charts", cast.ana_record)):
        assert quinn.get(address).status_code == 403
