"""Writing a note without JavaScript: beginning, saving, two tabs; and what the page keeps by itself."""

import pytest

from audit.models import Event
from booking.models import Appointment
from common.tests.moment import AT
from office.tests.charting import DAY, KEPT, MAGNESIUM, at, now, typed, write
from office.tests.people import place, says
from records.actions import charts
from records.models import CareRelation, Chart, ChartTemplate
from records.tests.factories import CareRelationFactory, ChartFactory


@pytest.fixture
def petra(client, cast, sign_in):
    return sign_in(client, cast.petra_account)


@pytest.fixture
def draft(cast):
    return ChartFactory(patient=cast.ana_record, practitioner=cast.petra, subjective="", plan={})


# Beginning ------------------------------------------------------------------------------------------


def test_a_note_begins_with_one_of_one_s_own_visits(petra, cast):
    page = petra.get(place("chart_beginning", cast.ana_record))
    values = [value for value, _words in page.context["form"].fields["visit"].choices]
    assert values == [str(cast.ana_visit.pk), "none"], "the next one; the one after it can wait"
    assert petra.post(place("chart_beginning", cast.ana_record), {}).status_code == 422
    wrong = petra.post(place("chart_beginning", cast.ana_record), {"visit": str(cast.kit_visit.pk)})
    assert wrong.status_code == 422
    petra.post(place("chart_beginning", cast.ana_record), {"visit": str(cast.ana_visit.pk)})
    chart = Appointment.objects.get(pk=cast.ana_visit.pk).chart
    assert (chart.practitioner_id, chart.day.isoformat()) == (cast.petra.pk, "2026-11-19")
    petra.post(place("chart_beginning", cast.ana_record), {"visit": "none"})
    assert Chart.objects.filter(patient=cast.ana_record, appointment=None, day=AT.date()).count() == 1


def test_from_a_visit_its_practitioner_begins_its_note_once(petra, cast):
    address = place("visit_note", cast.ana_record, cast.ana_visit.pk)
    first = petra.post(address)
    chart = Chart.objects.get()
    assert first.url == at("chart_writing", chart)
    assert petra.post(address).url == at("chart", chart)
    assert petra.get(address).status_code == 405
    assert Event.objects.filter(verb="chart.begun").count() == 1


def test_for_a_visit_that_does_not_take_place_no_note_is_begun(petra, cast):
    Appointment.objects.filter(pk=cast.ana_visit.pk).update(cancelled_at=AT, cancelled_by=cast.ana)
    assert says(petra.post(place("visit_note", cast.ana_record, cast.ana_visit.pk), follow=True)) == [
        "No note was begun: this visit does not take place."
    ]
    assert not Chart.objects.exists()


def test_a_colleague_begins_no_note_of_somebody_else_s_visit_but_one_of_their_own(client, cast, sign_in):
    CareRelationFactory(practitioner=cast.quinn, patient=cast.ana_record)
    quinn = sign_in(client, cast.quinn_account)
    assert quinn.post(place("visit_note", cast.ana_record, cast.ana_visit.pk)).status_code == 403
    quinn.post(place("chart_beginning", cast.ana_record), {"visit": "none"})
    assert Chart.objects.get().practitioner_id == cast.quinn.pk


WRITING = ("chart_writing", "chart_keeping", "chart_signing", "chart_amendment", "chart_as_template")


@pytest.mark.parametrize("name", [*WRITING, "chart_hiding", "chart_discarding"])
def test_nobody_writes_on_somebody_else_s_note(client, cast, sign_in, name):
    chart = ChartFactory(patient=cast.ana_record, practitioner=cast.petra)
    signed = ChartFactory(patient=cast.ana_record, practitioner=cast.petra, signed=True)
    CareRelationFactory(practitioner=cast.quinn, patient=cast.ana_record)
    before = list(Chart.objects.order_by("pk").values())
    for account in (cast.finn, cast.nora, cast.quinn_account):
        client = sign_in(client, account)
        for one in (chart, signed):
            sent = typed(subjective="x", reason="x", name="x", hide="yes")
            assert client.post(at(name, one), sent).status_code == 403
            if name in WRITING:
                assert client.get(at(name, one)).status_code == 403
    assert list(Chart.objects.order_by("pk").values()) == before
    assert not ChartTemplate.objects.exists()


def test_who_no_longer_cares_for_the_patient_neither_reads_nor_writes(petra, cast, draft):
    CareRelation.objects.filter(patient=cast.ana_record).update(until=AT)
    assert petra.get(at("chart_writing", draft)).status_code == 403
    assert write(petra, draft, subjective="x").status_code == 403


# Saving ---------------------------------------------------------------------------------------------


def test_all_of_a_note_is_kept_as_it_was_written(petra, draft):
    said = {
        "subjective": "Tired.\r\nSleeps badly.",
        "objective": "Pale.",
        "assessment": "Low iron.",
        "summary": "Rest.",
        "goals": "Sleep\r\n\r\nWalk",
        "prescriptions-0-what": "Iron",
        "private_notes": "Ask about work.",
        "confidential": "on",
        "day_day": "3",
    }
    answer = write(petra, draft, **said, **MAGNESIUM)
    assert (answer.status_code, answer.url) == (302, at("chart_writing", draft))
    kept = now(draft)
    assert (kept.subjective, kept.objective, kept.assessment) == (
        "Tired.\nSleeps badly.",
        "Pale.",
        "Low iron.",
    )
    assert kept.plan == {
        "summary": "Rest.", "goals": ["Sleep", "Walk"], "supplements": [KEPT], "prescriptions": [{"what": "Iron"}]
    }  # fmt: skip
    assert (kept.private_notes, kept.confidential, kept.day.isoformat()) == (
        "Ask about work.",
        True,
        "2026-11-03",
    )
    page = petra.get(at("chart_writing", draft))
    shown = page.content.decode()
    for words in ("Sleeps badly.", "Ask about work.", "Magnesium glycinate", "Sleep\nWalk"):
        assert words in shown
    assert page.context["saved"] == "Saved at 9:00 am"


def test_a_row_is_added_by_sending_and_an_emptied_one_goes(petra, draft):
    answer = write(petra, draft, then="add supplements", **MAGNESIUM)
    assert answer.url == f"{at('chart_writing', draft)}?add=supplements"
    page = petra.get(answer.url)
    section = next(one for one in page.context["plan_fields"] if one["key"] == "supplements")
    assert [row["cells"][0]["value"] for row in section["rows"]] == ["Magnesium glycinate", ""]
    assert 'id="id_supplements-1-what" value="" autocomplete="off" autofocus' in page.content.decode()
    write(petra, draft, revision=2, **dict.fromkeys(MAGNESIUM, " "), **{"supplements-1-what": "Iron"})
    assert now(draft).plan == {"supplements": [{"what": "Iron"}]}


def test_what_cannot_be_kept_stands_beside_its_field_and_the_rest_is_kept(petra, draft):
    charts.save(draft, {"plan": {"diet": "Lentils."}}, version=1, by=draft.practitioner.user, at=AT)
    said = {
        "subjective": "Tired.",
        "diet": "x" * 10_001,
        "supplements-0-dose": "25 mg",
        "supplements-0-what": "",
    }
    answer = write(petra, draft, revision=2, **said, day_month="13")
    assert answer.status_code == 422
    assert answer.context["things"] == [
        ("id_day", "Enter the month as a number from 1 to 12"),
        ("id_supplements-0-what", "Say in each row what it is."),
        ("id_diet", "Shorten this to 10000 characters; it has 10001."),
    ]
    assert "x" * 10_001 in answer.content.decode() and 'value="25 mg"' in answer.content.decode()
    kept = now(draft)
    assert (kept.subjective, kept.plan, kept.day) == ("Tired.", {"diet": "Lentils."}, draft.day)
    assert answer.context["revision"] == kept.version == 3


def test_two_tabs_meet_with_both_texts_and_nothing_lost(petra, draft):
    write(petra, draft, subjective="One.", goals="Sleep")
    answer = write(petra, draft, subjective="Two.", diet="Lentils.")
    assert answer.status_code == 409
    assert answer.context["conflicts"] == [
        {"label": "Subjective", "text": "One."},
        {"label": "Goals", "text": "Sleep"},
        {"label": "Food", "text": ""},
    ]
    shown = answer.content.decode()
    assert "Two.</textarea>" in shown and "Lentils.</textarea>" in shown and "One.</p>" in shown
    assert now(draft).subjective == "One."
    write(
        petra,
        draft,
        revision=answer.context["revision"],
        subjective="One. Two.",
        diet="Lentils.",
        goals="Sleep",
    )
    assert (now(draft).subjective, now(draft).plan) == ("One. Two.", {"goals": ["Sleep"], "diet": "Lentils."})


def test_the_same_page_sent_twice_is_one_save(petra, draft):
    for _twice in range(2):
        assert write(petra, draft, subjective="One.").status_code == 302
    assert now(draft).version == 2


def test_who_was_writing_when_it_was_signed_elsewhere_loses_nothing(petra, cast, draft):
    charts.save(draft, {"subjective": "Tired."}, version=1, by=cast.petra_account, at=AT)
    charts.sign(draft, version=2, by=cast.petra_account, at=AT)
    answer = write(petra, draft, revision=2, subjective="Tired, and cold.")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "signed while you were writing" in shown and "Tired, and cold.</textarea>" in shown
    assert now(draft).subjective == "Tired."
    assert petra.get(at("chart_writing", draft)).url == at("chart", draft)


# Autosave -------------------------------------------------------------------------------------------


def keep(client, chart, **fields):
    return client.post(at("chart_keeping", chart), typed(**fields))


def test_what_is_typed_is_kept_by_the_page_itself(petra, draft):
    answer = keep(petra, draft, subjective="Tired.", **MAGNESIUM)
    told = answer.json()
    assert (answer.status_code, told["revision"], told["saved"], told["time"]) == (
        200,
        2,
        "Saved at 9:00 am",
        "9:00 am",
    )
    assert (told["told"], told["unkept"], told["conflicts"]) == ({}, [], [])
    assert now(draft).plan == {"supplements": [KEPT]}
    assert petra.get(at("chart_keeping", draft)).json().keys() == {"token", "revision"}
    for number in range(2, 6):
        keep(petra, draft, revision=number, subjective=f"Tired {number}.")
    assert Event.objects.filter(verb="chart.saved").count() == 1


def test_what_cannot_be_kept_is_told_and_the_rest_is_kept(petra, draft):
    answer = keep(petra, draft, subjective="Tired.", **{"supplements-0-what": "", "supplements-0-dose": "1"})
    told = answer.json()
    assert (answer.status_code, told["revision"]) == (422, 2)
    assert told["told"] == {
        "id_supplements": {"message": "Say in each row what it is.", "control": "id_supplements-0-what"}
    }
    assert now(draft).subjective == "Tired."


def test_a_tab_that_is_behind_is_told_and_overwrites_nothing(petra, draft):
    keep(petra, draft, subjective="One.")
    answer = keep(petra, draft, subjective="Two.")
    assert (answer.status_code, now(draft).subjective) == (409, "One.")
    charts.sign(draft, version=2, by=draft.practitioner.user, at=AT)
    assert keep(petra, draft, revision=3, subjective="Two.").status_code == 409


def test_a_session_that_ended_loses_nothing_that_was_kept(petra, draft):
    keep(petra, draft, subjective="One.")
    petra.logout()
    assert keep(petra, draft, revision=2, subjective="Two.").status_code == 302
    assert now(draft).subjective == "One."


def test_the_day_is_asked_for(petra, draft):
    sent = dict.fromkeys(DAY, "")
    assert write(petra, draft, **sent).status_code == 422


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (("18", "11", "2026"), 302), (("19", "11", "2026"), 422), (("31", "12", "9999"), 422),
        (("19", "2", "1988"), 422),
    ],
)  # fmt: skip
def test_the_day_is_between_birth_and_tomorrow(petra, draft, day, answer):
    sent = dict(zip(DAY, day, strict=True))
    page = write(petra, draft, **sent, subjective="Kept")
    assert page.status_code == answer
    if answer == 422:
        assert "day" in page.context["form"].errors
        assert (now(draft).day, now(draft).subjective) == (AT.date(), "Kept")


def test_a_note_begun_for_a_visit_ahead_keeps_its_day(petra, cast):
    petra.post(place("chart_beginning", cast.ana_record), {"visit": str(cast.ana_visit.pk)})
    chart = Chart.objects.get(day="2026-11-19")
    assert write(petra, chart, day_day="19", subjective="Ahead").status_code == 302
