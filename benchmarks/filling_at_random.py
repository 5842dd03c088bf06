"""B-forms: random forms, answers and changes of mind. The control sends what was typed without asking what is asked."""

import random
from unittest.mock import patch

from benchmarks.figures import Figure
from smartforms.engine import pruning
from smartforms.tests.random_forms import faults_of

STORIES = 1_000


def _broken() -> int:
    return sum(bool(faults_of(random.Random(seed))) for seed in range(STORIES))


def forms() -> list[Figure]:
    """Stories in which something typed was lost, or something was sent that is not asked or does not fit."""
    broken = _broken()
    with patch.object(pruning, "prune", lambda outline, answers, at: answers):
        control = _broken()
    name = f"of {STORIES:,} random forms filled at random, broken promises"
    return [Figure("B-forms", name, broken, "stories", "0", control, broken == 0 < control)]
