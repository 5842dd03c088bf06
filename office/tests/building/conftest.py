"""A draft in the hands of the owner."""

import pytest

from office.tests.building.drafts import Draft
from smartforms import drafting


@pytest.fixture
def nora(cast, client, sign_in):
    return sign_in(client, cast.nora)


@pytest.fixture
def draft(cast, nora, at):
    begun = drafting.begin_form(
        title="Knee", clinic=cast.harbour, is_clinical=True, minutes=None, by=cast.nora, at=at
    )
    return Draft(nora, begun)
