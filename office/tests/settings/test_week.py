"""Weekly hours: rows added and taken out without a script, visits that would be left out seen first."""

import pytest
from django.urls import reverse

from audit.models import Event
from clinic.models import OpeningHours
from clinic.tests import factories as of_clinics


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


@pytest.fixture
def page(cast):
    return reverse("office:settings_week", args=[cast.petra.pk])


def sent(answer, **changes) -> dict:
    """What a browser would send back of the page, with changes."""
    blocks = answer.context["form"].blocks
    data = {f"hours-{name}": value for name, value in blocks.management_form.initial.items()}
    shown = [row["form"] for day in answer.context["days"] for row in day["rows"]]
    for block in [*shown, *answer.context["gone"]]:
        for field in block:
            value = field.value()
            data[field.html_name] = (
                "" if value is None else getattr(value, "pk", field.field.prepare_value(value))
            )
    data["hours-TOTAL_FORMS"] = blocks.total_form_count()
    data["hours-INITIAL_FORMS"] = blocks.initial_form_count()
    return data | {"visits_seen": answer.context["hit_seen"]} | changes


def hours_of(person) -> list[tuple]:
    return sorted(OpeningHours.objects.filter(practitioner=person).values_list("weekday", "opens", "closes"))


WEEK = [(day, 540, 1020) for day in range(5)]


def said(answer) -> list[str]:
    assert answer.status_code == 422
    return [words for _control, words in answer.context["things"]]


def test_the_same_week_again_changes_nothing(cast, nora, page):
    assert nora.post(page, sent(nora.get(page)))["Location"] == reverse("office:settings_hours")
    assert hours_of(cast.petra) == WEEK
    assert not Event.objects.filter(verb="settings.changed").exists()


def test_rows_come_and_go_by_buttons_and_save_nothing_until_saved(cast, nora, page):
    more = nora.post(page, sent(nora.get(page), add="5"))
    assert (more.status_code, len(more.context["days"][5]["rows"]), hours_of(cast.petra)) == (200, 1, WEEK)
    typed = sent(more) | {"hours-5-opens": "10:00", "hours-5-closes": "1 pm"}
    fewer = nora.post(page, typed | {"take_out": "4"})
    assert (fewer.context["days"][4]["rows"], len(fewer.context["days"][5]["rows"])) == ([], 1)
    assert nora.post(page, sent(fewer)).status_code == 302
    assert hours_of(cast.petra) == [*WEEK[:4], (5, 600, 780)]
    event = Event.objects.get(verb="settings.changed")
    assert event.clinic == cast.harbour.pk
    listed = {
        row["name"]: row["cells"][0]["lines"]
        for row in nora.get(reverse("office:settings_hours")).context["rows"]
    }
    assert listed["Petra Cast"] == [
        "Monday, Tuesday, Wednesday and Thursday: 9:00 – 17:00", "Saturday: 10:00 – 13:00",
    ]  # fmt: skip


def test_visits_outside_the_new_hours_are_seen_first(cast, nora, page):
    later = sent(nora.get(page)) | {"hours-3-opens": "10:00"}  # Ana’s visit on Thursday is at nine
    asked = nora.post(page, later)
    assert said(asked) == ["1 visit is booked then. Look at it below, then tick that you have seen it."]
    assert [row["when"] for row in asked.context["hit"]] == ["Thu 19 Nov, 9:00 am"]
    assert "Ana" not in asked.text and hours_of(cast.petra) == WEEK
    assert nora.post(page, sent(asked, they_stay="on")).status_code == 302
    assert (3, 600, 1020) in hours_of(cast.petra)


def test_what_is_wrong_stands_beside_its_row_with_its_day(cast, nora, page):
    bad = sent(nora.get(page)) | {"hours-0-opens": "soon", "hours-1-closes": ""}
    assert said(nora.post(page, bad)) == [
        "Monday: Write the time with hours and minutes, for example 9:00 or 17:30.",
        "Tuesday: Enter a time, for example 9:00.",
    ]
    twice = sent(nora.post(page, sent(nora.get(page), add="0"))) | {
        "hours-5-opens": "16:00",
        "hours-5-closes": "18:00",
    }
    assert said(nora.post(page, twice)) == ["Monday: These hours overlap with others of the same day."]
    assert hours_of(cast.petra) == WEEK


def test_rows_and_places_of_another_clinic_are_refused(cast, nora, page):
    theirs = cast.lena.hours.first()
    data = sent(nora.get(page))
    foreign = nora.post(page, data | {"hours-0-location": cast.at_lakeside.place.pk})
    assert said(foreign) == [
        "Monday: Select a valid choice. That choice is not one of the available choices."
    ]
    before = hours_of(cast.lena)
    stolen = nora.post(page, data | {"hours-0-id": theirs.pk, "hours-0-opens": "7:00"})
    # A row that is not Petra’s is a new one of hers: Lena’s stays as it is.
    assert stolen.status_code == 302
    assert (hours_of(cast.lena), hours_of(cast.petra)) == (before, [(0, 420, 1020), *WEEK[1:]])


def test_somebody_new_gets_a_week_to_fill_in(cast, nora):
    rae = of_clinics.PractitionerFactory(clinic=cast.harbour, name="Rae")
    page = reverse("office:settings_week", args=[rae.pk])
    shown = nora.get(page)
    assert [len(day["rows"]) for day in shown.context["days"]] == [1, 1, 1, 1, 1, 0, 0]
    assert (
        nora.post(page, sent(shown) | {"hours-1-opens": "22:00", "hours-1-closes": "2:00"}).status_code == 302
    )
    assert hours_of(rae) == [(0, 540, 1020), (1, 1320, 1560), *((day, 540, 1020) for day in (2, 3, 4))]


def test_hours_kept_for_services_stay_so(cast, nora, page):
    block = cast.petra.hours.get(weekday=0)
    block.services.set([cast.treatment])
    shown = nora.get(page)
    assert "Kept for: Treatment" in shown.text
    nora.post(page, sent(shown) | {"hours-0-opens": "8:00"})
    block.refresh_from_db()
    assert (block.opens, list(block.services.all())) == (480, [cast.treatment])


def test_a_posted_number_of_rows_is_bounded(cast, nora, page):
    flood = sent(nora.get(page)) | {"hours-TOTAL_FORMS": "5000"}
    assert nora.post(page, flood | {"add": "0"}).status_code in (200, 422)
    assert nora.post(page, flood | {"take_out": "99999999"}).status_code in (200, 422)
    assert hours_of(cast.petra) == WEEK
