"""Fixtures with the fixed cast: `cast` holds everybody (see tests/story.py), `ana`, `harbour` … are its parts.

The application's clock stands still at `AT`; `sign_in(client, account)` opens a session that is fresh by it.
"""

import pytest

from common.tests.moment import AT
from tests.ground.replay import Replay

PARTS = (
    "harbour lakeside at_harbour at_lakeside form assessment treatment ana ben cleo dov nora omar finn "
    "petra petra_account quinn quinn_account lena zoe ana_record kit_record zoe_record ana_grant ben_grant cleo_grant "
    "kit_grant ana_visit ana_staff_visit kit_visit zoe_visit ana_sent ana_open kit_sent kit_open zoe_sent zoe_open"
).split()


@pytest.fixture
def at(monkeypatch):
    """The moment of the story; the application's clock stands still at it."""
    monkeypatch.setattr("common.clock.now", lambda: AT)
    return AT


@pytest.fixture
def cast(db, at):
    """Two clinics and everybody in them."""
    return _tell()


def _cast():
    from tests.story import Cast  # here, for plugins load before Django is set up

    return Cast()


_tell = Replay(_cast)


def _part(name):
    def part(cast):
        return getattr(cast, name)

    part.__doc__ = f"`cast.{name}`"
    return pytest.fixture(part, name=name)


globals().update({name: _part(name) for name in PARTS})


@pytest.fixture
def sign_in(at):
    """`sign_in(client, account)`: the client is that person from now on; returns the client."""

    def enter(client, account):
        client.force_login(account)
        return client

    return enter
