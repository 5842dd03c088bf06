"""What is proposed beside a record: whose word counts, what a decision does, and how it is taken back."""

from datetime import timedelta

import pytest

from audit.models import Event
from common.tests.moment import AT
from outbox import delivery
from outbox.models import Message
from records import contract
from records.actions import correct_details, end_access
from records.actions.proposals import (
    decide,
    decide_all,
    mark_of_all,
    propose,
    put_forward,
    take_back,
    undo_decision,
    undo_together,
    waiting_on,
)
from records.details import DETAILS, is_same, seen
from records.models import DetailChange, Patient, PatientDetails, ProfileProposal
from records.reviewing import STRETCH, UNDO_FOR
from records.tests.factories import LockdownFactory, PatientFactory
from tray.models import Item

MINUTE = timedelta(minutes=1)
KIN = "Ben Cast\nbrother\n12"


def on_file(patient, key):
    return DETAILS[key].said(Patient.objects.get(pk=patient.pk))


def propose_one(cast, said=None, by=None, at=AT):
    (one,) = propose(cast.ana_record, said or {"phone": "111"}, by=by or cast.ana, at=at)
    return one


def in_tray():
    return list(Item.objects.filter(done_at=None).values_list("kind", "patient"))


# Words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("emergency", KIN, "Ben Cast, brother\n12"),
        ("emergency", "Ben\n\n", "Ben"),
        ("insurance", "Blue\n7\n2", "Blue\nNumber 7, Group 2"),
        ("insurance", "Blue\n\n2", "Blue\nGroup 2"),
        ("pharmacy", "Quay\n\n1 Quay", "Quay\n1 Quay"),
        ("language", "fr", "French"),
        ("date_of_birth", "1988-05-04", "4 May 1988"),
        ("phone", "", ""),
    ],
)
def test_a_value_in_words_and_back(cast, key, text, words):
    detail = DETAILS[key]
    assert detail.words(text) == words
    if key != "date_of_birth" and text:
        correct_details(cast.ana_record, by=cast.finn, at=AT, **detail.values(text))
        assert on_file(cast.ana_record, key) == text


def test_parts_are_the_same_line_by_line():
    assert is_same("emergency", "Ben  Cast\nbrother\n12", KIN)
    assert not is_same("emergency", "Ben Cast\n12\nbrother", KIN)


# Whose word ----------------------------------------------------------------------------------------


def test_the_latest_word_of_each_author_counts(cast):
    first = propose_one(cast)
    other = propose_one(cast, by=cast.ben)
    latest = propose_one(cast, {"phone": "222"})
    waiting = ProfileProposal.objects.open().order_by("value")
    assert [one.pk for one in waiting] == [other.pk, latest.pk]
    first.refresh_from_db()
    assert (first.taken_back, first.accepted, first.decided_by) == (True, False, cast.ana)
    assert take_back(cast.ana_record, ["phone"], by=cast.ana, at=AT) == 1
    assert [one.pk for one in ProfileProposal.objects.open()] == [other.pk]
    assert in_tray() == [("profile.proposed", cast.ana_record.pk)]
    assert take_back(cast.ana_record, ["phone"], by=cast.ana, at=AT) == 0
    assert Event.objects.filter(verb="profile.taken_back").count() == 1


def test_equal_is_no_change_only_to_whoever_may_know(cast):
    same = {"phone": "902 555 0119"}
    assert put_forward(cast.ana_record, same, by=cast.ana, at=AT, knows=True) == []
    assert len(put_forward(cast.ana_record, same, by=cast.ana, at=AT, knows=False)) == 1


# Deciding ------------------------------------------------------------------------------------------


def test_several_parts_are_one_value(cast):
    one = propose_one(cast, {"emergency": KIN})
    assert (PatientDetails.objects.count(), DetailChange.objects.count()) == (0, 0)
    assert decide(one, accept=True, by=cast.finn, at=AT)
    details = PatientDetails.objects.get()
    assert (details.emergency_name, details.emergency_relation, details.emergency_phone) == (
        "Ben Cast", "brother", "12",
    )  # fmt: skip
    change = DetailChange.objects.get()
    assert (change.field, change.before, change.after, change.changed_by, change.proposal) == (
        "emergency", "", KIN, cast.finn, one,
    )  # fmt: skip


def test_what_a_page_showed_is_asked_under_the_lock(cast):
    one = propose_one(cast)
    assert not decide(one, accept=True, by=cast.finn, at=AT, shown=seen("something else"))
    assert decide(one, accept=True, by=cast.finn, at=AT, shown=seen("(902) 555-0119"))
    assert on_file(cast.ana_record, "phone") == "111"


def all_at_once(cast, *, accept, at=AT, **why):
    record = Patient.objects.get(pk=cast.ana_record.pk)
    shown = mark_of_all(record, waiting_on(record))
    return decide_all(record, accept=accept, shown=shown, by=cast.finn, at=at, **why)


def rows_of_audit(verb) -> list:
    return sorted(Event.objects.filter(verb=verb).values_list("target", flat=True))


def test_all_are_kept_out_for_one_reason_each_with_its_row_and_one_mail(cast):
    made = propose(cast.ana_record, {"phone": "111", "emergency": KIN}, by=cast.ana, at=AT)
    other = propose_one(cast, {"phone": "222"}, by=cast.ben)
    assert len(all_at_once(cast, accept=False, told="ask", reason="odd")) == 3
    said = ProfileProposal.objects.values_list("accepted", "told", "reason", "decided_by", "decided_at")
    assert list(said) == [(False, "ask", "odd", cast.finn.pk, AT)] * 3
    assert rows_of_audit("profile.kept") == sorted(str(one.pk) for one in [*made, other])
    assert (on_file(cast.ana_record, "phone"), in_tray()) == ("(902) 555-0119", [])
    told = Message.objects.filter(kind="records.profile_reviewed").values_list("account_id", flat=True)
    assert sorted(told) == sorted([cast.ana.pk, cast.ben.pk])


def test_what_was_decided_with_one_press_is_taken_back_with_one(cast):
    alone = propose_one(cast, {"pronouns": "she"})
    decide(alone, accept=True, by=cast.finn, at=AT - MINUTE)
    first, second = propose_one(cast), propose_one(cast, {"phone": "222"}, by=cast.ben, at=AT + MINUTE)
    kin = propose_one(cast, {"emergency": KIN})
    all_at_once(cast, accept=True, at=AT + 2 * MINUTE)
    assert (on_file(cast.ana_record, "phone"), on_file(cast.ana_record, "emergency")) == ("222", KIN)
    assert undo_together(first, by=cast.nora, at=AT + 3 * MINUTE) is None
    assert [on_file(cast.ana_record, key) for key in ("phone", "emergency", "pronouns")] == [
        "(902) 555-0119", "", "she",
    ]  # fmt: skip
    assert set(ProfileProposal.objects.filter(decided_at=None)) == {first, second, kin}
    assert rows_of_audit("profile.undone") == sorted(str(one.pk) for one in (first, second, kin))
    assert in_tray() == [("profile.proposed", cast.ana_record.pk)]
    assert undo_together(first, by=cast.nora, at=AT + 3 * MINUTE) == "over"
    assert on_file(cast.ana_record, "pronouns") == "she"


def test_of_one_press_all_is_taken_back_or_nothing(cast):
    first, kin = propose(cast.ana_record, {"phone": "111", "emergency": KIN}, by=cast.ana, at=AT)
    all_at_once(cast, accept=True)
    correct_details(cast.ana_record, by=cast.nora, at=AT, phone="333")
    assert undo_together(kin, by=cast.nora, at=AT) == "changed"
    assert (on_file(cast.ana_record, "phone"), on_file(cast.ana_record, "emergency")) == ("333", KIN)
    assert (ProfileProposal.objects.filter(accepted=True).count(), rows_of_audit("profile.undone")) == (2, [])


def test_all_at_once_is_all_or_nothing(cast):
    propose(cast.ana_record, {"phone": "111", "emergency": KIN}, by=cast.ana, at=AT)
    record = Patient.objects.get(pk=cast.ana_record.pk)
    shown = mark_of_all(record, waiting_on(record))
    correct_details(record, by=cast.nora, at=AT, phone="333")
    for accept in (True, False):
        assert decide_all(record, accept=accept, shown=shown, by=cast.finn, at=AT) == []
    assert len(all_at_once(cast, accept=True)) == 2
    assert (on_file(record, "phone"), on_file(record, "emergency"), in_tray()) == ("111", KIN, [])


def test_a_decision_is_taken_back_to_what_was_on_file_just_before(cast):
    one = propose_one(cast)
    correct_details(cast.ana_record, by=cast.nora, at=AT, phone="333")
    decide(one, accept=True, by=cast.finn, at=AT)
    assert undo_decision(one, by=cast.nora, at=AT) is None
    assert (on_file(cast.ana_record, "phone"), in_tray()) == (
        "333", [("profile.proposed", cast.ana_record.pk)],
    )  # fmt: skip
    one.refresh_from_db()
    assert (one.decided_at, one.accepted, one.replaced) == (None, None, "")
    decide(one, accept=False, by=cast.finn, at=AT, told="ask")
    assert undo_decision(one, by=cast.nora, at=AT) is None
    one.refresh_from_db()
    assert (one.decided_at, one.told) == (None, "")


def test_a_decision_that_is_old_outdated_or_corrected_since_stands(cast):
    one = propose_one(cast)
    assert undo_decision(one, by=cast.nora, at=AT) == "over"
    decide(one, accept=True, by=cast.finn, at=AT)
    assert undo_decision(one, by=cast.nora, at=AT + UNDO_FOR) == "over"
    correct_details(cast.ana_record, by=cast.nora, at=AT, phone="333")
    assert undo_decision(one, by=cast.nora, at=AT) == "changed"
    propose_one(cast, {"phone": "444"})
    assert undo_decision(one, by=cast.nora, at=AT) == "newer"
    taken = propose_one(cast, {"pronouns": "x"})
    take_back(cast.ana_record, ["pronouns"], by=cast.ana, at=AT)
    assert undo_decision(taken, by=cast.nora, at=AT) == "over"
    assert on_file(cast.ana_record, "phone") == "333"


# The mail ------------------------------------------------------------------------------------------


def leave(mailoutbox, at):
    before = len(mailoutbox)
    delivery.drain(at=at)
    return [(mail.to[0], mail.subject) for mail in mailoutbox[before:]]


TOLD = ("ana@example.org", "We have looked at your changes")


def test_one_mail_a_while_after_the_last_decision_that_says_nothing(cast, mailoutbox):
    first, second = propose(cast.ana_record, {"phone": "111", "occupation": "Cook"}, by=cast.ana, at=AT)
    decide(first, accept=True, by=cast.finn, at=AT)
    decide(second, accept=False, by=cast.finn, at=AT + 6 * MINUTE, told="Secret")
    assert leave(mailoutbox, AT + STRETCH) == []
    assert leave(mailoutbox, AT + 6 * MINUTE + STRETCH) == [TOLD]
    body = str(mailoutbox[-1].message())
    assert [word for word in ("111", "Cook", "hone", "ccupation", "Secret", "Ana") if word in body] == []
    third = propose_one(cast, at=AT + timedelta(hours=1))
    decide(third, accept=True, by=cast.finn, at=AT + timedelta(hours=1))
    assert leave(mailoutbox, AT + timedelta(hours=2)) == [TOLD]


@pytest.mark.parametrize("what", ["undone", "ended", "locked"])
def test_it_is_dropped_with_its_reason(cast, mailoutbox, what):
    one = propose_one(cast)
    decide(one, accept=True, by=cast.finn, at=AT)
    if what == "undone":
        undo_decision(one, by=cast.finn, at=AT)
    if what == "ended":
        end_access(cast.ana_grant, by=cast.nora, at=AT)
    if what == "locked":
        LockdownFactory(patient=cast.ana_record)
    assert leave(mailoutbox, AT + STRETCH) == []
    assert Message.objects.get().dropped_because in ("decisions taken back", "access over", "locked down")


def test_nobody_is_told_of_a_form_without_an_account_nor_of_a_suggestion_of_the_team(cast):
    (guest,) = propose(cast.ana_record, {"phone": "1"}, by=None, at=AT, source="F")
    (team,) = propose(cast.ana_record, {"phone": "2"}, by=cast.petra_account, at=AT, by_team=True)
    for one in (guest, team):
        decide(one, accept=False, by=cast.finn, at=AT, told="ask")
    assert Message.objects.count() == 0


# Elsewhere -----------------------------------------------------------------------------------------


def test_of_joined_records_what_both_suggest_stays_with_each(cast):
    stays, goes = PatientFactory(clinic=cast.harbour), cast.ana_record
    mine = propose_one(cast, {"phone": "111"}, by=cast.ben)
    (theirs,) = propose(stays, {"phone": "999"}, by=cast.ben, at=AT)
    moving = propose_one(cast, {"pronouns": "x"}, by=cast.ben)
    room = next(one for one in contract.answerers() if one.room == "records")
    moved = room.move(goes, stays, by=cast.nora, at=AT)
    owners = dict(ProfileProposal.objects.values_list("pk", "patient"))
    assert owners == {mine.pk: goes.pk, theirs.pk: stays.pk, moving.pk: stays.pk}
    room.undo(moved, goes, by=cast.nora, at=AT)
    assert ProfileProposal.objects.get(pk=moving.pk).patient_id == goes.pk
