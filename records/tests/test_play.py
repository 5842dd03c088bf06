"""Random sequences of what can happen to access, played in the database and in a model of plain Python."""

import os

import pytest
from django.db import transaction
from django.db.models import BooleanField, Value
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from records.models import Grant
from records.models.access import Level
from records.tests.play import Play
from records.tests.play_model import BORN, RELATIONS, SCOPES

ACCOUNT, PATIENT = st.sampled_from(["ana", "ben", "dov"]), st.sampled_from(sorted(BORN))
RELATION, SCOPE = st.sampled_from(RELATIONS), st.sampled_from(SCOPES)
NUMBER, YES_NO = st.sampled_from([0, 0, 0, 1, 2, 3]), st.booleans()
LET_IN = st.tuples(st.just("let_in"), PATIENT, RELATION, SCOPE, ACCOUNT)
ACTS = st.one_of(
    LET_IN,
    st.tuples(st.just("come_in"), PATIENT, ACCOUNT, RELATION, st.sampled_from(Level), SCOPE),
    st.tuples(st.just("issue"), PATIENT, RELATION, SCOPE, st.sampled_from(["", "gran"])),
    st.tuples(st.just("redeem"), NUMBER, ACCOUNT, st.sampled_from([True, True, True, False])),
    st.tuples(st.just("redeem"), NUMBER, ACCOUNT, st.just(True)),
    st.tuples(st.just("mail"), NUMBER, ACCOUNT),
    st.tuples(st.just("cancel"), NUMBER),
    st.tuples(st.just("invite"), PATIENT, ACCOUNT, RELATION, st.sampled_from(Level), SCOPE),
    st.tuples(st.just("accept"), NUMBER, ACCOUNT, st.sampled_from([True, True, True, False])),
    st.tuples(st.just("forget"), ACCOUNT),
    st.tuples(st.just("revoke"), ACCOUNT, PATIENT),
    st.tuples(st.just("take_back"), ACCOUNT, PATIENT),
    st.tuples(st.just("consent"), ACCOUNT, PATIENT),
    st.tuples(st.just("lock"), PATIENT),
    st.tuples(st.just("lift"), PATIENT),
    st.tuples(st.just("deny"), ACCOUNT, PATIENT),
    st.tuples(st.just("allow"), ACCOUNT, PATIENT),
    st.tuples(st.just("decide"), ACCOUNT, PATIENT, YES_NO),
    st.tuples(st.just("new_address"), PATIENT),
    st.tuples(st.just("merge_address"), PATIENT, ACCOUNT, RELATION),
    st.tuples(st.just("wait"), st.sampled_from([1, 4, 5, 15, 100])),
)
EXAMPLES = int(os.environ.get("EXAMPLES", "15"))
# Begun with some who have been let in: else most sequences would only shut doors that nobody opened.
SEQUENCES = st.builds(
    list.__add__, st.lists(LET_IN, min_size=2, max_size=5), st.lists(ACTS, min_size=6, max_size=24)
)


def play(sequence) -> Play:
    """One sequence; whatever it wrote is undone."""
    with transaction.atomic():
        story = Play()
        for name, *with_what in sequence:
            getattr(story, name)(*with_what)
            story.check()
        story.check_in_sql()
        transaction.set_rollback(True)
    return story


@pytest.mark.django_db
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(SEQUENCES)
def test_the_database_and_the_model_say_the_same(sequence):
    story = play(sequence)
    event(f"{len(story.held)} grants, {len(story.asked)} waiting at the end")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sequence",
    [
        [("issue", "mum", "self", [], ""), ("redeem", 0, "ana", True), ("lock", "mum")],
        [("issue", "kid", "parent", ["records"], ""), ("redeem", 0, "ana", True), ("wait", 100)],
    ],
)
def test_a_rule_left_out_is_found(sequence, monkeypatch):
    """The red control: grants that never rest and never end by age."""

    def loose(rows, *, at):
        return rows.filter(revoked_at=None).annotate(under_review=Value(False, output_field=BooleanField()))

    play(sequence)
    monkeypatch.setattr(type(Grant.objects.all()), "live", loose)
    with pytest.raises(AssertionError):
        play(sequence)
