import pytest

from office.tests.people import billing


@pytest.fixture
def nora(cast, client, sign_in):
    """A browser of the owner."""
    return sign_in(client, cast.nora)


@pytest.fixture
def bea(cast, client, sign_in):
    """A browser of somebody in billing."""
    return sign_in(client, billing(cast))
