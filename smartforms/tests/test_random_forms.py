"""Random forms, random answers, random changes of mind: what is sent is asked and fits, and nothing typed is lost.

The long version is `make prove` (B-forms).
"""

import random
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from smartforms.engine import pruning
from smartforms.tests.random_forms import faults_of

FOUND = (
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
)  # shrinking a whole story takes minutes; the seeds below are small


@settings(max_examples=25, deadline=None, phases=FOUND, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_what_is_sent_is_asked_and_fits_and_nothing_typed_is_lost(chance):
    assert faults_of(chance) == []


@pytest.mark.parametrize("seed", range(8))
def test_the_same_by_seeds(seed):
    assert faults_of(random.Random(seed)) == []


def test_the_check_sees_answers_that_are_not_asked():
    with patch.object(pruning, "prune", lambda outline, answers, at: answers):
        found = [fault for seed in range(12) for fault in faults_of(random.Random(seed))]
    assert "an answer to a question that is not asked is sent" in found
