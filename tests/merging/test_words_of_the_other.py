"""Details of one record that were chosen for both are the other's no more once the two are parted."""

import pytest

from common.tests.moment import AT
from records.actions import correct_details, erasing, proposals
from records.actions.joining import merging
from records.models import DetailChange, Merge
from records.tests.factories import GrantFactory, PatientFactory, reader_of
from records.tests.packed import packed, whole_text
from tests.merging.test_every_row import joined


@pytest.fixture
def two(cast):
    return tuple(
        PatientFactory(clinic=cast.harbour, given_name=f"Q{whose}name", phone=f"Q{whose}phone", address=f"Q{whose}road")
        for whose in ("mine", "theirs")
    )  # fmt: skip


def again(row):
    return type(row).objects.get(pk=row.pk)


def joined_with_theirs(kept, gone, *, by):
    chosen = {name: getattr(gone, name) for name in ("given_name", "phone", "address")}
    return joined(again(kept), again(gone), by=by, values=chosen)


def theirs_in(patient) -> list:
    rows = DetailChange.objects.filter(patient=patient).values_list("before", "after")
    return [text for row in rows for text in row if "Qtheirs" in text]


def test_the_history_of_the_kept_record_is_its_own_again(cast, two):
    kept, gone = two
    own = GrantFactory(account=cast.ana, patient=kept, full=True)
    merge = joined_with_theirs(kept, gone, by=cast.nora)
    assert len(theirs_in(kept)) == 3
    merging.undo(merge, by=cast.nora, at=AT)
    assert theirs_in(kept) == []
    assert "Qtheirs" not in whole_text(packed(reader_of(own)))
    changes = DetailChange.objects.filter(patient=kept, field="phone").order_by("pk")
    assert sorted(changes.values_list("before", "after")) == [("", "Qminephone"), ("Qminephone", "")]
    assert again(merge).details == {}


def test_also_where_it_was_corrected_since(cast, two):
    kept, gone = two
    merge = joined_with_theirs(kept, gone, by=cast.nora)
    correct_details(kept, by=cast.nora, at=AT, phone="902 555 0999")
    assert merging.undo(merge, by=cast.nora, at=AT).details == ["phone"]
    assert (theirs_in(kept), again(kept).phone) == ([], "902 555 0999")


def test_a_decision_of_those_days_is_taken_back_to_what_was_one_s_own(cast, two):
    kept, gone = two
    merge = joined_with_theirs(kept, gone, by=cast.nora)
    (made,) = proposals.propose(again(kept), {"phone": "902 555 0999"}, by=cast.ben, at=AT)
    proposals.decide(made, accept=True, by=cast.finn, at=AT)
    merging.undo(merge, by=cast.nora, at=AT)
    assert (again(made).before, again(made).replaced) == ("Qminephone", "Qminephone")


def test_joined_on_and_parted_each_has_its_own(cast, two):
    first, second = two
    third = PatientFactory(clinic=cast.harbour, phone="Qthirdphone")
    one = joined_with_theirs(first, second, by=cast.nora)
    other = joined(again(third), again(first), by=cast.nora, values={"phone": "Qtheirsphone"})
    for merge in (other, one):
        merging.undo(again(merge), by=cast.nora, at=AT)
    assert (theirs_in(third), theirs_in(first)) == ([], [])
    assert [again(one).phone for one in (first, second, third)] == [
        "Qminephone",
        "Qtheirsphone",
        "Qthirdphone",
    ]
    assert set(Merge.objects.values_list("undone_at", flat=True)) == {AT}


def test_of_two_that_were_joined_the_first_is_parted_first(cast, two):
    kept, first = two
    second = PatientFactory(clinic=cast.harbour, phone="Qsecondphone")
    one = joined_with_theirs(kept, first, by=cast.nora)
    other = joined(again(kept), again(second), by=cast.nora, values={"phone": "Qsecondphone"})
    assert merging.undo(again(one), by=cast.nora, at=AT).details == ["phone"]
    assert again(kept).phone == "Qsecondphone"
    merging.undo(again(other), by=cast.nora, at=AT)
    assert (again(kept).phone, theirs_in(kept)) == ("Qminephone", [])


def accepted(patient, cast):
    asked = erasing.ask(again(patient), by=cast.nora, at=AT, by_patient=False)
    erasing.accept(asked, by=cast.nora, at=AT)
    return asked


def test_the_kept_record_gets_its_own_back_although_the_closed_one_is_to_go(cast, two):
    """Both had asked; of the closed one it was decided. Nobody decided about what the kept one said."""
    kept, gone = two
    erasing.ask(kept, by=cast.ben, at=AT, by_patient=True)
    own = erasing.ask(gone, by=cast.cleo, at=AT, by_patient=True)
    merge = joined_with_theirs(kept, gone, by=cast.nora)
    erasing.accept(again(own), by=cast.nora, at=AT)
    merging.undo(again(merge), by=cast.nora, at=AT)
    now = again(kept)
    assert (now.given_name, now.phone, now.address) == ("Qminename", "Qminephone", "Qmineroad")
    assert theirs_in(kept) == []


def test_of_what_is_to_go_the_name_comes_back_and_the_telephone_does_not(cast, two):
    kept, gone = two
    merge = joined_with_theirs(kept, gone, by=cast.nora)
    accepted(kept, cast)
    merging.undo(again(merge), by=cast.nora, at=AT)
    now = again(kept)
    assert (now.given_name, now.phone, now.address) == ("Qminename", "", "Qmineroad")
