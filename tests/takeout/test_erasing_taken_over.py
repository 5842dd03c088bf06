"""Somebody asked that a record be erased, and the patient asks too: it is theirs, also when two records are parted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD, AccountFactory
from accounts.tests.mailed import arrived
from common.tests.moment import AT, LONG_AGO
from records.actions import erasing
from records.actions.joining import merging
from records.models import Erasure, Merge, Patient
from records.tests.factories import GrantFactory, PatientFactory
from tests.merging.test_every_row import joined, settle
from tray.models import Item

LATER = AT + timedelta(hours=1)
LATER_STILL = LATER + timedelta(hours=1)


@pytest.fixture
def kept(cast):
    return PatientFactory(clinic=cast.harbour, created_at=LONG_AGO)


@pytest.fixture
def gone(cast):
    return PatientFactory(clinic=cast.harbour, email="gone@example.org", created_at=LONG_AGO)


@pytest.fixture
def account(kept):
    account = AccountFactory(email="own@example.org")
    GrantFactory(account=account, patient=kept, full=True)
    return account


def again(row):
    return type(row).objects.get(pk=row.pk)


def promised(gone, *, cast):
    """It was decided that this record goes."""
    asked = erasing.ask(gone, by=cast.ben, at=AT, by_patient=True, email="gone@example.org")
    erasing.accept(asked, by=cast.nora, at=AT)
    arrived(at=AT)
    return again(gone)


def own_request(patient, account):
    return erasing.ask(again(patient), by=account, at=LATER, by_patient=True, email=account.email)


def parted(merge, *, cast):
    merging.undo(Merge.objects.get(pk=merge.pk), by=cast.nora, at=LATER_STILL)
    settle()


def open_ones() -> set:
    return set(Erasure.objects.open().values_list("patient", "asked_by", "by_patient", "email"))


def waiting() -> set:
    return set(Item.objects.filter(kind="erasure_asked", done_at=None).values_list("target", "patient"))


def test_asked_anew_about_both_and_asked_by_the_patient_it_stays(cast, kept, gone, account, client, sign_in):
    merge = joined(kept, promised(gone, cast=cast), by=cast.nora)
    own = own_request(kept, account)
    sign_in(client, account)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    url = reverse("portal:erasure", args=[kept.pk])
    assert client.get(url).context["is_asked"]
    parted(merge, cast=cast)
    assert client.get(url).context["is_asked"]
    assert open_ones() == {(kept.pk, account.pk, True, "own@example.org")}
    assert waiting() == {(f"records.erasure:{own.pk}", kept.pk)}


def test_not_asked_by_the_patient_it_is_over(cast, kept, gone, account):
    """The control."""
    merge = joined(kept, promised(gone, cast=cast), by=cast.nora)
    parted(merge, cast=cast)
    assert (open_ones(), waiting()) == (set(), set())


def test_the_answer_goes_to_who_asked_last(cast, kept, gone, account):
    joined(kept, promised(gone, cast=cast), by=cast.nora)
    erasing.decline(again(own_request(kept, account)), by=cast.nora, at=LATER, reason="no")
    assert [mail.to for mail in arrived(at=LATER) if "asked" in mail.subject] == [["own@example.org"]]


def test_a_request_that_came_along_goes_home_and_each_has_their_own(cast, kept, gone, account):
    asked = erasing.ask(gone, by=cast.ben, at=AT, by_patient=True, email=cast.ben.email)
    merge = joined(kept, gone, by=cast.nora)
    assert own_request(kept, account) == asked
    assert open_ones() == {(kept.pk, account.pk, True, "own@example.org")}
    parted(merge, cast=cast)
    assert open_ones() == {
        (kept.pk, account.pk, True, "own@example.org"),
        (gone.pk, cast.ben.pk, True, cast.ben.email),
    }
    mine = Erasure.objects.get(patient=kept)
    assert (again(asked).patient, again(asked).asked_at, mine.asked_at) == (gone, AT, LATER)
    assert waiting() == {
        (f"records.erasure:{asked.pk}", gone.pk),
        (f"records.erasure:{mine.pk}", kept.pk),
    }


def test_asked_at_the_clinic_first_it_is_the_patients_own(cast, kept, account):
    asked = erasing.ask(kept, by=cast.nora, at=AT, by_patient=False)
    assert own_request(kept, account) == asked
    assert open_ones() == {(kept.pk, account.pk, True, "own@example.org")}


def test_what_the_patient_asked_the_clinic_does_not_take_over(cast, kept, account):
    own = own_request(kept, account)
    assert erasing.ask(again(kept), by=cast.nora, at=LATER_STILL, by_patient=False) == own
    assert open_ones() == {(kept.pk, account.pk, True, "own@example.org")}


def test_declined_while_they_were_one_each_knows(cast, kept, gone, account):
    asked = erasing.ask(gone, by=cast.ben, at=AT, by_patient=True, email=cast.ben.email)
    merge = joined(kept, gone, by=cast.nora)
    own_request(kept, account)
    erasing.decline(again(asked), by=cast.nora, at=LATER, reason="no")
    parted(merge, cast=cast)
    assert set(Erasure.objects.values_list("patient", "asked_by", "accepted", "reason")) == {
        (kept.pk, account.pk, False, "no"),
        (gone.pk, cast.ben.pk, False, "no"),
    }
    assert Patient.objects.get(pk=gone.pk).email == "gone@example.org"
