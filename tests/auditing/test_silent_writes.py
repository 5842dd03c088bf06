"""A write that no action announced leaves a bare row; what was sealed is not altered unseen; no row, no act (B15)."""

from functools import partial
from io import StringIO

import pytest
from django.contrib import admin
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit import sealing
from audit.models import Event
from audit.tests.sealed import sealed
from clinic import watching
from common.tests.moment import AT
from outbox import delivery
from records.models import Denial
from tests.auditing import silent, tampering

pytestmark = pytest.mark.django_db(transaction=True)
# What the law of the house names (Settled 16, B15); a trigger taken away by a migration fails here.
MUST_BE_WATCHED = {
    "records_patient", "records_grant", "records_chart", "records_document", "records_upload",
    "records_carerelation", "records_contact", "records_lockdown", "records_denial", "records_profileproposal",
    "records_brokenglass", "records_sentfile", "records_patientdetails", "records_detailchange",
    "records_activityassignment", "records_erasure", "records_legalhold", "records_redflag",
    "smartforms_response", "booking_appointment", "payments_entry",
}  # fmt: skip


@pytest.fixture
def seal(monkeypatch):
    """`seal()`: everything up to now."""
    return partial(sealed, monkeypatch)


def test_every_silent_write_leaves_a_row(cast):
    assert MUST_BE_WATCHED - silent.watched().keys() == set()
    assert silent.watched().keys() - silent.kinds(cast).keys() == set(), "each watched table is tried"
    tried, faults = silent.unseen(cast)
    assert (faults, tried > 50) == ([], True)


def test_without_its_trigger_a_silent_write_is_unseen(cast):
    """The red control."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_contact DISABLE TRIGGER records_contact_notice")
    try:
        _tried, faults = silent.unseen(cast, only=["records_contact"])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE records_contact ENABLE TRIGGER records_contact_notice")
    assert len(faults) == 6


def test_no_watched_table_is_in_the_settings(cast):
    """Nobody edits a patient's rows in the admin, so that there is no silent way through it."""
    registered = {model._meta.db_table for model in admin.site._registry}
    assert registered & MUST_BE_WATCHED == set()


def test_every_way_of_tampering_is_found_and_a_cut_tail_by_its_mark(cast, seal):
    silent.unseen(cast, only=["records_contact"])
    seal()
    silent.unseen(cast, only=["records_denial"])
    seal()
    assert (sealing.check().is_whole, sealing.check().elsewhen) == (True, 0)
    assert tampering.not_found() == []
    assert tampering.finds_the_cut_tail() == (False, True)
    assert sealing.check().is_whole, "everything was undone"


def test_a_row_written_later_than_it_says_is_remarked(cast, seal):
    Event.objects.create(verb="x")
    seal()
    Event.objects.create(verb="y", at=AT.replace(year=2020))
    seal()
    assert (sealing.check().is_whole, sealing.check().elsewhen) == (True, 1)


def test_our_own_role_changes_neither_events_nor_seals(cast, seal):
    Event.objects.create(verb="x")
    seal()
    with connection.cursor() as cursor:  # between these tests every table is emptied: theirs are off for that
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
    try:
        assert tampering.refused() == []
    finally:
        with connection.cursor() as cursor:
            for table in ("audit_event", "audit_seal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")


def checked(*arguments) -> str:
    out = StringIO()
    call_command("audit_check", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_found(cast, seal):
    Event.objects.create(verb="x")
    found = seal()
    mark = sealing.mark_of(found)
    assert f"1 seals over {found.events} events, all whole." in checked()
    assert mark in checked("--noted", mark)
    for odd in ("7:00", "x", f"{found.pk}:{'0' * 64}"):
        with pytest.raises(CommandError, match="No longer there as it was noted"):
            checked("--noted", odd)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only")
        cursor.execute("UPDATE audit_event SET verb = 'nothing'")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_append_only")
    with pytest.raises(CommandError, match=f"Altered: seal {found.pk} "):
        checked()
    watching.watch_audit(at=AT)
    watching.watch_audit(at=AT)
    delivery.drain(at=AT)
    owners = sorted([cast.nora.email, cast.omar.email])
    assert sorted(one.to[0] for one in mail.outbox) == owners, "once a day, every owner"
    assert watching.is_known_broken()
    cache.delete(watching.BROKEN_KEY)


# Closed: what cannot be written down does not happen (C68) -----------------------------------------


def _fails(execute, sql, *rest):
    if sql.startswith(f'INSERT INTO "{Event._meta.db_table}"'):
        raise DatabaseError("the disk of the audit is full")
    return execute(sql, *rest)


@pytest.fixture
def no_audit():
    with connection.execute_wrapper(_fails):
        yield


def test_a_look_that_cannot_be_noted_shows_nothing(cast, client, sign_in, no_audit, caplog):
    client.raise_request_exception = False
    answer = sign_in(client, cast.nora).get(f"/office/patients/{cast.ana_record.pk}/")
    assert (answer.status_code, b"Ana" in answer.content) == (500, False)
    assert "Internal Server Error" in caplog.text


def test_an_act_that_cannot_be_noted_is_not_done(cast, client, sign_in, no_audit):
    client.raise_request_exception = False
    base = f"/office/patients/{cast.ana_record.pk}/access/accounts/{cast.ben.pk}/denial/"
    answer = sign_in(client, cast.nora).post(base, {"reason": "No"})
    assert (answer.status_code, Denial.objects.count()) == (500, 0)
    with transaction.atomic():
        assert not Event.objects.filter(verb="access.denied").exists()
