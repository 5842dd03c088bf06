"""The permission matrix: every URL × people × GET and POST, against the policy written by hand.

Everybody is asked everywhere by `make prove` (B4).
"""

from itertools import groupby

import pytest

from tests.matrix.accounts_policy import ACCOUNTS_DOORS
from tests.matrix.asking import every_url
from tests.matrix.judging import faults_at
from tests.matrix.policy import DOORS as PLAIN_DOORS
from tests.matrix.settings_policy import SETTINGS_DOORS

DOORS = sorted(PLAIN_DOORS + SETTINGS_DOORS + ACCOUNTS_DOORS, key=lambda door: door.name)
BY_NAME = {name: list(doors) for name, doors in groupby(DOORS, key=lambda door: door.name)}


@pytest.mark.parametrize("name", BY_NAME)
def test_people_get_what_the_policy_says(name, knocking):
    faults = faults_at(knocking, BY_NAME[name])
    assert faults == [], "\n".join(["", *faults])


def test_every_url_is_in_the_policy():
    assert sorted(every_url().keys() - BY_NAME.keys()) == []


def test_the_policy_names_only_urls_that_exist():
    assert sorted(BY_NAME.keys() - every_url().keys()) == []
