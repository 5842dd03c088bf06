"""Keeping the settings: what is typed, what is kept, what cannot be undone."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import Event
from clinic.models import (
    Clinic,
    HoursException,
    Location,
    OpeningHours,
    Practitioner,
    Service,
    TimeOff,
)
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from common.tests.moment import AT
from office.tests.settings_pages import posted, refused, url


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


def change(client, row, **changes):
    page = url(type(row), "change", row.pk)
    return client.post(page, posted(client.get(page), **changes))


# Services and practitioners -------------------------------------------------------------------------


def test_a_new_service_gets_its_address_currency_and_price(cast, nora):
    Clinic.objects.filter(pk=cast.harbour.pk).update(currency="EUR")
    data = {"title": "Treatment", "minutes": 30, "buffer_before": 0, "buffer_after": 0, "price": "42,50"}
    data |= {
        "audience": "everyone",
        "setting": "in_person",
        "is_online": "on",
        "approval": "rules",
        "order": 0,
    }
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    data |= {f"{rows}-{name}": value for rows in ("offers", "service_forms") for name, value in empty.items()}
    answer = nora.post(url(Service, "add"), data)
    assert (answer.status_code, answer.headers.get("Location")) == (302, url(Service, "changelist"))
    made = Service.objects.get(title="Treatment", minutes=30)
    assert (made.clinic, made.slug, made.price, made.currency) == (cast.harbour, "treatment-2", 4250, "EUR")


def test_a_service_is_retired_and_brought_back_not_deleted(cast, nora):
    change(nora, cast.treatment, retired="on")
    cast.treatment.refresh_from_db()
    assert cast.treatment.retired_at == AT
    page = url(Service, "change", cast.treatment.pk)
    data = posted(nora.get(page))
    del data["retired"]
    nora.post(page, data)
    cast.treatment.refresh_from_db()
    assert (cast.treatment.retired_at, cast.treatment.slug) == (None, "treatment")
    assert nora.post(url(Service, "delete", cast.treatment.pk), {"post": "yes"}).status_code == 403
    assert Service.objects.filter(pk=cast.treatment.pk).exists()


def test_the_weekly_hours_of_a_practitioner(cast, nora):
    answer = change(
        nora, cast.petra,
        **{"hours-0-opens": "8:30", "hours-0-closes": "5 pm", "hours-5-weekday": 5, "hours-5-opens": "20:00",
           "hours-5-closes": "26:00", "hours-5-location": cast.at_harbour.place.pk},
    )  # fmt: skip
    assert answer.status_code == 302
    hours = OpeningHours.objects.filter(practitioner=cast.petra).order_by("weekday")
    assert [(block.weekday, block.opens, block.closes) for block in hours] == [
        (0, 510, 1020), (1, 540, 1020), (2, 540, 1020), (3, 540, 1020), (4, 540, 1020), (5, 1200, 1560),
    ]  # fmt: skip


def test_hours_in_the_wrong_order_are_refused_beside_the_row(cast, nora):
    answer = change(
        nora, cast.petra, **{"hours-0-opens": "17:00", "hours-0-closes": "9:00", "hours-1-opens": "soon"}
    )
    assert sorted(refused(answer)) == [
        "Closing must come after opening. Past midnight, count on: 26:00 is two in the morning.",
        "Write the time with hours and minutes, for example 9:00 or 17:30.",
    ]
    assert answer.context["has_errors"] and "There are two things to fix" in answer.text
    late, soon = refused(answer)
    assert answer.context["things"] == [
        ("id_hours-0-closes", f"Hours of the week, row 1, Closes: {late}"),
        ("id_hours-1-opens", f"Hours of the week, row 2, Opens: {soon}"),
    ]
    assert all(f'<a href="#{control}">' in answer.text for control, _words in answer.context["things"])
    assert 'value="soon"' in answer.text


def test_no_other_door_leads_to_a_practitioners_patients(cast, nora, client, sign_in):
    """Owners link accounts, never their own; managers cannot at all (D4)."""
    change(nora, cast.petra, user=str(cast.finn.pk))
    cast.petra.refresh_from_db()
    assert cast.petra.user == cast.finn
    Practitioner.objects.filter(pk=cast.petra.pk).update(user=cast.nora)
    change(nora, cast.petra, user=str(cast.finn.pk))
    cast.petra.refresh_from_db()
    assert cast.petra.user == cast.nora
    MembershipFactory(user=cast.dov, clinic=cast.harbour, roles=[Role.MANAGER])
    change(sign_in(client, cast.dov), cast.quinn, user=str(cast.dov.pk))
    cast.quinn.refresh_from_db()
    assert cast.quinn.user == cast.quinn_account


# Days, times, places ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        ("", "", []),
        ("9:00", "12:00", []),
        ("9:00", "", ["Give both times, or neither for a closed day."]),
        ("", "12:00", ["Give both times, or neither for a closed day."]),
        ("12:00", "9:00", ["Closing must come after opening."]),
    ],
)
def test_a_day_that_differs(cast, nora, opens, closes, words):
    data = {"practitioner": cast.petra.pk, "location": cast.at_harbour.place.pk, "date": "2026-12-24"}
    answer = nora.post(url(HoursException, "add"), data | {"opens": opens, "closes": closes})
    assert (refused(answer) if words else []) == words
    assert HoursException.objects.count() == (0 if words else 1)


def test_time_off_is_typed_and_shown_in_the_clinics_time(cast, nora):
    data = {"bookable": cast.petra.pk, "starts_at": "2026-12-24T09:00", "ends_at": "2026-12-26T17:00"}
    assert nora.post(url(TimeOff, "add"), data).status_code == 302
    away = TimeOff.objects.get()
    assert away.starts_at == datetime(2026, 12, 24, 13, 0, tzinfo=UTC)
    assert 'value="2026-12-24T09:00"' in nora.get(url(TimeOff, "change", away.pk)).text
    backwards = nora.post(url(TimeOff, "add"), data | {"ends_at": "2026-12-23T17:00"})
    assert refused(backwards) == ["The end must come after the beginning."]


def test_what_is_in_use_is_not_deleted_and_says_why_without_names(cast, nora):
    page = url(Location, "delete", cast.at_harbour.place.pk)
    text = nora.get(page).text
    assert "1 Harbour Street cannot be deleted" in text and "<li>Appointments: 3</li>" in text
    assert "Treatment" not in text
    answer = nora.post(page, {"post": "yes"})
    assert (answer.status_code, Location.objects.filter(pk=cast.at_harbour.place.pk).exists()) == (200, True)


def test_what_is_not_in_use_goes(cast, nora):
    empty = Location.objects.create(clinic=cast.harbour, name="Annexe")
    assert "Delete Annexe?" in nora.get(url(Location, "delete", empty.pk)).text
    assert nora.post(url(Location, "delete", empty.pk), {"post": "yes"}).status_code == 302
    assert not Location.objects.filter(pk=empty.pk).exists()


# The clinic -------------------------------------------------------------------------------------------


def test_colours_that_cannot_be_read_are_refused_with_a_better_one(cast, nora):
    [words] = refused(change(nora, cast.harbour, brand="#ffee88"))
    assert words.startswith("Hard to read: ") and "at least 4.5 is needed. Try #" in words
    better = words.rpartition("Try ")[2].rstrip(".")
    assert change(nora, cast.harbour, brand=better).status_code == 302


def test_owners_cannot_take_another_clinics_host(cast, nora):
    change(nora, cast.harbour, hosts="lakeside.localhost", slug="lakeside")
    cast.harbour.refresh_from_db()
    assert (cast.harbour.slug, cast.harbour.hosts) == ("harbour", ["testserver", "localhost", "127.0.0.1"])


def test_the_operator_is_told_when_a_host_is_taken(cast, client, sign_in):
    from accounts.tests.factories import AccountFactory

    sign_in(client, AccountFactory(is_superuser=True, is_staff=True))
    answer = change(client, cast.harbour, hosts="testserver, LAKESIDE.localhost")
    assert refused(answer) == ["Another clinic answers at lakeside.localhost."]


# What was done ----------------------------------------------------------------------------------------


def test_changes_are_written_down_and_shown(cast, nora):
    change(nora, cast.at_harbour.place, name="2 Harbour Street")
    event = Event.objects.get(verb="settings.changed")
    assert (event.actor, event.clinic, event.target_kind) == (
        cast.nora.pk,
        cast.harbour.pk,
        "clinic.location",
    )
    text = nora.get(url(Location, "history", cast.at_harbour.place.pk)).text
    assert "Nora Cast" in text and "Changed Name" in text


def test_pages_carry_no_script_and_no_style(cast, nora):
    for page in (
        reverse("admin:index"),
        url(Practitioner, "change", cast.petra.pk),
        url(OpeningHours, "changelist"),
    ):
        text = nora.get(page).text
        assert "<style" not in text and "style=" not in text and "jquery" not in text


def test_an_offer_that_another_page_saved_meanwhile_is_refused_in_words(cast, nora):
    page = url(Service, "change", cast.treatment.pk)
    inside = nora.get(page).context["inline_admin_formsets"][0].formset
    again = f"{inside.prefix}-{inside.initial_form_count()}"
    place = Location.objects.create(clinic=cast.harbour, name="Elsewhere")
    data = posted(nora.get(page)) | {f"{again}-practitioner": cast.petra.pk, f"{again}-location": place.pk}
    assert nora.post(page, data).status_code == 302
    before = cast.treatment.offers.count()
    assert "This stands here twice. Tick one of them to take it out." in refused(nora.post(page, data))
    assert cast.treatment.offers.count() == before


def test_time_off_beyond_all_calendars_is_refused_in_words(cast, nora):
    away = TimeOff(bookable=cast.petra, starts_at=AT, ends_at=AT.replace(year=9999))
    with pytest.raises(ValidationError, match="Use dates between 1970 and 2199"):
        away.full_clean()
