"""What every test gets. The fixtures are in tests/ground: words, a database for each worker, and a browser."""

import gc
import os

import pytest
from django.utils import translation
from hypothesis import settings

pytest_plugins = ["tests.ground.words", "tests.ground.database", "tests.ground.browser", "tests.cast"]

# Shared machines are slow now and then: how long an example takes is no reason to fail.
settings.register_profile("house", deadline=None, database=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def in_english():
    """A page asked for in French leaves its language behind in the thread; every test begins in English."""
    translation.activate("en")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session):
    """What is loaded by now stays to the end: to look through it again and again for refuse takes time for nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """`-n auto`: one worker per core, at most four; each has a database of its own."""
    return min(os.cpu_count() or 1, 4)
