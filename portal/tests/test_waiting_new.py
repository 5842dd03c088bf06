"""Somebody whom the clinic does not know yet joins the waiting list: they get the record that booking would make."""

import pytest
from django.urls import reverse

from booking.actions.cancelling import cancel
from booking.models import Appointment, WaitingEntry
from booking.tests.waiting import FRIDAY, NINE, full_friday, offers, rules, wait
from common.tests.moment import AT
from portal.tests.test_waiting import DAY, answer, asked, url
from records.models import Grant, Patient
from tray.models import Item


def new(kind="self", **changes) -> dict:
    """Somebody the clinic does not know yet, typed on the same page."""
    day = {"day": 3, "month": 5, "year": 2015}
    born = {f"{kind}-date_of_birth_{part}": value for part, value in day.items()}
    named = {f"{kind}-given_name": "Kim", f"{kind}-family_name": "Stranger", f"{kind}-relation": "parent"}
    return asked(patient=kind, **(named | born | changes))


def test_whoever_is_new_joins_and_takes_a_time(cast, client, sign_in):
    first, _rest = full_friday(cast)
    page = sign_in(client, cast.dov).get("/portal/waiting/?service=treatment").content.decode()
    assert 'name="patient" id="patient" value="self" checked' in page and "My child or someone else" in page
    before = Patient.objects.count()
    joined = [client.post("/portal/waiting/", new()) for _twice in range(2)]
    entry = WaitingEntry.objects.get()
    assert [sent.url for sent in joined] == [url(entry)] * 2
    patient = entry.patient
    assert Patient.objects.count() == before + 1
    assert (patient.name, patient.clinic, patient.email, patient.made_online) == (
        "Kim Stranger", cast.harbour, cast.dov.email, True,
    )  # fmt: skip
    grant = Grant.objects.get(account=cast.dov, patient=patient)
    assert (grant.level, grant.relation) == ("limited", "self")
    cancel(first, by=cast.nora, at=AT)
    (offered,) = offers(cast)
    assert "Fri 20 Nov, 9:00 am came free." in client.get(reverse("portal:patient", args=[patient.pk])).text
    assert answer(client, offered, "take").url == reverse("booking:done", args=[offered.hold_id])
    assert Appointment.objects.get(patient=patient).starts_at == NINE


def test_a_child_who_is_new_gets_a_record_and_is_looked_at_if_there_is_one_like_it(cast, client, sign_in):
    alike = {"other-given_name": "Kit", "other-family_name": cast.kit_record.family_name}
    born = cast.kit_record.date_of_birth
    alike |= {f"other-date_of_birth_{part}": getattr(born, part) for part in ("day", "month", "year")}
    sign_in(client, cast.dov).post("/portal/waiting/", new("other", **alike))
    patient = WaitingEntry.objects.get().patient
    assert patient != cast.kit_record
    assert Item.objects.get(kind="possible_duplicate").patient == patient.pk
    assert Grant.objects.get(account=cast.dov).relation == "parent"


@pytest.mark.parametrize(
    "wrong", [{"other-given_name": ""}, {"other-date_of_birth_year": 2031}, {"part": ""}]
)
def test_somebody_new_is_not_made_before_everything_is_right(cast, client, sign_in, wrong):
    before = Patient.objects.count()
    page = sign_in(client, cast.dov).post("/portal/waiting/", new("other", **wrong))
    assert page.status_code == 422 and "There is one thing to fix" in page.content.decode()
    assert 'value="Stranger"' in page.content.decode()
    rules(cast, has_waiting_list=False)
    assert client.post("/portal/waiting/", new()).status_code == 404
    assert (Patient.objects.count(), WaitingEntry.objects.count()) == (before, 0)


def test_nobody_new_is_made_for_an_account_that_waits_for_ten_things(cast, client, sign_in):
    for days in range(10):
        wait(cast, cast.ana, cast.ana_record, last_day=FRIDAY + days * DAY)
    before = Patient.objects.count()
    page = sign_in(client, cast.ana).post("/portal/waiting/", new("other"))
    assert page.status_code == 422 and "You wait for ten things already." in page.content.decode()
    assert Patient.objects.count() == before


def test_a_visit_of_returning_patients_is_not_for_somebody_new(cast, client, sign_in):
    type(cast.treatment).objects.filter(pk=cast.treatment.pk).update(audience="returning")
    page = sign_in(client, cast.ana).get("/portal/waiting/?service=treatment").content.decode()
    assert "Who is it for?" not in page
    assert client.post("/portal/waiting/", new("other")).status_code == 422
    assert client.post("/portal/waiting/", asked()).status_code == 302


def test_oneself_typed_with_another_name_is_nobody_saved(cast, client, sign_in):
    client = sign_in(client, cast.dov)
    client.post("/portal/waiting/", new())
    other = client.post("/portal/waiting/", new(**{"self-given_name": "Maya"}))
    assert other.status_code == 422 and "Choose who it is for" in other.content.decode()
    assert WaitingEntry.objects.count() == 1


@pytest.mark.parametrize("approval", ["request", "auto"])
def test_an_offer_says_where_the_clinic_is_only_asked(cast, client, sign_in, approval):
    rules(cast, approval_new=approval)
    first, _rest = full_friday(cast)
    sign_in(client, cast.dov).post("/portal/waiting/", new())
    cancel(first, by=cast.nora, at=AT)
    (offered,) = offers(cast)
    page = client.get(url(offered.entry)).content.decode()
    assert ("The clinic wants to be asked first" in page) == (approval == "request")
    answer(client, offered, "take")
    asked = Appointment.objects.get(patient=offered.patient).status
    assert asked == {"request": "requested", "auto": "booked"}[approval]
