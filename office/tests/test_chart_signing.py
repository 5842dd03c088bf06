"""Signing a note, changing it afterwards, and the templates notes begin with."""

import pytest
from django.urls import reverse

from booking.models import Appointment
from common.tests.moment import AT
from office.tests.charting import KEPT, MAGNESIUM, at, now, typed, write
from office.tests.people import place, says
from records.actions import charts
from records.models import Chart, ChartRevision, ChartTemplate
from records.tests.factories import ChartFactory


@pytest.fixture
def petra(client, cast, sign_in):
    return sign_in(client, cast.petra_account)


@pytest.fixture
def draft(cast):
    return ChartFactory(patient=cast.ana_record, practitioner=cast.petra, subjective="", plan={})


# Signing and amending -------------------------------------------------------------------------------


def test_a_note_is_read_once_more_and_signed(petra, draft):
    answer = write(petra, draft, then="sign", subjective="Tired.")
    assert answer.url == at("chart_signing", draft)
    page = petra.get(answer.url)
    assert [part["text"] for part in page.context["note"]] == ["Tired."]
    charts.save(draft, {"subjective": "Else."}, version=2, by=draft.practitioner.user, at=AT)
    met = petra.post(answer.url, {"revision": page.context["revision"]})
    assert (met.status_code, met.context["has_changed"], now(draft).is_locked) == (409, True, False)
    assert petra.post(answer.url, {"revision": met.context["revision"]}).url == at("chart", draft)
    assert now(draft).is_locked
    assert petra.get(answer.url).url == at("chart", draft)


def test_nothing_is_not_signed(petra, draft):
    assert says(petra.post(at("chart_signing", draft), {"revision": 1}, follow=True)) == [
        "There is nothing to sign yet."
    ]
    assert not now(draft).is_locked


@pytest.fixture
def signed(cast):
    return ChartFactory(
        patient=cast.ana_record,
        practitioner=cast.petra,
        signed=True,
        plan={"supplements": [KEPT]},
        private_notes="Mine.",
    )


def amend(client, chart, **fields):
    return client.post(at("chart_amendment", chart), typed(subjective="Tired.", **fields))


def test_a_signed_note_changes_with_a_reason_and_keeps_what_it_said(petra, signed):
    lower = MAGNESIUM | {"supplements-0-dose": "200 mg"}
    assert amend(petra, signed, **lower).status_code == 422
    assert now(signed).plan == {"supplements": [KEPT]}
    answer = amend(
        petra, signed, reason="Magnesium dose lowered", private_notes="Else.", confidential="on", **lower
    )
    assert answer.url == at("chart", signed)
    kept = now(signed)
    assert kept.plan["supplements"][0]["dose"] == "200 mg"
    assert (kept.private_notes, kept.confidential) == ("Mine.", False), "not part of what is amended"
    assert list(ChartRevision.objects.values_list("number", "reason")) == [
        (1, ""),
        (2, "Magnesium dose lowered"),
    ]
    page = petra.get(at("chart", signed))
    assert page.context["history"] == ["Changed Tuesday 17 November 2026, 9:00 am: Magnesium dose lowered"]
    assert page.context["history_url"] == at("chart_history", signed)


def test_an_amendment_that_changes_nothing_or_meets_another_is_none(petra, signed):
    answer = petra.post(
        at("chart_amendment", signed), typed(reason="x", subjective="Tired.", **MAGNESIUM), follow=True
    )
    assert says(answer) == ["Nothing was changed: it says the same as before."]
    amend(petra, signed, reason="One", summary="One.", **MAGNESIUM)
    answer = amend(petra, signed, reason="Two", summary="Two.", **MAGNESIUM)
    assert (answer.status_code, answer.context["conflicts"]) == (409, [{"label": "In short", "text": "One."}])
    assert "Two.</textarea>" in answer.content.decode()
    assert ChartRevision.objects.count() == 2


def test_a_signed_note_is_kept_from_proxies_and_shown_again(petra, signed):
    petra.post(at("chart_hiding", signed), {"hide": "yes"})
    assert now(signed).confidential
    petra.post(at("chart_hiding", signed), {"hide": "no"})
    assert not now(signed).confidential


def test_an_empty_note_goes_and_frees_its_visit_and_a_written_one_stays(petra, cast, draft):
    cast.ana_visit.chart = draft
    cast.ana_visit.save()
    write(petra, draft, subjective="x")
    assert petra.post(at("chart_discarding", draft)).url == at("chart", draft)
    assert Appointment.objects.get(pk=cast.ana_visit.pk).chart == draft
    write(petra, draft, revision=2)
    assert petra.post(at("chart_discarding", draft)).url == place("charts", cast.ana_record)
    assert Appointment.objects.get(pk=cast.ana_visit.pk).chart is None


# Templates ------------------------------------------------------------------------------------------


def test_a_note_is_kept_as_a_template_and_fills_what_is_empty(petra, cast, signed, draft):
    answer = petra.post(at("chart_as_template", signed), {"name": "Sleep"})
    assert answer.url == at("chart", signed)
    again = petra.post(at("chart_as_template", signed), {"name": "Sleep"})
    assert (again.status_code, again.context["form"].errors["name"]) == (
        422,
        ["You have a template of this name"],
    )
    template = ChartTemplate.objects.get()
    assert "Mine." not in str(ChartTemplate.objects.values().get())
    answer = petra.post(
        at("chart_writing", draft),
        typed(then="fill", template=str(template.pk), subjective="Awake."),
        follow=True,
    )
    assert says(answer) == ["Filled in: Products and supplements. What you had written stays."]
    assert (now(draft).subjective, now(draft).plan) == ("Awake.", {"supplements": [KEPT]})
    answer = petra.post(
        at("chart_writing", draft),
        typed(then="fill", revision=3, subjective="Awake.", **MAGNESIUM),
        follow=True,
    )
    assert says(answer) == ["Choose a template first."]


def test_nobody_fills_in_or_sees_a_colleague_s_template(client, cast, sign_in, draft):
    theirs = ChartTemplate.objects.create(practitioner=cast.quinn, name="Theirs", made_at=AT, subjective="x")
    petra = sign_in(client, cast.petra_account)
    petra.post(at("chart_writing", draft), typed(then="fill", template=str(theirs.pk)))
    assert now(draft).subjective == ""
    assert "Theirs" not in petra.get(place("chart_writing", cast.ana_record, draft.pk)).content.decode()
    for name in ("chart_template", "chart_template_removal"):
        assert petra.post(reverse(f"office:{name}", args=[theirs.pk]), {"name": "Mine"}).status_code == 404
    assert ChartTemplate.objects.get().name == "Theirs"


def test_templates_are_renamed_and_removed(petra, cast):
    one, two = (
        ChartTemplate.objects.create(
            practitioner=cast.petra, name=name, made_at=AT, plan={"diet": "Lentils."}
        )
        for name in ("Iron", "Knee")
    )
    page = petra.get(reverse("office:chart_templates"))
    assert [(row["name"], row["parts"]) for row in page.context["rows"]] == [
        ("Iron", "Food"),
        ("Knee", "Food"),
    ]
    taken = petra.post(reverse("office:chart_template", args=[one.pk]), {"name": "Knee"})
    assert (taken.status_code, taken.context["form"].errors["name"]) == (
        422,
        ["You have a template of this name"],
    )
    petra.post(reverse("office:chart_template", args=[one.pk]), {"name": "Low iron"})
    petra.post(reverse("office:chart_template_removal", args=[two.pk]))
    assert list(ChartTemplate.objects.values_list("name", flat=True)) == ["Low iron"]


def test_the_plan_of_the_last_note_is_copied_into_what_is_empty(petra, signed, draft):
    Chart.objects.filter(pk=draft.pk).update(plan={"summary": "New."})
    answer = petra.post(at("chart_writing", draft), typed(then="copy", summary="New."), follow=True)
    assert says(answer) == ["Filled in: Products and supplements. What you had written stays."]
    assert now(draft).plan == {"summary": "New.", "supplements": [KEPT]}
    assert now(signed).plan == {"supplements": [KEPT]}
