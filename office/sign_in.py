"""Why somebody cannot get in, and the one thing that helps. Pure: from what is known to a cause and a help."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from records.actions.invitations import RENEWABLE_FOR

SENT_A_MOMENT_AGO = timedelta(minutes=5)


class Cause(StrEnum):
    """What stands in the way; the first that fits counts."""

    CLOSED = "closed"  # the account was closed
    WAITS = "waits"  # too many wrong passwords
    NO_ACCOUNT = "no_account"
    UNPROVED = "unproved"
    LOCKED = "locked"
    OTHER_ADDRESS = "other_address"  # the patient's account has another address
    NO_GRANT = "no_grant"
    NOTHING = "nothing"  # they can get in


class Help(StrEnum):
    """What can be done about it from here; the last three are links."""

    UNLOCK = "unlock"
    VERIFY = "verify"
    RENEW = "renew"
    RESET = "reset"
    ACCESS = "access"  # issue a code, lift a lock-down: on the patient's page
    OTHER = "other"  # look at the other address
    NONE = ""


@dataclass(frozen=True)
class Diagnosis:
    """A cause, what helps, and whom it is about where that matters."""

    cause: Cause
    help: Help
    patient: object = None
    email: str = ""


def diagnose(known) -> Diagnosis:
    """The first thing that stands between an address and the portal."""
    if known.owner and not known.owner.is_active:
        return Diagnosis(Cause.CLOSED, Help.NONE)
    if known.wait > timedelta(0):
        return Diagnosis(Cause.WAITS, Help.UNLOCK)
    if known.account is None:
        if known.elsewhere:
            return _elsewhere(known)
        return _opened(known, Cause.NO_ACCOUNT)
    if known.owner is None:
        return Diagnosis(Cause.UNPROVED, Help.VERIFY)
    if known.live:
        return Diagnosis(Cause.NOTHING, Help.RESET)
    held = {grant.patient_id for grant in known.grants}
    if locked := next((one for one in known.patients if one.is_locked and one.pk in held), None):
        return Diagnosis(Cause.LOCKED, Help.ACCESS, patient=locked)
    if known.elsewhere:
        return _elsewhere(known)
    return _opened(known, Cause.NO_GRANT)


def _elsewhere(known) -> Diagnosis:
    grant = known.elsewhere[0]
    return Diagnosis(Cause.OTHER_ADDRESS, Help.OTHER, patient=grant.patient, email=grant.account.email)


def _opened(known, cause) -> Diagnosis:
    """Somebody has to be let in first: by the invitation that was sent, else by a code."""
    old, fresh = known.at - RENEWABLE_FOR, known.at - SENT_A_MOMENT_AGO
    sent = [one for one in known.invitations if one.sent_at and one.has_time_left(at=known.at)]
    if any(one.issued_at > old and one.sent_at <= fresh for one in sent):
        return Diagnosis(cause, Help.RENEW)
    return Diagnosis(cause, Help.ACCESS, patient=next(iter(known.patients), None))
