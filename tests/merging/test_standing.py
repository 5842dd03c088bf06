"""Both records are held, locked down, or deny somebody, and are joined: both count, each is lifted by its own press."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.tests.factories import PASSWORD, AccountFactory
from common.tests.moment import AT, LONG_AGO
from records.actions import deny, erasing, lift_denial, lift_lock_down, lock_down
from records.actions.joining import merging
from records.joining.standing import standing_of
from records.models import Denial, Grant, LegalHold, Lockdown, Merge, Patient
from records.models.access import Relation
from records.tests.factories import GrantFactory, PatientFactory
from tests.merging.test_every_row import joined, settle

LATER = AT + timedelta(hours=1)


@pytest.fixture
def three(cast):
    return tuple(PatientFactory(clinic=cast.harbour, created_at=LONG_AGO) for _ in range(3))


@pytest.fixture
def nora(cast, client, sign_in):
    sign_in(client, cast.nora)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def again(row):
    return type(row).objects.get(pk=row.pk)


def held(cast, *records):
    """Each by a court of its own."""
    for number, record in enumerate(records):
        erasing.hold(record, by=cast.nora, at=AT + timedelta(minutes=number), reason=f"court {number}")


def reasons(model, patient) -> list:
    return [fact.reason for fact in standing_of(model, patient)]


def test_both_holds_keep_all_of_it(cast, three):
    kept, gone, _other = three
    Patient.objects.filter(pk=gone.pk).update(phone="902 555 0100")
    held(cast, kept, gone)
    joined(again(kept), again(gone), by=cast.nora)
    kept = again(kept)
    assert reasons(LegalHold, kept) == ["court 0", "court 1"]
    asked = erasing.ask(kept, by=cast.ben, at=AT, by_patient=True)
    for left in (["court 1"], []):
        with pytest.raises(erasing.Held):
            erasing.accept(asked, by=cast.nora, at=LATER)
        erasing.lift_hold(kept, by=cast.nora, at=LATER)
        assert reasons(LegalHold, kept) == left
    assert again(gone).phone == "902 555 0100"
    assert erasing.accept(asked, by=cast.nora, at=LATER)


def test_parted_again_each_has_what_was_not_lifted(cast, three):
    """By way of a third record: each hold goes home with its own."""
    last, middle, first = three
    held(cast, last, middle, first)
    inner = joined(again(middle), again(first), by=cast.nora)
    outer = joined(again(last), again(middle), by=cast.nora)
    for _each in range(2):
        erasing.lift_hold(again(last), by=cast.nora, at=LATER)
    assert reasons(LegalHold, again(last)) == ["court 2"]
    for merge in (outer, inner):
        merging.undo(again(merge), by=cast.nora, at=LATER)
        settle()
    assert [reasons(LegalHold, again(record)) for record in three] == [[], [], ["court 2"]]
    assert dict(LegalHold.objects.values_list("reason", "patient")) == {
        f"court {number}": record.pk for number, record in enumerate(three)
    }


def test_both_holds_are_listed_and_lifted_one_by_one(cast, three, nora):
    kept, gone, _other = three
    held(cast, kept, gone)
    joined(again(kept), again(gone), by=cast.nora)
    url = reverse("office:retention", args=[kept.pk])
    mine, theirs = nora.get(url).context["holds"]
    assert (mine["text"].rpartition(": ")[2], theirs["text"].rpartition(": ")[2]) == ("court 0", "court 1")
    page = nora.get(theirs["lift_url"])
    assert "court 1" in page.text and "court 0" not in page.text
    assert "Another hold stands" in page.text
    for _press in range(2):  # a double click lifts no other one
        assert nora.post(theirs["lift_url"]).status_code == 302
        assert reasons(LegalHold, again(kept)) == ["court 0"]
    assert nora.get(theirs["lift_url"]).status_code == 404
    assert "Another hold stands" not in nora.get(mine["lift_url"]).text
    nora.post(mine["lift_url"])
    assert nora.get(url).context["holds"] == []


def test_a_lock_down_of_either_keeps_it_shut(cast, three):
    kept, gone, _other = three
    account = AccountFactory()
    GrantFactory(account=account, patient=gone, full=True, relation=Relation.CARER)
    lock_down(kept, by=cast.nora, at=AT, reason="one")
    lock_down(gone, by=cast.nora, at=AT, reason="other")
    merge = joined(again(kept), again(gone), by=cast.nora)
    live = Grant.objects.live(at=LATER).filter(account=account)
    lift_lock_down(again(kept), by=cast.nora, at=LATER)
    assert (reasons(Lockdown, again(kept)), live.exists()) == (["other"], False)
    merging.undo(Merge.objects.get(pk=merge.pk), by=cast.nora, at=LATER)
    settle()
    assert (reasons(Lockdown, again(kept)), reasons(Lockdown, again(gone))) == ([], ["other"])
    lift_lock_down(again(gone), by=cast.nora, at=LATER)
    assert live.exists()


def test_both_lock_downs_are_listed_and_lifted_one_by_one(cast, three, nora):
    kept, gone, _other = three
    account = AccountFactory(email="sees@example.org")
    GrantFactory(account=account, patient=kept, full=True, relation=Relation.CARER)
    lock_down(kept, by=cast.nora, at=AT, reason="one")
    lock_down(gone, by=cast.nora, at=AT, reason="other")
    joined(again(kept), again(gone), by=cast.nora)
    url = reverse("office:access", args=[kept.pk])
    mine, theirs = nora.get(url).context["lockdowns"]
    assert (mine["text"].rpartition(". ")[2], theirs["text"].rpartition(". ")[2]) == ("one", "other")
    page = nora.get(mine["lift_url"])
    assert "Another lock-down stands" in page.text and "other" not in page.context["facts"]
    for _press in range(2):
        assert nora.post(mine["lift_url"]).status_code == 302
    [left] = nora.get(url).context["lockdowns"]
    assert left == theirs
    assert page.context["doors"] == []
    assert nora.get(theirs["lift_url"]).context["doors"] == ["sees@example.org"]
    nora.post(theirs["lift_url"])
    assert nora.get(url).context["lockdowns"] == []


# Denials ------------------------------------------------------------------------------------------


def denied(cast, account, *records):
    """Each by a court of its own."""
    for number, record in enumerate(records):
        deny(record, account, by=cast.nora, at=AT, reason=f"court {number}")


def sees(account, patient) -> bool:
    return Grant.objects.live(at=LATER).filter(account=account, patient=patient).exists()


def test_who_is_denied_both_records_sees_nothing_until_both_are_lifted(cast, three, nora):
    kept, gone, _other = three
    account = AccountFactory()
    GrantFactory(account=account, patient=kept, full=True, relation=Relation.CARER)
    denied(cast, account, kept, gone)
    joined(again(kept), again(gone), by=cast.nora)
    for left in (["court 1"], []):
        page = nora.get(reverse("office:access", args=[kept.pk]))
        (row,) = page.context["denials"]
        asked = nora.get(row["url"]).context["text"]
        assert ("Another denial stands" in asked) == bool(left)
        for _twice in range(2):
            nora.post(row["url"])
        assert [one.reason for one in standing_of(Denial, kept, account=account.pk)] == left
        assert sees(account, kept) == (not left)


def test_parted_again_the_denial_that_was_not_lifted_is_where_it_was(cast, three):
    kept, gone, _other = three
    account = AccountFactory()
    for record in (kept, gone):
        GrantFactory(account=account, patient=record, full=True, relation=Relation.CARER)
    denied(cast, account, kept, gone)
    merge = joined(again(kept), again(gone), by=cast.nora)
    lift_denial(Denial.objects.get(patient=kept), by=cast.nora, at=LATER)
    merging.undo(again(merge), by=cast.nora, at=LATER)
    settle()
    assert [(one.patient, one.reason) for one in Denial.objects.filter(lifted_at=None)] == [(gone, "court 1")]
    assert (sees(account, kept), sees(account, gone)) == (True, False)
