"""The list of what was done and seen: append-only, sealed, and never silent (Settled 7 and 16)."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

import audit
from audit import sealing
from audit.models import Event, Seal
from audit.tests.sealed import sealed


def test_an_event_cannot_be_changed_or_removed(db):
    event = audit.record("thing.done", by=None)
    for attempt in (
        lambda: Event.objects.filter(pk=event.pk).update(verb="other"),
        lambda: Event.objects.filter(pk=event.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            attempt()
    assert Event.objects.get(pk=event.pk).verb == "thing.done"


def test_only_ids_and_verbs_are_kept(cast):
    event = audit.record("record.seen", by=cast.petra_account, target=cast.ana_visit, patient=cast.ana_record)
    assert (event.actor, event.patient, event.target_kind, event.target) == (
        cast.petra_account.pk,
        cast.ana_record.pk,
        "booking.appointment",
        str(cast.ana_visit.pk),
    )
    assert "Ana" not in str(vars(event))


def test_the_same_eyes_within_five_minutes_are_one_event(cast):
    look = {"by": cast.petra_account, "target": cast.ana_record, "patient": cast.ana_record}
    start = Event.objects.create(verb="x").at
    audit.opened("patient.opened", **look, at=start)
    audit.opened("patient.opened", **look, at=start + timedelta(minutes=4))
    audit.opened("patient.opened", **{**look, "by": cast.finn}, at=start)
    audit.opened("patient.opened", **look, at=start + timedelta(minutes=6))
    assert Event.objects.filter(verb="patient.opened").count() == 3


def test_a_look_at_two_is_one_at_each_that_was_not_seen_just_now(cast):
    start = Event.objects.create(verb="x").at
    look = {"by": cast.finn, "clinic": cast.harbour}
    audit.opened("patient.compared", target=cast.ana_record, patient=cast.ana_record, by=cast.finn, at=start)
    audit.opened("patient.opened", target=cast.kit_record, patient=cast.kit_record, by=cast.finn, at=start)
    audit.opened("patient.compared", target=cast.kit_record, patient=cast.kit_record, by=cast.nora, at=start)
    both = [cast.ana_record, cast.kit_record]
    for minutes in (1, 4, 6):
        audit.opened_each("patient.compared", both, **look, at=start + timedelta(minutes=minutes))
    mine = list(Event.objects.filter(verb="patient.compared", actor=cast.finn.pk).order_by("pk"))
    ana, kit = (str(one.pk) for one in both)
    assert [(event.target, str(event.patient)) for event in mine] == [
        (ana, ana),
        (kit, kit),
        (ana, ana),
        (kit, kit),
    ]
    assert {(event.clinic, event.target_kind) for event in mine[1:]} == {(cast.harbour.pk, "records.patient")}


def test_a_list_somebody_came_into_is_another_look(cast):
    """Who was not there a minute ago was not seen then; who has gone since was."""
    ana, kit = str(cast.ana_record.pk), str(cast.kit_record.pk)
    look = {"by": cast.finn, "target": "tray", "at": Event.objects.create(verb="x").at}
    for ids in ([ana], [ana], [kit, ana], [ana, kit], [kit], []):
        audit.opened("tray.listed", **look, ids=ids)
    assert list(Event.objects.filter(verb="tray.listed").order_by("id").values_list("ids", flat=True)) == [
        [ana],
        [kit, ana],
    ]


def test_a_page_of_two_lists_is_noted_with_one_statement(cast, django_assert_num_queries):
    """Each of them once in five minutes, whatever becomes of the other."""
    about = {"by": cast.ana, "target": cast.ana_record, "patient": cast.ana_record}
    start = Event.objects.create(verb="x").at
    audit.opened("a.listed", **about, at=start, ids=["1"])
    with django_assert_num_queries(1):
        audit.opened_all({"a.listed": about | {"ids": ["1"]}, "b.listed": about}, at=start)
    audit.opened_all({"a.listed": about | {"ids": ["2"]}, "b.listed": about}, at=start)
    told = Event.objects.exclude(verb="x").order_by("id").values_list("verb", "ids", "actor", "patient")
    who = (cast.ana.pk, cast.ana_record.pk)
    assert list(told) == [("a.listed", ["1"], *who), ("b.listed", None, *who), ("a.listed", ["2"], *who)]


def test_a_look_as_somebody_else_is_the_look_of_whoever_looks(cast):
    """And not the same as one's own look at the same thing."""
    look = {"target": cast.ana_record, "patient": cast.ana_record, "at": Event.objects.create(verb="x").at}
    audit.opened("patient.opened", by=cast.finn, **look)
    with audit.looking_as(cast.ana, by=cast.finn):
        audit.opened("patient.opened", by=cast.ana, **look)
        audit.opened("patient.opened", by=cast.ana, **look)
        audit.record("thing.done", by=cast.ben)
    audit.opened("patient.opened", by=cast.ana, **look)
    events = Event.objects.exclude(verb="x").order_by("id")
    assert [(event.verb, event.actor, event.on_behalf_of) for event in events] == [
        ("patient.opened", cast.finn.pk, None),
        ("patient.opened", cast.finn.pk, cast.ana.pk),
        ("thing.done", cast.ben.pk, None),
        ("patient.opened", cast.ana.pk, None),
    ]


@pytest.mark.django_db(transaction=True)
def test_sealing_finds_the_row_that_was_altered(monkeypatch):
    for number in range(3):
        audit.record(f"thing.{number}", by=None)
    first = sealed(monkeypatch)
    audit.record("thing.3", by=None)
    second = sealed(monkeypatch)
    assert (first.events, second.events, sealed(monkeypatch), sealing.broken()) == (3, 1, None, [])
    with connection.cursor() as cursor:  # somebody with the keys of the database
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only")
        cursor.execute("UPDATE audit_event SET verb = 'nothing' WHERE verb = 'thing.1'")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_append_only")
    assert [one.pk for one in sealing.broken()] == [first.pk]
    assert Seal.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_under_way_is_sealed_later(monkeypatch):
    audit.record("thing.done", by=None)
    monkeypatch.setattr(sealing, "_finished_before", lambda: Event.objects.get().xid)
    assert sealing.seal() is None
