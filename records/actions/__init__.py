"""What happens to records, by noun: made, opened to somebody, closed, locked down."""

from records.actions.care import begin_care
from records.actions.grants import ALL_SCOPES, end_access, give_access, give_limited_access, record_consent
from records.actions.patients import alike, correct_details, looks_like_another, register_patient
from records.actions.shut import deny, lift_denial, lift_lock_down, lock_down

__all__ = [
    "ALL_SCOPES",
    "alike",
    "begin_care",
    "correct_details",
    "deny",
    "end_access",
    "give_access",
    "give_limited_access",
    "lift_denial",
    "lift_lock_down",
    "lock_down",
    "looks_like_another",
    "record_consent",
    "register_patient",
]
