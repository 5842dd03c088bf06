"""What must not be overlooked: raised, ended with a reason, never changed; whose it is to read and to write."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from common.tests.moment import AT
from records import contract
from records.actions import erasing
from records.actions.red_flags import end_flag, raise_flag
from records.models import FlagKind, Grant, RedFlag
from records.policies import care_of, may_raise_flag, sees_flag
from records.takeout.reader import Reader
from records.tests.factories import RedFlagFactory, exported, reader_of, regranted
from tests.takeout.test_erasing import IN_ELEVEN_YEARS, asked

TODAY = AT.date()


def raised(cast, kind=FlagKind.ALLERGY, text="Penicillin", **more):
    return raise_flag(cast.ana_record, kind=kind, text=text, by=cast.petra_account, at=AT, **more)


def told(verb):
    return Event.objects.filter(verb=verb).count()


def test_what_stands_already_is_not_raised_twice(cast):
    first = raised(cast)
    assert raised(cast, text="penicillin ") == first
    assert raised(cast, text="Latex") != first
    assert raised(cast, kind=FlagKind.NOTE) != first
    assert (RedFlag.objects.count(), told("red_flag.raised")) == (3, 3)


def test_it_ends_once_with_a_reason_and_may_be_raised_again(cast):
    flag = raised(cast)
    assert end_flag(flag, because="Tested", by=cast.petra_account, at=AT)
    assert not end_flag(flag, because="Again", by=cast.nora, at=AT)
    flag.refresh_from_db()
    assert (flag.ended_because, flag.ended_by, told("red_flag.ended")) == ("Tested", cast.petra_account, 1)
    assert raised(cast) != flag


def test_until_is_the_last_day_on_which_it_counts(cast):
    raised(cast, until=TODAY)
    assert RedFlag.objects.standing(on=TODAY).count() == 1
    assert RedFlag.objects.standing(on=TODAY + timedelta(days=1)).count() == 0


@pytest.mark.parametrize(
    "change", [{"text": "Nuts"}, {"kind": "note"}, {"until": TODAY}, {"raised_at": AT}, {"ended_because": ""}]
)
def test_the_database_keeps_what_was_said(cast, change):
    flag = RedFlagFactory(patient=cast.ana_record, ended=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        RedFlag.objects.filter(pk=flag.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        flag.delete()


@pytest.mark.parametrize("half", [{"ended_at": AT}, {"ended_because": "Over"}])
def test_the_database_wants_who_when_and_why_together(cast, half):
    flag = RedFlagFactory(patient=cast.ana_record)
    with pytest.raises(IntegrityError), transaction.atomic():
        RedFlag.objects.filter(pk=flag.pk).update(**half)


def test_health_is_for_those_who_care_and_notes_for_the_team():
    assert [kind for kind in FlagKind if sees_flag(kind, cares=False)] == [FlagKind.NOTE]
    assert [kind for kind in FlagKind if sees_flag(kind, cares=True)] == list(FlagKind)


def test_who_raises_which(cast):
    members = {
        "finn": (cast.finn, False), "nora": (cast.nora, False), "petra": (cast.petra_account, True),
        "quinn": (cast.quinn_account, False),
    }  # fmt: skip
    may = {
        name: [str(kind) for kind in FlagKind if may_raise_flag(who.memberships.get(), kind, cares=cares)]
        for name, (who, cares) in members.items()
    }
    assert may == {"finn": ["note"], "nora": ["note"], "petra": ["allergy", "risk", "note"], "quinn": []}


def test_a_list_of_many_reads_each_by_whose_patient_it_is(cast):
    ana, zoe = RedFlagFactory(patient=cast.ana_record), RedFlagFactory(patient=cast.zoe_record)
    note = RedFlagFactory(patient=cast.zoe_record, kind="note")
    petra, quinn = (one.memberships.get() for one in (cast.petra_account, cast.quinn_account))
    assert set(RedFlag.objects.read_with(care_of(petra, at=AT))) == {ana, note}
    assert set(RedFlag.objects.read_with(care_of(quinn, at=AT))) == {note}
    assert set(RedFlag.objects.of(cast.lakeside)) == {zoe, note}


def test_nobody_takes_one_along_but_the_clinic(cast):
    """Not the patient in full, not a proxy; in the clinic's own copy it stands (docs/adr, red flags)."""
    RedFlagFactory(patient=cast.ana_record, kind="note")
    records = next(one for one in contract.answerers() if one.room == "records")
    own = regranted(cast.ana_grant, level="full", granted_by=cast.nora)
    for grant in (own, cast.ben_grant):
        account = Grant.objects.get(pk=grant.pk).account
        assert not RedFlag.objects.visible_to(account, at=AT).exists()
        assert "records.redflag" not in {name for name, _row in exported(records, reader_of(grant))}
    clinic = exported(records, Reader(cast.ana_record, AT))
    assert [row["text"] for name, row in clinic if name == "records.redflag"] == ["Penicillin"]


def test_an_erasure_takes_notes_now_and_what_is_medical_later(cast):
    RedFlagFactory(patient=cast.ana_record, kind="note", text="Qnote")
    RedFlagFactory(patient=cast.ana_record, text="Qallergy")
    over = RedFlagFactory(patient=cast.ana_record, kind="risk", text="Qrisk", ended=True)
    erasure = asked(cast)
    erasing.accept(erasure, by=cast.nora, at=AT)
    kept = RedFlag.objects.order_by("kind").values_list("text", flat=True)
    assert list(kept) == ["Qallergy", "–", "Qrisk"]
    assert not RedFlag.objects.standing(on=TODAY).filter(kind="note").exists()
    erasure.refresh_from_db()
    assert erasing.complete(erasure, by=cast.nora, at=IN_ELEVEN_YEARS)
    over.refresh_from_db()
    assert (set(RedFlag.objects.values_list("text", flat=True)), over.ended_because) == ({"–"}, "–")
