"""Writing down who did and who saw what. Every action and every opening of a patient's data comes by here."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

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
    event = _event(verb, by, target, patient, clinic, on_behalf_of)
    event.ids = [str(_key(one)) for one in ids] if ids is not None else None
    event.reason = reason[:300]
    event.save(force_insert=True)
    return event


def _event(verb, by, target, patient, clinic, on_behalf_of=None) -> Event:
    actor, behalf = _who(by, on_behalf_of)
    return Event(
        verb=verb,
        actor=actor,
        on_behalf_of=behalf,
        patient=_key(patient),
        clinic=_key(clinic),
        target_kind=_kind(target),
        target=str(_key(target) or ""),
    )


def record_each(verb, things, *, by, clinic) -> None:
    """One event for each (target, patient) of an act upon many, written with one statement."""
    events = [_event(verb, by, target, patient, clinic) for target, patient in things]
    Event.objects.bulk_create(events, batch_size=1000)


def opened(verb, *, by, target, at, patient=None, clinic=None, on_behalf_of=None, ids=None):
    """Note that somebody looked. The same eyes on the same thing within five minutes are one event.

    A list is the same thing only while nobody has come into it since.
    """
    recent = _recent(verb, by, on_behalf_of, at=at).filter(target=str(_key(target)))
    if ids:
        recent = recent.filter(ids__contains=[str(_key(one)) for one in ids])
    if not recent.exists():
        record(verb, by=by, target=target, patient=patient, clinic=clinic, on_behalf_of=on_behalf_of, ids=ids)


def opened_each(verb, patients, *, by, at, clinic) -> None:
    """The same look at several records: an event for each of those that were not looked at just now."""
    names = [str(_key(patient)) for patient in patients]
    seen = set(_recent(verb, by, None, at=at).filter(target__in=names).values_list("target", flat=True))
    new = [patient for patient in patients if str(_key(patient)) not in seen]
    record_each(verb, [(patient, patient) for patient in new], by=by, clinic=clinic)


def _recent(verb, by, on_behalf_of, *, at):
    """What these eyes saw a moment ago."""
    actor, behalf = _who(by, on_behalf_of)
    since = {"at__gt": at - SEEN_AGAIN_AFTER}
    return Event.objects.filter(actor=actor, on_behalf_of=behalf, verb=verb, **since)
