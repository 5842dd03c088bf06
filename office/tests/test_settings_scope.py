"""Settings show, offer and accept this clinic's rows only. Every table is walked, so that a new one is held as well."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.forms import ModelChoiceField
from django.urls import reverse

from booking.models import ServiceForm
from clinic.models import Clinic, Membership, Offer, OpeningHours, Practitioner, Service, TimeOff
from clinic.tests import factories
from common.tests.moment import AT
from office.tests.settings_pages import posted, refused, url
from records.models import AccessRules, RetentionRules
from smartforms.models import Preferences

TABLES = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def nora(cast, client, sign_in):
    """Both clinics have a row in every table; Nora of Harbour asks."""
    for house, person in ((cast.at_harbour, cast.petra), (cast.at_lakeside, cast.lena)):
        factories.ResourceFactory(clinic=house.clinic)
        factories.HoursExceptionFactory(practitioner=person, location=house.place, date=AT.date())
        factories.ClosureFactory(clinic=house.clinic)
        factories.TimeOffFactory(bookable=person, starts_at=AT, ends_at=AT.replace(hour=20))
        AccessRules.objects.create(clinic=house.clinic)
        RetentionRules.objects.create(clinic=house.clinic)
        Preferences.objects.create(clinic=house.clinic)
    return sign_in(client, cast.nora)


def rows(model, clinic):
    return model._default_manager.filter(**{admin.site._registry[model].way: clinic.pk})


def fields_of(answer):
    """Every field of a page's form and of the rows inside it."""
    forms = [answer.context["adminform"].form]
    for formset in answer.context["inline_admin_formsets"]:
        forms += [*formset.formset.forms, formset.formset.empty_form]
    return [field for form in forms for field in form.fields.values() if not field.widget.is_hidden]


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_lists_hold_only_this_clinics_rows(cast, nora, model):
    own, foreign = rows(model, cast.harbour), rows(model, cast.lakeside)
    assert own.exists() and foreign.exists()
    answer = nora.get(url(model, "changelist"))
    if answer.status_code == 302:
        assert answer.headers["Location"] == url(model, "change", own.get().pk)
    else:
        assert {row.pk for row in answer.context["cl"].result_list} == set(own.values_list("pk", flat=True))


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_a_foreign_row_is_a_missing_one(cast, nora, model):
    for key in (rows(model, cast.lakeside).first().pk, 987654321, "x"):
        for page in ("change", "history", "delete"):
            assert nora.get(url(model, page, key)).status_code in {404, 403}, page
        assert nora.post(url(model, "change", key), {"name": "Stolen"}).status_code == 404
    own = rows(model, cast.harbour).first()
    assert nora.get(url(model, "change", own.pk)).status_code == 200


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_choices_hold_only_this_clinics_rows(cast, nora, model):
    pages = [url(model, "change", rows(model, cast.harbour).first().pk)]
    if nora.get(url(model, "add")).status_code == 200:
        pages.append(url(model, "add"))
    for page in pages:
        answer = nora.get(page)
        for field in fields_of(answer):
            if isinstance(field, ModelChoiceField):
                assert {clinic_of(row) for row in field.queryset} <= {cast.harbour.pk}, field.label
        assert "Lakeside" not in answer.text and "Lena" not in answer.text and "omar@" not in answer.text


def clinic_of(row):
    if isinstance(row, get_user_model()):
        return Membership.objects.get(user=row, ended_at=None).clinic_id
    if hasattr(row, "clinic_id"):
        return row.clinic_id
    return clinic_of(
        next(getattr(row, name) for name in ("practitioner", "service", "bookable") if hasattr(row, name))
    )


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_only_the_filters_on_the_page_are_answered(nora, model):
    """`?…__password__startswith=` would tell a secret letter by letter."""
    for lookup in (
        "user__password__startswith",
        "practitioner__user__email",
        "clinic__memberships__user__email",
        "pk__gt",
    ):
        assert nora.get(url(model, "changelist"), {lookup: "a"}).status_code in {302, 400}


def test_filters_offer_and_answer_only_this_clinics_rows(cast, nora):
    answer = nora.get(url(OpeningHours, "changelist"), {"practitioner__id__exact": cast.lena.pk})
    assert list(answer.context["cl"].result_list) == []
    offered = [
        str(choice["display"])
        for choice in answer.context["cl"].filter_specs[0].choices(answer.context["cl"])
    ]
    assert offered == ["All", "Petra Cast", "Quinn Cast"]


def test_rows_without_a_heading_are_found_as_well(cast, nora):
    lone = factories.ServiceFactory(clinic=cast.harbour, title="Lone")
    answer = nora.get(url(Service, "changelist"), {"category__isnull": "True"})
    assert list(answer.context["cl"].result_list) == [lone]


# Every page of every table ----------------------------------------------------------------------------


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_every_page_is_in_the_offices_frame_and_asks_for_nothing_elsewhere(cast, nora, model):
    """The list, a form, what was done, the question before deleting; also where a library would open a window."""
    own = rows(model, cast.harbour).first().pk
    pages = [url(model, "changelist"), url(model, "add")]
    pages += [url(model, page, own) for page in ("change", "history", "delete")]
    for page in [*pages, *(f"{page}?_popup=1&_to_field=id" for page in pages)]:
        answer = nora.get(page)
        if answer.status_code == 200:
            assert "shells/office.html" in [template.name for template in answer.templates], page
            words = answer.text
            assert "Lakeside" not in words and "Lena" not in words and "omar@" not in words, page
            assert "/admin/jsi18n/" not in words and "admin/js/" not in words, page
        else:
            assert answer.status_code in {302, 400, 403}, page


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_no_key_but_its_own_opens_a_row_and_many_at_once_open_none(cast, nora, model):
    """A window of choices, a row by another column, actions on many: none of them leads past the clinic."""
    foreign = rows(model, cast.lakeside)
    before, row = foreign.count(), foreign.first()
    for asked in ("?_popup=1", "?_to_field=id", "?_popup=1&_to_field=id", "?_changelist_filters=clinic%3D2"):
        for page in ("change", "history", "delete"):
            assert nora.get(url(model, page, row.pk) + asked).status_code in {400, 403, 404}, asked
    for key in ("clinic__slug", "user__password", "password"):
        for page in (url(model, "changelist"), url(model, "change", row.pk)):
            assert nora.get(page, {"_to_field": key}).status_code in {302, 400, 404}, key
    many = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes", "select_across": "1"}
    nora.post(url(model, "changelist"), many)
    nora.post(url(model, "delete", row.pk) + "?_popup=1", {"post": "yes"})
    assert foreign.count() == before


# Posting what was not offered ----------------------------------------------------------------------


CHOICE = "Select a valid choice. That choice is not one of the available choices."


def test_hours_for_anothers_practitioner_are_refused(cast, nora):
    hours = {"weekday": 0, "opens": "9:00", "closes": "12:00"}
    for foreign in (
        {"practitioner": cast.lena.pk, "location": cast.at_harbour.place.pk},
        {"practitioner": cast.petra.pk, "location": cast.at_lakeside.place.pk},
    ):
        before = OpeningHours.objects.count()
        assert refused(nora.post(url(OpeningHours, "add"), hours | foreign)) == [CHOICE]
        assert OpeningHours.objects.count() == before


def test_time_off_for_anothers_room_is_refused(cast, nora):
    data = {"bookable": cast.lena.pk, "starts_at": "2026-12-24T09:00", "ends_at": "2026-12-26T09:00"}
    assert refused(nora.post(url(TimeOff, "add"), data)) == [CHOICE]


@pytest.mark.parametrize("field", ["practitioner", "location"])
def test_offers_of_others_are_refused(cast, nora, field):
    page = url(Service, "change", cast.treatment.pk)
    foreign = {"practitioner": cast.lena.pk, "location": cast.at_lakeside.place.pk}
    data = posted(nora.get(page), **{f"offers-0-{field}": foreign[field]})
    assert refused(nora.post(page, data)) == [CHOICE]
    assert not Offer.objects.filter(service=cast.treatment, **{f"{field}_id": foreign[field]}).exists()


def test_forms_rooms_and_headings_of_others_are_refused(cast, nora):
    page = url(Service, "change", cast.treatment.pk)
    room = cast.lakeside.bookables.exclude(pk=cast.lena.pk).get()
    foreign = {
        "service_forms-0-template": cast.at_lakeside.form.pk,
        "resources": [room.pk],
        "category": cast.at_lakeside.treatment.category_id,
    }
    words = refused(nora.post(page, posted(nora.get(page), **foreign)))
    assert sorted(words) == sorted(
        [CHOICE, CHOICE, f"Select a valid choice. {room.pk} is not one of the available choices."]
    )
    assert not ServiceForm.objects.filter(service=cast.treatment).exists()


def test_accounts_outside_the_team_cannot_become_practitioners(cast, nora):
    page = url(Practitioner, "change", cast.petra.pk)
    for account in (cast.omar, cast.ana, cast.nora):
        assert refused(nora.post(page, posted(nora.get(page), user=str(account.pk)))) == [CHOICE]
    cast.petra.refresh_from_db()
    assert cast.petra.user == cast.petra_account


def test_rows_inside_cannot_be_taken_from_another_page(cast, nora):
    """An offer of Lakeside's service named in the rows of ours stays where it is."""
    page = url(Service, "change", cast.treatment.pk)
    theirs = Offer.objects.filter(service=cast.at_lakeside.treatment).first()
    nora.post(page, posted(nora.get(page), **{"offers-0-id": theirs.pk, "offers-0-DELETE": "on"}))
    assert Offer.objects.filter(pk=theirs.pk, service=cast.at_lakeside.treatment).exists()


def test_a_new_row_belongs_to_the_clinic_whatever_was_posted(cast, nora):
    nora.post(
        reverse("admin:clinic_location_add"), {"name": "Annexe", "order": 1, "clinic": cast.lakeside.pk}
    )
    assert list(Clinic.objects.filter(locations__name="Annexe")) == [cast.harbour]
