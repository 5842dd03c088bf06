"""A web process sets aside what it has loaded, so that no full collection walks it in the middle of a page."""

import gc
from importlib import reload

import pytest
from django.urls import get_resolver

from config import loaded, wsgi


@pytest.fixture
def untouched():
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_what_is_loaded_is_walked_no_more(untouched):
    loaded.set_aside()
    aside, kept = gc.get_freeze_count(), {id(one) for one in gc.get_objects()}
    assert aside > 10_000
    assert not kept & {id(one) for one in get_resolver().url_patterns}


def test_the_server_does_so_when_it_begins(untouched):
    reload(wsgi)
    assert gc.get_freeze_count() > 10_000
