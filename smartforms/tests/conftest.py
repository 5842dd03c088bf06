"""Ana with a form of hers."""

import json

import pytest

from smartforms import actions
from smartforms.tests.forms import questionnaire


@pytest.fixture
def ana_in(client, sign_in, cast):
    return sign_in(client, cast.ana)


@pytest.fixture
def sent_to_ana(cast, at):
    """`sent_to_ana(*items)`: a form of these items that Ana may fill in."""

    def make(*items, **head):
        text = json.dumps(questionnaire(*items, **head))
        template = actions.import_questionnaire(text=text, clinic=cast.harbour, by=None, at=at).template
        return actions.assign(template=template, patient=cast.ana_record, account=cast.ana, by=None, at=at)

    return make


@pytest.fixture
def harbour(transactional_db):
    """The cast by the real clock, for sessions in a browser are."""
    from tests.story import Cast

    return Cast()


@pytest.fixture
def as_ana(harbour, enter):
    """`as_ana(page)`: this browser is Ana's."""
    return lambda page: enter(page, harbour.ana)
