"""Writing down who did and who saw what. Every action and every opening of a patient's data comes by here."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import connection
from django.db.models.expressions import DatabaseDefault

from audit.models import Event

SEEN_AGAIN_AFTER = timedelta(minutes=5)


_looking = ContextVar("looking_as", default=None)


@contextmanager
def looking_as(account, *, by):
    """While this lasts, what this account does is noted as done by somebody else on its behalf.

    For a member of the team who looks at the portal as one of its accounts (product §11).
    """
    token = _looking.set((_key(by), _key(account)))
    try:
        yield
    finally:
        _looking.reset(token)


def _who(by, on_behalf_of) -> tuple:
    """(actor, on behalf of whom), as ids."""
    looking = _looking.get()
    if looking and _key(by) == looking[1]:
        return looking
    return _key(by), _key(on_behalf_of)


def _key(thing):
    return getattr(thing, "pk", thing)


def _kind(target) -> str:
    return target._meta.label_lower if hasattr(target, "_meta") else ""


def record(verb, *, by, target=None, patient=None, clinic=None, on_behalf_of=None, ids=None, reason=""):
    """Write one event in the caller's transaction; if it cannot be written, the act fails too (case C68).

    `by` is an account, or None for the system or someone not signed in; `patient` and `clinic` may be rows or ids.
    """
    event = _event(verb, by, target, patient, clinic, on_behalf_of, ids)
    event.reason = reason[:300]
    event.save(force_insert=True)
    return event


def _event(verb, by, target, patient, clinic, on_behalf_of=None, ids=None) -> Event:
    actor, behalf = _who(by, on_behalf_of)
    return Event(
        verb=verb,
        actor=actor,
        on_behalf_of=behalf,
        patient=_key(patient),
        clinic=_key(clinic),
        target_kind=_kind(target),
        target=str(_key(target) or ""),
        ids=[str(_key(one)) for one in ids] if ids is not None else None,
    )


def record_each(verb, things, *, by, clinic) -> None:
    """One event for each (target, patient) of an act upon many, written with one statement."""
    events = [_event(verb, by, target, patient, clinic) for target, patient in things]
    Event.objects.bulk_create(events, batch_size=1000)


def opened(verb, *, at, **look):
    """Note that somebody looked. The same eyes on the same thing within five minutes are one event.

    A list is the same thing only while nobody has come into it since. `look` is what `record` takes: `by`, `target`,
    `patient`, `clinic`, `on_behalf_of`, `ids`.
    """
    _note([(verb, look)], at=at)


def opened_all(looks: dict, *, at) -> None:
    """Note the looks of one page, by verb, with one statement: every page that shows a patient pays for it."""
    _note(list(looks.items()), at=at)


def opened_each(verb, patients, *, by, at, clinic) -> None:
    """The same look at several records: an event for each of those that were not looked at just now."""
    _note([(verb, {"by": by, "target": one, "patient": one, "clinic": clinic}) for one in patients], at=at)


def _note(looks: list[tuple[str, dict]], *, at) -> None:
    first, *others = [_unless_seen(verb, at=at, **look) for verb, look in looks]
    others.reverse()  # PostgreSQL writes what stands at the end first, then the others from the last to the first
    within = ", ".join(f"look{number} AS ({sql})" for number, (sql, _values) in enumerate(others))
    values = [value for _sql, given in (*others, first) for value in given]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {within} {first[0]}" if others else first[0], values)


def _unless_seen(verb, *, by, target, at, patient=None, clinic=None, on_behalf_of=None, ids=None):
    """An event, and the question whether there is none like it yet, as SQL and its values."""
    event = _event(verb, by, target, patient, clinic, on_behalf_of, ids)
    recent = Event.objects.filter(
        actor=event.actor,
        on_behalf_of=event.on_behalf_of,
        target=event.target,
        verb=verb,
        at__gt=at - SEEN_AGAIN_AFTER,
    )
    if ids:
        recent = recent.filter(ids__contains=event.ids)
    question, asked = recent.values("pk").query.sql_with_params()
    insert, values = _insertion(event)
    return f"{insert} WHERE NOT EXISTS ({question})", [*values, *asked]


def _insertion(event) -> tuple[str, list]:
    said = {field: getattr(event, field.attname) for field in Event._meta.concrete_fields}
    # What the event does not say, its number and moment, the database does.
    given = {
        field: value
        for field, value in said.items()
        if not field.primary_key and not isinstance(value, DatabaseDefault)
    }
    name = connection.ops.quote_name
    columns, marks = ", ".join(name(one.column) for one in given), ", ".join(["%s"] * len(given))
    values = [field.get_db_prep_save(value, connection=connection) for field, value in given.items()]
    return f"INSERT INTO {name(Event._meta.db_table)} ({columns}) SELECT {marks}", values
