"""Writing down who did and who saw what. Every action and every opening of a patient's data comes by here."""

from datetime import timedelta

from audit.models import Event

SEEN_AGAIN_AFTER = timedelta(minutes=5)


def _key(thing):
    return getattr(thing, "pk", thing)


def _kind(target) -> str:
    return target._meta.label_lower if hasattr(target, "_meta") else ""


def record(verb, *, by, target=None, patient=None, clinic=None, on_behalf_of=None, ids=None, reason=""):
    """Write one event in the caller's transaction; if it cannot be written, the act fails too (case C68).

    `by` is an account, or None for the system or someone not signed in; `patient` and `clinic` may be rows or ids.
    """
    return Event.objects.create(
        verb=verb,
        actor=_key(by),
        on_behalf_of=_key(on_behalf_of),
        patient=_key(patient),
        clinic=_key(clinic),
        target_kind=_kind(target),
        target=str(_key(target) or ""),
        ids=[str(_key(one)) for one in ids] if ids is not None else None,
        reason=reason[:300],
    )


def opened(verb, *, by, target, at, patient=None, clinic=None, on_behalf_of=None, ids=None):
    """Note that somebody looked. The same eyes on the same thing within five minutes are one event."""
    recent = Event.objects.filter(
        actor=_key(by), target=str(_key(target)), verb=verb, at__gt=at - SEEN_AGAIN_AFTER
    )
    if not recent.exists():
        record(verb, by=by, target=target, patient=patient, clinic=clinic, on_behalf_of=on_behalf_of, ids=ids)
