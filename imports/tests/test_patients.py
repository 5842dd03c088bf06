"""Patients of another system come in: looked over first, once, and taken back."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from audit.models import Event
from common import workers
from common.tests.moment import AT
from imports import actions, working
from imports.models import Import, Row
from imports.tests.files import PEOPLE, checked, let_in, report, undone, uploaded, worked
from outbox.models import Message
from records.actions.patients import correct_details
from records.models import Patient
from records.tests.factories import PatientFactory
from tray.models import Item


@pytest.fixture
def nora(cast):
    return cast.nora


def names(clinic):
    return set(Patient.objects.of(clinic).values_list("given_name", "family_name"))


def test_every_row_is_looked_over_and_nothing_is_written(cast, nora):
    before = names(cast.harbour)
    batch = checked(cast.harbour, PEOPLE, by=nora)
    assert report(batch) == [
        (2, "new", []),
        (3, "wrong", [["family_name", "It begins like a formula."]]),
        (4, "wrong", [
            ["date_of_birth", "There is no such date. Is the order of day and month right?"],
            ["email", "Enter a valid email address."],
        ]),
        (5, "known", []),
    ]  # fmt: skip
    assert batch.lines.get(number=5).same_as == 2
    assert (names(cast.harbour), batch.is_checked, batch.rows_done) == (before, True, 4)


def test_who_is_on_file_is_not_added_and_who_is_like_somebody_is_asked_about(cast, nora):
    ana = cast.ana_record
    rows = (
        "first name;last name;dob;phone\n"
        f"{ana.given_name.upper()};{ana.family_name};{ana.date_of_birth};\n"
        f"{ana.given_name};Somebodyelse;{ana.date_of_birth};{ana.phone}\n"
    )
    batch = checked(cast.harbour, rows, by=nora)
    assert [(one.outcome, one.like) for one in batch.lines.order_by("number")] == [
        ("known", ana.pk), ("alike", ana.pk),
    ]  # fmt: skip
    let_in(batch, by=nora)
    assert [one.outcome for one in batch.lines.order_by("number")] == ["known", "left_out"]
    # The other clinic's records are nobody here, although Zoe has Ana's very name.
    assert [one.outcome for one in checked(cast.lakeside, rows, by=cast.omar).lines.order_by("number")][
        0
    ] == "known"
    assert {one.like for one in Row.objects.filter(batch__clinic=cast.lakeside) if one.like} <= set(
        Patient.objects.of(cast.lakeside).values_list("pk", flat=True)
    )


def test_who_looks_like_somebody_comes_in_when_asked_for_and_waits_in_the_tray(cast, nora):
    ana = cast.ana_record
    rows = f"first name,last name,dob,phone\n{ana.given_name},Newname,{ana.date_of_birth},{ana.phone}\n"
    let_in(checked(cast.harbour, rows, by=nora), by=nora, adds_alike=True)
    made = Patient.objects.get(family_name="Newname")
    assert Item.objects.filter(kind="possible_duplicate", patient=made.pk).count() == 1


def test_what_is_right_comes_in_once_and_is_written_down(cast, nora):
    messages, events = Message.objects.count(), Event.objects.count()
    batch = let_in(checked(cast.harbour, PEOPLE, by=nora), by=nora)
    made = Patient.objects.get(given_name="Élodie")
    assert (made.phone, made.address, made.clinic, made.made_online) == (
        "+1 902 555 0131", "5 Quay\nHalifax", cast.harbour, False,
    )  # fmt: skip
    assert [one.outcome for one in batch.lines.order_by("number")] == ["added", "wrong", "wrong", "known"]
    assert (batch.lines.get(number=2).patient, batch.let_in_at, batch.work) == (made.pk, AT, "")
    assert [*Event.objects.order_by("pk").values_list("verb", "actor")[events:]] == [
        (verb, nora.pk) for verb in (
            "import.uploaded", "import.described", "import.checked", "import.begun", "patient.registered",
            "import.done",
        )
    ]  # fmt: skip
    assert Message.objects.count() == messages
    # Pressed again, and the same file again: nobody twice.
    assert actions.let_in(batch, adds_alike=True, tells=False, language="en", by=nora, at=AT) is False
    again = let_in(checked(cast.harbour, PEOPLE, by=nora), by=nora, adds_alike=True)
    assert [one.outcome for one in again.lines.order_by("number")] == ["known", "wrong", "wrong", "known"]
    assert Patient.objects.filter(family_name="Tremblay").count() == 1


def test_two_presses_of_one_button_keep_one_file(cast, nora):
    number = uuid.uuid4()
    first, second = (uploaded(cast.harbour, PEOPLE, by=nora, number=number) for _ in "ab")
    assert (first, Import.objects.count()) == (second, 1)
    assert uploaded(cast.lakeside, PEOPLE, by=cast.omar, number=number) is None


def test_a_worker_that_dies_has_done_nothing_twice(cast, nora, monkeypatch):
    rows = "first name,last name,dob\n" + "".join(f"P{n},Vale,1990-01-{n:02}\n" for n in range(1, 10))
    batch = checked(cast.harbour, rows, by=nora)
    monkeypatch.setitem(working.AT_ONCE, "let_in", 2)
    from imports import letting_in

    real, left = letting_in.register_patient, iter(range(5))

    def dies(**details):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return real(**details)

    actions.let_in(batch, adds_alike=True, tells=False, language="en", by=nora, at=AT)
    monkeypatch.setattr(letting_in, "register_patient", dies)
    with pytest.raises(KeyboardInterrupt):
        working.work_all(now=lambda: AT)
    # The fifth went with the piece that was not whole.
    assert Patient.objects.filter(family_name="Vale").count() == 4
    monkeypatch.setattr(letting_in, "register_patient", real)
    assert working.work_all(now=lambda: AT) == 0  # the dead one may live yet
    later = AT + workers.SILENCE * 2
    assert working.work_all(now=lambda: later) == 1
    batch.refresh_from_db()
    assert Patient.objects.filter(family_name="Vale").count() == 9
    assert (batch.let_in_at, batch.lines.filter(outcome="added").count()) == (later, 9)


def test_a_worker_that_was_thought_dead_writes_nothing_more(cast, nora):
    batch = checked(cast.harbour, PEOPLE, by=nora)
    actions.let_in(batch, adds_alike=False, tells=False, language="en", by=nora, at=AT)
    slow = working.claim(at=AT)
    assert working.claim(at=AT) is None
    quick = working.claim(at=AT + workers.SILENCE * 2)
    assert working.work(slow, now=lambda: AT) is False
    assert not Patient.objects.filter(family_name="Tremblay").exists()
    assert working.work(quick, now=lambda: AT) is True
    assert Patient.objects.filter(family_name="Tremblay").count() == 1


def test_one_that_cannot_be_done_is_given_up_and_tried_again_when_asked(cast, nora):
    batch = checked(cast.harbour, PEOPLE, by=nora)
    actions.let_in(batch, adds_alike=False, tells=False, language="en", by=nora, at=AT)
    Import.objects.filter(pk=batch.pk).update(tries=Import.TRIES)
    assert worked(batch).failed_at == AT
    assert [actions.try_again(batch, by=nora, at=AT) for _press in range(2)] == [True, False]
    assert Event.objects.filter(verb="import.tried_again", actor=nora.pk, target=str(batch.pk)).count() == 1
    assert worked(batch).let_in_at == AT


def test_an_import_is_taken_back_but_for_what_was_used(cast, nora):
    rows = "first name,last name,dob\nAda,Vale,1990-01-01\nBea,Vale,1990-01-02\nCyd,Vale,1990-01-03\n"
    batch = let_in(checked(cast.harbour, rows, by=nora), by=nora)
    bea = Patient.objects.get(given_name="Bea")
    correct_details(bea, by=nora, at=AT, phone="902 555 0100")
    before = Patient.objects.count()
    undone(batch, by=nora)
    assert [*Patient.objects.filter(family_name="Vale")] == [bea]
    assert Patient.objects.count() == before - 2
    assert report(batch) == [
        (2, "undone", []), (3, "added", [["", "It was corrected since."]]), (4, "undone", []),
    ]  # fmt: skip
    assert batch.undone_at == AT
    assert Event.objects.filter(verb="patient.import_undone", actor=nora.pk).count() == 2
    assert not Event.objects.filter(verb="records.patient.changed").exists()
    # The same file again brings the two back.
    again = let_in(checked(cast.harbour, rows, by=nora), by=nora)
    assert [one.outcome for one in again.lines.order_by("number")] == ["added", "known", "added"]


def test_nobody_who_was_there_before_is_ever_taken_back(cast, nora):
    """The control: a row that met somebody on file has no record of its own."""
    there = PatientFactory(
        clinic=cast.harbour, given_name="Ada", family_name="Vale", date_of_birth="1990-01-01"
    )
    batch = let_in(checked(cast.harbour, "first name,last name,dob\nAda,Vale,1990-01-01\n", by=nora), by=nora)
    undone(batch, by=nora)
    assert Patient.objects.filter(pk=there.pk).exists()


def test_of_two_presses_at_once_the_file_of_the_first_stays(cast, nora, monkeypatch):
    """The first press has kept its file and its row between the second’s look and its own."""
    number, looks = uuid.uuid4(), Import.objects.filter
    first = []

    def first_press(**asked):
        monkeypatch.setattr(Import.objects, "filter", looks)
        nobody = looks(**asked).none()
        first.append(uploaded(cast.harbour, PEOPLE, by=nora, number=number))
        return nobody

    monkeypatch.setattr(Import.objects, "filter", first_press)
    second = uploaded(cast.harbour, PEOPLE, by=nora, number=number)
    assert [second] == first == list(Import.objects.all())
    kept = [name for name in default_storage.listdir("imports")[1] if name.startswith(str(number))]
    assert kept == [str(number)]
    assert checked(cast.harbour, PEOPLE, by=nora, number=number).rows_done == 4


def test_the_file_goes_after_a_while_and_at_once_when_it_is_given_up(
    cast, nora, django_capture_on_commit_callbacks, monkeypatch
):
    batch = let_in(checked(cast.harbour, PEOPLE, by=nora), by=nora)
    with django_capture_on_commit_callbacks(execute=True):
        actions.sweep(at=AT)
    assert default_storage.exists(batch.stored_as)
    with django_capture_on_commit_callbacks(execute=True):
        actions.sweep(at=AT + actions.KEEPS_FILE)
    batch.refresh_from_db()
    assert (default_storage.exists(batch.stored_as), batch.file_gone_at) == (False, AT + actions.KEEPS_FILE)
    other = checked(cast.harbour, PEOPLE, by=nora)
    default_storage.save(
        "imports/00000000-0000-4000-8000-000000000000", ContentFile(b"of a worker that died")
    )
    monkeypatch.setattr(default_storage, "get_modified_time", lambda path: AT - timedelta(days=1))
    actions.sweep(at=AT)
    assert default_storage.listdir("imports")[1] == [str(other.pk)]
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.drop(other, by=nora, at=AT) is True
    assert actions.drop(other, by=nora, at=AT) is False
    assert (default_storage.exists(other.stored_as), other.lines.count()) == (False, 0)
    with pytest.raises(actions.NotNow):
        actions.ask_check(other, language="en", by=nora, at=AT)
