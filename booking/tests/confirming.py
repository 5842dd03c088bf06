"""From a held time to a visit in a test: answer, look, confirm."""

from booking.actions import confirming
from booking.actions.holding import answers_seen, keep_answers
from booking.tests.test_holding import hold
from common.tests.moment import AT

NEW = {"given_name": "Sara", "family_name": "Stranger", "date_of_birth": "1990-02-03", "relation": "self"}


def answered(cast, answers, *, by, **how):
    """A held time whose questions an account has answered."""
    held = hold(cast, **how)
    keep_answers(held, answers, by=by)
    return held


def confirm(held, *, by, at=AT):
    """Confirm what the page showed."""
    return confirming.confirm(held, seen=answers_seen(held), by=by, at=at)
