"""The office's answer to a visit that was asked for: who may give it, what the pages say, and once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from booking.models import Appointment
from clinic.tests.factories import TimeOffFactory
from common.tests.moment import AT
from office.tests.people import billing, place, says
from records.models import CareRelation
from tests.story import visit as story_visit

LIST, CALENDAR = reverse("office:visit_requests"), reverse("office:calendar")


@pytest.fixture
def asked(cast):
    """Ana asked Petra for a visit in three days, and Quinn for one on Monday."""
    how = {"by": cast.ana, "requested_at": AT - timedelta(hours=2), "note": "My knee again"}
    return [
        story_visit(
            cast.at_harbour, who, cast.ana_record, AT + timedelta(days=days), **how, booking__account=cast.ana
        )
        for who, days in ((cast.petra, 3), (cast.quinn, 6))
    ]


def answer(client, visit, what, **fields):
    return client.post(
        place("visit_answer", visit.patient, visit.pk), {"answer": what, **fields}, follow=True
    )


def test_the_desk_sees_what_waits_above_the_calendar_and_in_a_list(asked, finn):
    assert finn.get(CALENDAR).context["requests"] == {
        "text": "2 visits wait for your answer.",
        "url": LIST,
        "label": "Answer them",
    }
    rows = finn.get(LIST).context["rows"]
    assert [(row["when"], row["who"], row["what"], row["with_whom"], row["asked"]) for row in rows] == [
        (
            "Friday 20 November, 9:00 am",
            "Ana Cast",
            "Treatment",
            "Petra Cast",
            "Tuesday 17 November, 7:00 am",
        ),
        (
            "Monday 23 November, 9:00 am",
            "Ana Cast",
            "Treatment",
            "Quinn Cast",
            "Tuesday 17 November, 7:00 am",
        ),
    ]


def test_nothing_waits(cast, finn):
    assert finn.get(CALENDAR).context["requests"] is None
    assert "Nothing waits" in finn.get(LIST).text


def test_a_practitioner_answers_what_was_asked_of_them(asked, cast, client, sign_in):
    """Also of somebody who is not among their own patients yet: it was they who were asked."""
    CareRelation.objects.filter(practitioner=cast.quinn).delete()
    quinn = sign_in(client, cast.quinn_account)
    assert [row["with_whom"] for row in quinn.get(LIST).context["rows"]] == ["Quinn Cast"]
    of_petra, of_quinn = asked
    assert quinn.get(place("visit_answer", of_petra.patient, of_petra.pk)).status_code == 403
    assert answer(quinn, of_petra, "approve").status_code == 403
    page = quinn.get(place("visit_answer", of_quinn.patient, of_quinn.pk))
    assert (page.status_code, page.context["note"]) == (200, "")  # a note is read by those who care for Ana
    assert says(answer(quinn, of_quinn, "approve")) == [
        "Approved: the visit is booked. A mail is on its way."
    ]
    of_quinn.refresh_from_db()
    assert (of_quinn.status, of_quinn.approved_by) == ("booked", cast.quinn_account)


def test_who_has_no_right_to_answer_sees_nothing_to_answer(asked, cast, client, sign_in):
    bea = sign_in(client, billing(cast))
    assert bea.get(LIST).context["rows"] == []
    assert bea.get(CALENDAR).context["requests"] is None
    page = bea.get(place("visit", asked[0].patient, asked[0].pk))
    assert (page.context["tag_label"], page.context["answer_url"]) == ("Requested", "")
    assert answer(bea, asked[0], "decline").status_code == 403
    assert not Appointment.objects.exclude(declined_at=None).exists()


def test_declined_with_a_word(asked, finn):
    page = answer(finn, asked[0], "decline", because="Petra is full until May")
    assert says(page) == ["Declined. The time is free again, and a mail says so."]
    assert page.context["facts"] == [
        "Asked for online, Friday 18 September 2026, 10:00 am",
        "Declined by Finn Cast, Tuesday 17 November 2026, 9:00 am",
        "Reason: Petra is full until May",
    ]
    assert page.context["tag_label"] == "Declined"
    assert says(answer(finn, asked[0], "approve")) == [
        "Nothing was changed: this is how the visit stands now."
    ]


def test_what_speaks_against_it_needs_a_reason(asked, cast, finn):
    visit = asked[0]
    TimeOffFactory(
        bookable=cast.petra, starts_at=visit.starts_at, ends_at=visit.starts_at + timedelta(hours=1)
    )
    page = finn.get(place("visit_answer", visit.patient, visit.pk))
    assert [one.words for one in page.context["objections"]] == ["Petra Cast is away then."]
    refused = answer(finn, visit, "approve", accepted=page.context["accepted"])
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"reason": ["Say why it is made all the same"]}
    answer(finn, visit, "approve", accepted=page.context["accepted"], reason="She agreed to come in")
    visit.refresh_from_db()
    assert (visit.status, visit.overridden_because) == ("booked", "She agreed to come in")
    assert Event.objects.get(verb="appointment.approved").reason == "She agreed to come in"


@pytest.mark.parametrize("fields", [{}, {"answer": "perhaps"}, {"answer": "decline", "because": "x" * 301}])
def test_nonsense_is_refused_and_nothing_is_answered(asked, finn, fields):
    visit = asked[0]
    page = finn.post(place("visit_answer", visit.patient, visit.pk), fields)
    assert page.status_code == 422
    assert page.context["has_errors"]
    visit.refresh_from_db()
    assert visit.status == "requested"


def test_a_list_costs_the_same_however_many_wait(asked, cast, finn):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            finn.get(LIST)
        return len(seen)

    finn.get(LIST)
    few = count()
    for days in range(5, 12):
        story_visit(
            cast.at_harbour, cast.petra, cast.kit_record, AT + timedelta(days=days),
            by=cast.ben, requested_at=AT,
        )  # fmt: skip
    finn.get(LIST)  # who came into it is noted once
    assert count() == few
