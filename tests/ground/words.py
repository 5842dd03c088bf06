"""The compiled translations: every test, in whichever worker it runs, finds them as new as their sources."""

from common.management.commands.build_translations import build_all


def pytest_configure(config):
    """Before any worker starts. A bare checkout has none compiled, and a process reads each only once."""
    if not hasattr(config, "workerinput"):
        build_all()
