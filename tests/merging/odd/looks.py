"""What must hold whatever was done in whatever order: asked of the tables, of take-outs and of the pages."""

import re
from functools import cache

from django.apps import apps
from django.db import connection
from django.urls import reverse

from records import retention
from records.joining.trail import ids_of
from records.models import Erasure, Grant, Merge, Patient
from records.takeout.reader import Reader
from records.tests.factories import reader_of
from records.tests.packed import packed, whole_text

WORD = re.compile(r"q[abc][0-9]{4}q")
# How a row without a key `patient` tells whose it is.
OWNERS = {
    "records_patient": "t.id",
    "records_merge": "t.patient_id",
    "records_chartrevision": "(SELECT patient_id FROM records_chart WHERE id = t.chart_id)",
    "records_endedsharing": "(SELECT patient_id FROM records_document WHERE id = t.document_id)",
    "records_activitydone": "(SELECT patient_id FROM records_activityassignment WHERE id = t.assignment_id)",
}


@cache
def _everywhere() -> str:
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    parts = []
    for table, model in tables.items():
        names = {field.column for field in model._meta.concrete_fields}
        owner = OWNERS.get(table) or ("t.patient_id" if "patient_id" in names else "NULL")
        key = model._meta.pk.column
        parts.append(
            f"SELECT '{table}', t.\"{key}\"::text, {owner}::uuid, lower(t::text) FROM {table} t "
            "WHERE lower(t::text) ~ 'q[abc][0-9]{4}q'"
        )
    return " UNION ALL ".join(parts)


def words_found() -> list[tuple]:
    """(table, key, whose row it is, word) for every word in any table."""
    with connection.cursor() as cursor:
        cursor.execute(_everywhere())
        return [(*row, word) for *row, text in cursor.fetchall() for word in set(WORD.findall(text))]


def tables_hold(world) -> None:
    """No word stands in a row of somebody else's, nor of a record of which everything went."""
    names = {pk: name for name, pk in world.ids.items()}
    wholes = wholes_of(world)
    for table, _key, owner, word in words_found():
        about = world.homes[word]
        assert owner is not None, f"{word} in {table}, a row of nobody"
        assert word not in world.gone, f"{word} of {names[owner]} in {table} after all of it went"
        assert about & wholes[owner], f"{word} in {table}, a row of {names[owner]}"


def wholes_of(world) -> dict:
    """Record → itself and those that are joined into it, by one question."""
    into = dict(
        Merge.objects.filter(undone_at=None, gone__in=world.ids.values()).values_list("gone", "patient")
    )
    wholes = {pk: {pk} for pk in world.ids.values()}
    for pk in world.ids.values():
        step = pk
        while step in into:
            step = into[step]
            wholes[step].add(pk)
    return wholes


def access_holds(world) -> None:
    """Who sees a record was let in to it, or to one that is joined into it, and no further; and is not denied."""
    people, wholes = {account.pk: name for name, account in world.accounts.items()}, wholes_of(world)
    for grant in Grant.objects.live(at=world.at).filter(patient__in=world.ids.values()):
        who, whole = people[grant.account_id], wholes[grant.patient_id]
        levels = [world.given[who, pk] for pk in whole if (who, pk) in world.given]
        assert levels, f"{who} sees {grant.patient_id} and was never let in"
        assert grant.is_full <= max(levels), f"{who} sees {grant.patient_id} in full"
        assert not {(who, pk) for pk in whole} & world.shut, f"{who} is denied"
        assert not any(about & set(whole) for about in world.locks.values()), "it is locked down"
        if not world.since_accepted(grant):
            raise AssertionError(f"{who} sees {grant.patient_id}, of which it was accepted that it goes")


def holds_hold(world) -> None:
    """What is held is said to be held."""
    for pk in world.ids.values():
        held = retention.is_held(Patient.objects.select_related("clinic").get(pk=pk))
        assert held == any(about & world.whole(pk) for about in world.holds.values()), (pk, held)


def take_outs_hold(world) -> None:
    """What somebody takes along, and what the clinic does, holds no word of anybody else."""
    for grant in Grant.objects.live(at=world.at).filter(patient__in=world.ids.values()):
        _is_own(world, packed(reader_of(grant, at=world.at)), grant.patient_id)
    for patient in Patient.objects.of(world.cast.harbour).filter(pk__in=world.ids.values()):
        patient.clinic = world.cast.harbour
        _is_own(world, packed(Reader(patient, world.at)), patient.pk)


def _is_own(world, file, pk):
    whole = set(ids_of(pk))
    for word in set(WORD.findall(whole_text(file).lower())):
        assert world.homes[word] & whole, f"{word} in a take-out"
        assert word not in world.gone


OFFICE = (
    "patient", "access", "retention", "personal", "detail_history", "erasure_asking", "hold", "lockdown",
    "takeout_for_patient",
)  # fmt: skip
PAIRS = ("compare", "joining")
REQUESTS = ("erasure_acceptance", "erasure_declining", "erasure_completion")
PORTAL = ("patient", "details", "plans", "documents", "access", "takeout", "erasure", "visits", "forms")


def pages_hold(world, browser, *, portal=PORTAL) -> int:
    """Every page of every record answers, and shows nobody what they were not given. How many the office showed."""
    nora, shown = browser(world.cast.nora), 0
    for url in office_pages(world):
        answer = nora.get(url)
        assert answer.status_code in (200, 302, 403, 404), (url, answer.status_code)
        shown += answer.status_code == 200
    for who, account in world.accounts.items():
        client, wholes = browser(account), wholes_of(world)
        live = Grant.objects.live(at=world.at).filter(account=account)
        seen = {one for pk in live.values_list("patient", flat=True) for one in wholes.get(pk, ())}
        pages = [reverse(f"portal:{name}", args=[pk]) for pk in world.ids.values() for name in portal]
        for url in [reverse("portal:home"), *pages]:
            words = WORD.findall(client.get(url).content.decode().lower())
            assert all(world.homes[word] & seen for word in words), f"{words} on {url} for {who}"
    return shown


def office_pages(world):
    """The addresses about the three records, and the queues."""
    for pk in world.ids.values():
        yield from (reverse(f"office:{name}", args=[pk]) for name in OFFICE)
        others = [other for other in world.ids.values() if other != pk]
        yield from (reverse(f"office:{name}", args=[pk, other]) for name in PAIRS for other in others)
        yield from (reverse("office:merge", args=[pk, one.pk]) for one in Merge.objects.filter(patient=pk))
        for one in Erasure.objects.filter(patient=pk):
            yield from (reverse(f"office:{name}", args=[world.top(pk), one.pk]) for name in REQUESTS)
    yield from (reverse(f"office:{name}") for name in ("duplicates", "tray"))
