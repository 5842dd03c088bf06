"""It is accepted that a record of two that were joined goes, and they are parted again: nobody sees what is to go."""

from datetime import timedelta

import pytest

from accounts.tests.factories import AccountFactory
from accounts.tests.mailed import arrived
from common.tests.moment import AT, LONG_AGO
from records.actions import erasing
from records.actions.joining import merging
from records.models import Chart, Erasure, Grant, Merge, Patient, PatientDetails
from records.tests.factories import ChartFactory, GrantFactory, PatientFactory
from tests.merging.test_every_row import joined, settle
from tests.takeout.test_erasing import IN_ELEVEN_YEARS

LATER = AT + timedelta(hours=1)


@pytest.fixture
def two(cast):
    return tuple(
        PatientFactory(clinic=cast.harbour, created_at=LONG_AGO, given_name=name)
        for name in ("Qkept", "Qgone")
    )


def again(row):
    return type(row).objects.get(pk=row.pk)


def accepted(patient, *, by, who, at=AT):
    asking = erasing.ask(again(patient), by=who, at=at, by_patient=True)
    erasing.accept(asking, by=by, at=at)
    return asking


def parted(merge, *, by):
    found = merging.undo(again(merge), by=by, at=LATER)
    settle()
    return found


def promised() -> set:
    return set(Erasure.objects.promised().values_list("patient", flat=True))


@pytest.mark.parametrize("stays", ["kept", "gone"])
def test_no_account_comes_back(cast, two, stays):
    """Both accounts are the patient, and one was chosen: the other's place is not given back."""
    kept, gone = two
    accounts = {"kept": AccountFactory(), "gone": AccountFactory()}
    GrantFactory(account=accounts["kept"], patient=kept, full=True)
    GrantFactory(account=accounts["gone"], patient=gone, full=True)
    for record in two:
        ChartFactory(patient=record, practitioner=cast.petra)
    merge = joined(kept, gone, by=cast.nora, chosen=accounts[stays].pk)
    accepted(kept, by=cast.nora, who=accounts[stays])
    ended = len(again(merge).grants)
    assert len(parted(merge, by=cast.nora).grants) == ended > 0
    assert not Grant.objects.filter(revoked_at=None, patient__in=two).exists()
    for account in accounts.values():
        assert not Chart.objects.visible_to(account, at=LATER).exists()


def test_without_it_the_account_comes_back(cast, two):
    """The control."""
    kept, gone = two
    one, other = AccountFactory(), AccountFactory()
    GrantFactory(account=one, patient=kept, full=True)
    GrantFactory(account=other, patient=gone, full=True)
    merge = joined(kept, gone, by=cast.nora, chosen=one.pk)
    erasing.ask(again(kept), by=one, at=AT, by_patient=True)
    parted(merge, by=cast.nora)
    live = Grant.objects.filter(revoked_at=None).filter(patient__in=two)
    assert set(live.values_list("account", "patient")) == {(one.pk, kept.pk), (other.pk, gone.pk)}


def test_nor_to_a_record_that_was_promised_before(cast, two):
    kept, gone = two
    accepted(gone, by=cast.nora, who=cast.ben)
    one, other = AccountFactory(), AccountFactory()
    GrantFactory(account=one, patient=kept, full=True)
    GrantFactory(account=other, patient=gone, full=True)
    merge = joined(kept, again(gone), by=cast.nora, chosen=one.pk)
    parted(merge, by=cast.nora)
    live = Grant.objects.filter(revoked_at=None, patient__in=two)
    assert list(live.values_list("account", "patient")) == [(one.pk, kept.pk)]


def test_what_was_promised_of_both_is_promised_of_each(cast, two):
    kept, gone = two
    note = ChartFactory(patient=gone, practitioner=cast.petra, subjective="Qsaid")
    merge = joined(kept, gone, by=cast.nora)
    about = accepted(kept, by=cast.nora, who=cast.ben)
    parted(merge, by=cast.nora)
    other = Erasure.objects.get(patient=gone)
    assert (other.asked_by, other.accepted, other.decided_by, other.email) == (cast.ben, True, cast.nora, "")
    assert erasing.complete(again(about), by=cast.nora, at=IN_ELEVEN_YEARS)
    assert again(note).subjective == "Qsaid"
    assert erasing.complete(other, by=cast.nora, at=IN_ELEVEN_YEARS)
    assert again(note).subjective == ""


def test_a_request_that_came_along_is_kept_for_both_as_well(cast, two):
    """It goes home with its record; what it was accepted for holds for the kept one, which is as empty."""
    kept, gone = two
    asked = erasing.ask(gone, by=cast.ben, at=AT, by_patient=True)
    merge = joined(kept, gone, by=cast.nora)
    erasing.accept(again(asked), by=cast.nora, at=AT)
    parted(merge, by=cast.nora)
    assert again(asked).patient == gone
    assert promised() == {kept.pk, gone.pk}


def test_what_was_completed_is_complete_for_both(cast, two, monkeypatch):
    kept, gone = two
    merge = joined(kept, gone, by=cast.nora)
    about = accepted(kept, by=cast.nora, who=cast.ben)
    monkeypatch.setattr("records.retention.keep_until", lambda patient: LONG_AGO.date())
    assert erasing.complete(again(about), by=cast.nora, at=AT)
    parted(merge, by=cast.nora)
    assert promised() == set()
    assert {again(record).given_name for record in two} == {"Erased"}
    assert set(Erasure.objects.values_list("patient", "completed_at")) == {(kept.pk, AT), (gone.pk, AT)}


def test_accepted_of_the_closed_record_alone_it_is_forgotten_when_it_has_its_own_again(cast, two):
    """Both had asked: the closed record's own request stayed with it, and was decided while it was empty."""
    kept, gone = two
    account = AccountFactory()
    GrantFactory(account=account, patient=gone, full=True)
    erasing.ask(kept, by=cast.ben, at=AT, by_patient=True)
    own = erasing.ask(gone, by=account, at=AT, by_patient=True)
    merge = joined(again(kept), again(gone), by=cast.nora)
    erasing.accept(again(own), by=cast.nora, at=AT)
    parted(merge, by=cast.nora)
    assert promised() == {gone.pk}
    assert not Grant.objects.filter(patient=gone, revoked_at=None).exists()


def test_a_hold_that_was_placed_since_keeps_it_and_lets_nobody_see_it(cast, two):
    """Of the closed record alone it was accepted; what comes back to it is held, and seen by nobody."""
    kept, gone = two
    account = AccountFactory()
    GrantFactory(account=account, patient=gone, full=True)
    erasing.ask(kept, by=cast.ben, at=AT, by_patient=True)
    own = erasing.ask(gone, by=account, at=AT, by_patient=True)
    merge = joined(again(kept), again(gone), by=cast.nora)
    erasing.accept(again(own), by=cast.nora, at=AT)
    note = ChartFactory(patient=kept, practitioner=cast.petra)
    erasing.hold(again(kept), by=cast.nora, at=AT, reason="court")
    parted(merge, by=cast.nora)
    assert not Grant.objects.filter(patient=gone, revoked_at=None).exists()
    assert not Chart.objects.visible_to(account, at=LATER).exists()
    assert again(note).patient == kept


def test_a_hold_that_came_along_keeps_what_is_left_of_the_closed_record(cast, two):
    kept, gone = two
    erasing.hold(gone, by=cast.nora, at=AT, reason="court")
    erasing.ask(kept, by=cast.ben, at=AT, by_patient=True)
    own = erasing.ask(again(gone), by=cast.cleo, at=AT, by_patient=True)
    joined(again(kept), again(gone), by=cast.nora)
    with pytest.raises(erasing.Held):
        erasing.accept(again(own), by=cast.nora, at=LATER)


def test_what_was_entered_after_it_was_accepted_is_not_lost_by_parting(cast, two):
    kept, gone = two
    merge = joined(kept, gone, by=cast.nora)
    accepted(kept, by=cast.nora, who=cast.ben)
    Patient.objects.filter(pk=kept.pk).update(phone="902 555 0199")
    parted(merge, by=cast.nora)
    assert again(kept).phone == "902 555 0199"


def test_it_is_not_said_to_be_complete_while_it_can_come_back(cast, two, monkeypatch):
    kept, gone = two
    note = ChartFactory(patient=gone, practitioner=cast.petra, subjective="Qsaid")
    own = accepted(gone, by=cast.nora, who=cast.ben)
    merge = joined(kept, again(gone), by=cast.nora)
    monkeypatch.setattr("records.retention.keep_until", lambda patient: LONG_AGO.date())
    with pytest.raises(erasing.TooEarly):
        erasing.complete(again(own), by=cast.nora, at=LATER)
    parted(merge, by=cast.nora)
    assert erasing.complete(again(own), by=cast.nora, at=LATER)
    assert again(note).subjective == ""


def test_for_good_it_can_be_completed(cast, two, monkeypatch):
    kept, gone = two
    own = accepted(gone, by=cast.nora, who=cast.ben)
    merge = joined(kept, again(gone), by=cast.nora)
    monkeypatch.setattr("records.retention.keep_until", lambda patient: LONG_AGO.date())
    assert erasing.complete(again(own), by=cast.nora, at=Merge.objects.get(pk=merge.pk).undo_until)


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_the_answer_is_in_the_language_on_file(cast, two, answer):
    record = two[0]
    PatientDetails.objects.create(patient=record, language="fr")
    asked = erasing.ask(again(record), by=cast.nora, at=AT, by_patient=False)
    if answer == "accepted":
        erasing.accept(asked, by=cast.nora, at=AT)
    else:
        erasing.decline(asked, by=cast.nora, at=AT, reason="non")
    [mail] = arrived(at=AT)
    assert mail.to == [record.email]
    assert mail.subject == "Ce que vous avez demandé à la clinique"


def test_somebody_who_chose_a_language_reads_it_in_theirs(cast, two):
    record = two[0]
    PatientDetails.objects.create(patient=record, language="fr")
    account = AccountFactory(language="en")
    asked = erasing.ask(again(record), by=account, at=AT, by_patient=True, email=account.email)
    erasing.accept(asked, by=cast.nora, at=AT)
    assert [mail.subject for mail in arrived(at=AT)] == ["What you asked the clinic for"]


def test_details_that_were_joined_do_not_come_back(cast, two):
    kept, gone = two
    Patient.objects.filter(pk=gone.pk).update(phone="902 555 0100")
    merge = joined(again(kept), again(gone), by=cast.nora, values={"phone": "902 555 0100"})
    accepted(kept, by=cast.nora, who=cast.ben)
    parted(merge, by=cast.nora)
    assert {(again(record).phone, again(record).email) for record in two} == {("", "")}
