"""Opening a record in an emergency, page by page: offered to whom, asked how, shown where, ended."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.tests.factories import PASSWORD
from audit.models import Event
from common.tests.moment import AT
from office.doors import Part, in_workspace
from office.tests.people import place, says
from records.actions.emergencies import open_in_emergency
from records.models import BrokenGlass

HOUR = timedelta(hours=1)
WHY = "Fainted in the waiting room"
READS = Part("test_charts", lambda space: space.reads_record, "Those who care.")


def signed_in(account, *, again=False) -> Client:
    client = Client()
    client.force_login(account)
    if again:
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def quinn(cast):
    """A practitioner who does not have Ana among her own, her password typed just now."""
    return signed_in(cast.quinn_account, again=True)


@pytest.fixture
def nora(cast):
    return signed_in(cast.nora)


def answers_of(cast):
    return place("answers", cast.ana_record, cast.ana_sent.pk)


def begin(cast, at=AT):
    member = cast.quinn_account.memberships.get()
    return open_in_emergency(cast.ana_record, membership=member, reason=WHY, at=at)


def strip(answer):
    return answer.context["emergency"]


def test_what_was_refused_is_offered_to_practitioners_alone(cast, quinn):
    answers = answers_of(cast)
    offered = quinn.get(answers)
    assert (offered.status_code, offered.context["emergency_url"]) == (
        403,
        place("emergency", cast.ana_record) + f"?then={answers.replace('/', '%2F')}",
    )
    for other in (cast.finn, cast.nora):
        told = signed_in(other).get(answers)
        assert (told.status_code, told.context.get("emergency_url", "")) == (403, "")
    petra = signed_in(cast.petra_account)
    assert "Open in an emergency" not in petra.get(place("patient", cast.ana_record)).text
    assert "Open in an emergency" in quinn.get(place("patient", cast.ana_record)).text


def test_it_is_offered_where_it_would_open_the_page_and_not_elsewhere(cast, rf, quinn):
    """A part asks nothing more than whether one reads the record; writing parts stay shut."""
    assert quinn.get(place("access", cast.ana_record)).context.get("emergency_url") == ""
    assert quinn.get(place("form_sending", cast.ana_record)).context.get("emergency_url") == ""
    page = in_workspace(READS)(lambda request, space: None)
    request = rf.get("/office/patients/x/charts/")
    request.user, request.clinic, request.session = cast.quinn_account, cast.harbour, {}
    refused = page(request, cast.ana_record.pk)
    assert refused.status_code == 403
    assert escape(place("emergency", cast.ana_record)) in refused.content.decode()


def test_the_password_is_asked_again_first(cast):
    page = place("emergency", cast.ana_record)
    quinn = signed_in(cast.quinn_account)
    for answer in (quinn.get(page), quinn.post(page, {"reason": WHY})):
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/reauthenticate/")
    assert not BrokenGlass.objects.exists()


@pytest.mark.parametrize(
    "typed, told",
    [
        ("", "Say why you need to see it now"),
        ("   short   ", "Say it in a few words: at least 10 characters"),
        ("x" * 1001, "Use at most 1,000 characters"),
    ],
)
def test_without_a_reason_nothing_opens_and_what_was_typed_stays(cast, quinn, typed, told):
    answer = quinn.post(place("emergency", cast.ana_record), {"reason": typed})
    assert (answer.status_code, answer.context["form"].errors) == (422, {"reason": [told]})
    assert answer.context["form"]["reason"].value() == typed
    assert not BrokenGlass.objects.exists()
    assert quinn.get(answers_of(cast)).status_code == 403


def test_a_reason_opens_it_and_leads_on(cast, quinn):
    answers = answers_of(cast)
    opened = quinn.post(quinn.get(answers).context["emergency_url"], {"reason": WHY})
    assert (opened.status_code, opened.url) == (302, answers)
    page = quinn.get(answers)
    assert (page.status_code, says(page)) == (
        200,
        ["The record is open for an hour. The owner has been told."],
    )
    assert strip(page) == {
        "left": "60 minutes left",
        "until": "10:00 am",
        "end_url": place("emergency_ending", cast.ana_record),
    }
    glass = BrokenGlass.objects.get()
    assert (glass.membership.user, glass.patient, glass.reason) == (cast.quinn_account, cast.ana_record, WHY)
    again = quinn.get(place("emergency", cast.ana_record))
    assert (again.status_code, again.url) == (302, place("patient", cast.ana_record))


@pytest.mark.parametrize(
    "then", ["https://elsewhere.example/", "//elsewhere.example", "/office/", "{own}../../settings/booking/"]
)
def test_it_leads_to_pages_of_this_patient_alone(cast, quinn, then):
    own = place("patient", cast.ana_record)
    page = place("emergency", cast.ana_record)
    opened = quinn.post(f"{page}?then={then.format(own=own)}", {"reason": WHY})
    assert opened.url == own


def test_the_strip_is_on_every_page_of_that_patient_and_on_no_other(cast, quinn):
    begin(cast)
    ana, kit = cast.ana_record, cast.kit_record
    shown = {
        name: bool(strip(quinn.get(place(name, patient, *more))))
        for name, patient, *more in (
            ("patient", ana), ("personal", ana), ("contacts", ana), ("patient_forms", ana),
            ("answers", ana, cast.ana_sent.pk), ("access", ana), ("visit", ana, cast.ana_visit.pk),
        )
    }  # fmt: skip
    assert shown == dict.fromkeys(shown, True)
    assert strip(quinn.get(place("patient", kit))) is None
    assert strip(quinn.get("/office/patients/")) is None
    assert strip(signed_in(cast.petra_account).get(place("patient", ana))) is None


def test_it_reads_and_neither_takes_along_nor_writes(cast, quinn):
    begin(cast)
    ana, form = cast.ana_record, cast.ana_sent.pk
    page = quinn.get(place("answers", ana, form))
    assert "Qanaanswer" in page.text
    assert [page.context.get(name, "") for name in ("paper_url", "file_url", "add_url")] == ["", "", ""]
    shut = [place(name, ana, form) for name in ("answers_paper", "answers_fhir", "addendum")]
    shut += [place("form_sending", ana), place("booking", ana), place("ledger", ana), place("access", ana)]
    assert [quinn.get(one).status_code for one in shut] == [403] * len(shut)
    assert quinn.post(place("alert", ana, form)).status_code == 403
    assert quinn.get(place("answers", cast.kit_record, cast.kit_sent.pk)).status_code == 403, "one patient"


def test_what_a_patient_wrote_for_the_practitioner_is_read_too(cast, quinn):
    type(cast.ana_visit).objects.filter(pk=cast.ana_visit.pk).update(note="Qananote")
    visit = place("visit", cast.ana_record, cast.ana_visit.pk)
    assert "Qananote" not in quinn.get(visit).text
    begin(cast)
    assert "Qananote" in quinn.get(visit).text


def test_at_sixty_minutes_it_is_shut(cast, quinn, monkeypatch):
    begin(cast)
    codes = []
    for minutes in (0, 59, 60):
        # the session is younger than the hour here: only the emergency runs out
        client = signed_in(cast.quinn_account)
        monkeypatch.setattr("common.clock.now", lambda at=AT + timedelta(minutes=minutes): at)
        codes.append(client.get(answers_of(cast)).status_code)
    assert codes == [200, 200, 403]


def test_end_now_shuts_it_and_twice_is_once(cast, quinn):
    begin(cast)
    ending = place("emergency_ending", cast.ana_record)
    first, again = quinn.post(ending), quinn.post(ending)
    assert [(one.status_code, one.url) for one in (first, again)] == [
        (302, place("patient", cast.ana_record))
    ] * 2
    assert quinn.get(answers_of(cast)).status_code == 403
    assert Event.objects.filter(verb="emergency.ended").count() == 1
    signed_in(cast.petra_account).post(ending)
    assert Event.objects.filter(verb="emergency.ended").count() == 1
