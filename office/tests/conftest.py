import pytest


@pytest.fixture
def finn(cast, client, sign_in):
    """A browser of the front desk."""
    return sign_in(client, cast.finn)
