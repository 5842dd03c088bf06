"""Closed days, time off and days that differ on pages of the office: visits seen first, nothing of another clinic."""

import pytest
from django.urls import reverse

from audit.models import Event
from clinic.models import Closure, HoursException, TimeOff
from clinic.tests import factories as of_clinics
from common.tests.moment import AT


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def page(name, *args):
    return reverse(f"office:settings_{name}", args=args)


def wrong(answer) -> list[str]:
    assert answer.status_code == 422
    return list(answer.context["form"].errors)


def seen(answer, **said) -> dict:
    return said | {"they_stay": "on", "visits_seen": answer.context["hit_seen"]}


def test_closed_days(cast, nora):
    said = {"first_day": "2026-11-19", "last_day": "2026-11-19", "reason": "Training"}
    assert wrong(nora.post(page("closure_new"), said | {"last_day": "2026-11-18"})) == ["last_day"]
    asked = nora.post(page("closure_new"), said)
    assert wrong(asked) == ["they_stay"] and len(asked.context["hit"]) == 3
    assert (Closure.objects.count(), "Ana" in asked.text) == (0, False)
    assert nora.post(page("closure_new"), seen(asked, **said))["Location"] == page("closures")
    row = Closure.objects.get()
    assert row.clinic == cast.harbour
    assert wrong(nora.post(page("closure_new"), seen(asked, **said))) == ["first_day"]
    rows = nora.get(page("closures")).context["rows"]
    assert [(one["name"], one["cells"][0]["lines"]) for one in rows] == [
        ("Thursday 19 November 2026", ["Training"])
    ]
    assert nora.post(page("closure", row.pk), said | {"reason": "Holiday"}).status_code == 302
    assert nora.post(page("closure_removal", row.pk))["Location"] == page("closures")
    assert nora.post(page("closure_removal", row.pk)).status_code == 404
    verbs = Event.objects.filter(verb__startswith="settings.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["settings.added", "settings.changed", "settings.deleted"]


def test_time_off_is_by_the_clock_of_the_clinic(cast, nora):
    said = {"bookable": cast.quinn.pk, "starts_at": "2026-11-19T09:00", "ends_at": "2026-11-19T12:00"}
    assert nora.post(page("time_off_new"), said)["Location"] == page("away")
    assert wrong(nora.post(page("time_off_new"), said)) == ["bookable"]
    row = TimeOff.objects.get()
    assert (row.bookable_id, row.starts_at.isoformat()) == (cast.quinn.pk, "2026-11-19T13:00:00+00:00")
    assert 'value="2026-11-19T09:00"' in nora.get(page("time_off", row.pk)).text
    listed = nora.get(page("away")).context["rows"][0]
    assert [cell["lines"][0] for cell in listed["cells"]] == [
        "Thursday 19 November 2026, 9:00 am", "Thursday 19 November 2026, 12:00 pm", "–",
    ]  # fmt: skip
    hit = nora.post(page("time_off", row.pk), said | {"bookable": cast.petra.pk})
    assert wrong(hit) == ["they_stay"]
    assert wrong(nora.post(page("time_off_new"), said | {"bookable": cast.lena.pk})) == ["bookable"]
    cast.quinn.retired_at = AT
    cast.quinn.save()
    assert wrong(nora.post(page("time_off_new"), said)) == ["bookable"]
    assert nora.post(page("time_off_removal", row.pk)).status_code == 302 and not TimeOff.objects.exists()


def test_a_day_that_differs_and_its_removal(cast, nora):
    place = cast.at_harbour.place.pk
    said = {
        "practitioner": cast.petra.pk,
        "location": place,
        "date": "2026-11-21",
        "opens": "9:00",
        "closes": "12:00",
    }
    assert nora.post(page("day_new"), said | {"services": [cast.treatment.pk]})["Location"] == page("days")
    row = HoursException.objects.get()
    assert list(row.services.all()) == [cast.treatment]
    assert nora.post(page("day", row.pk), said).status_code == 302
    assert not row.services.exists()
    theirs = said | {"practitioner": cast.lena.pk, "location": cast.at_lakeside.place.pk}
    assert set(wrong(nora.post(page("day_new"), theirs))) == {"practitioner", "location"}
    assert nora.post(page("day_removal", row.pk)).status_code == 302
    assert not HoursException.objects.exists()


def test_hours_of_a_date_go_only_once_their_visits_were_seen(cast, nora):
    of_clinics.HoursExceptionFactory(
        practitioner=cast.petra, location=cast.at_harbour.place, date="2026-11-19", opens=480, closes=1020
    )
    cast.petra.hours.all().delete()
    row = HoursException.objects.get()
    asked = nora.post(page("day_removal", row.pk))
    assert wrong(asked) == ["they_stay"] and len(asked.context["hit"]) == 3
    assert nora.post(page("day_removal", row.pk), seen(asked)).status_code == 302
    assert not HoursException.objects.exists()


def test_rows_of_another_clinic_are_not_there(cast, nora):
    closure = of_clinics.ClosureFactory(clinic=cast.lakeside)
    off = TimeOff.objects.create(bookable=cast.lena, starts_at=AT, ends_at=AT.replace(hour=23))
    day = of_clinics.HoursExceptionFactory(
        practitioner=cast.lena, location=cast.at_lakeside.place, date="2026-11-21"
    )
    for name, row in (("closure", closure), ("time_off", off), ("day", day)):
        for way in (name, f"{name}_removal"):
            assert nora.get(page(way, row.pk)).status_code == 404
            assert nora.post(page(way, row.pk), {}).status_code == 404
    for name in ("closures", "away", "days"):
        assert nora.get(page(name)).context["rows"] == []
