"""Making a record of somebody new: who is looked for first, and what follows."""

from django.urls import reverse

from office.tests.people import place
from records.models import Patient
from tray.models import Item

NEW = {
    "given_name": "Robin", "family_name": "Vale", "phone": "902 555 0100", "email": "robin@example.org",
    "date_of_birth_day": "4", "date_of_birth_month": "5", "date_of_birth_year": "1988",
}  # fmt: skip


def test_from_the_calendar_to_a_new_patient_to_their_visit(cast, finn):
    day = finn.get(reverse("office:calendar"))
    whom = finn.get(day.context["book_url"])
    assert whom.context["rows"][0]["url"] == place("booking", cast.ana_record)
    added = finn.post(whom.context["new_url"], NEW)
    robin = Patient.objects.get(given_name="Robin")
    assert added.url == place("booking", robin)
    assert (robin.clinic, robin.made_online, robin.email) == (cast.harbour, False, "robin@example.org")


def test_who_is_here_already_is_shown_first(cast, finn):
    twin = NEW | {"given_name": "ANA", "family_name": "Cast"}
    page = finn.post(reverse("office:new_patient"), twin)
    assert page.status_code == 422
    assert [one["url"] for one in page.context["twins"]] == [place("patient", cast.ana_record)]
    assert place("patient", cast.zoe_record) not in page.text
    another = twin | {"is_another": "on", "twin": [one["id"] for one in page.context["twins"]]}
    assert finn.post(reverse("office:new_patient"), another).status_code == 302
    assert Item.objects.filter(kind="possible_duplicate").count() == 1


def test_what_was_ticked_of_one_is_not_said_of_another(cast, finn):
    new, twin = reverse("office:new_patient"), NEW | {"given_name": "ANA", "family_name": "Cast"}
    ticked = twin | {"is_another": "on", "twin": [str(cast.ana_record.pk)]}
    assert finn.post(new, ticked).status_code == 302
    again = finn.post(new, ticked)  # pressed twice
    assert again.status_code == 422 and len(again.context["twins"]) == 2
    assert not again.context["form"]["is_another"].value()
    assert finn.post(new, twin | {"is_another": "on"}).status_code == 422
    assert Patient.objects.filter(clinic=cast.harbour, sort_name="cast ana").count() == 2


def test_somebody_who_is_here_already_is_booked_all_the_same(cast, finn):
    new = f"{reverse('office:new_patient')}?then=visit"
    page = finn.post(new, NEW | {"given_name": "Ana", "family_name": "Cast"})
    assert [one["url"] for one in page.context["twins"]] == [place("booking", cast.ana_record)]
    assert page.context["back_url"] == f"{reverse('office:patients')}?then=visit"
    nobody = finn.get(page.context["back_url"], {"q": "xyz", "then": "visit"})
    assert f'href="{reverse("office:patients")}?then=visit"' in nobody.text


def test_records_are_made_by_those_who_keep_them(cast, client, sign_in):
    petra = sign_in(client, cast.petra_account)
    assert petra.get(reverse("office:new_patient")).status_code == 403
    assert petra.get(reverse("office:patients")).context["new_url"] == ""
    assert "book_url" not in petra.get(reverse("office:calendar")).context
