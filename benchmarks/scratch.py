"""A database with every table and no rows, and the static files as delivered; both are gone afterwards."""

import contextlib
import os
import tempfile

import django

from config import embedded


@contextlib.contextmanager
def scratch(name: str):
    """Django, set up on a database of its own: on the test cluster, or on the server of DATABASE_URL."""
    ours = (
        embedded.running(embedded.Cluster.for_tests()) if embedded.is_wanted() else contextlib.nullcontext()
    )
    with ours, tempfile.TemporaryDirectory(prefix="anteroom-static-") as folder:
        os.environ |= {"SCRATCH_DATABASE": name, "SCRATCH_STATIC": folder}
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        django.setup()
        from django.core.management import call_command

        _command(f'DROP DATABASE IF EXISTS "{name}"')  # refused while another run is at work on it
        _command(f'CREATE DATABASE "{name}"')
        try:
            for step in ("migrate", "createcachetable", "collectstatic"):
                call_command(
                    step, verbosity=0, **({} if step == "createcachetable" else {"interactive": False})
                )
            yield
        finally:
            _command(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def copied(name: str):
    """Another database with the same rows, for a second process or a state to come back to; its name. Nobody may be
    connected to ours."""
    from django.db import connection

    ours = connection.settings_dict["NAME"]
    _command(f'DROP DATABASE IF EXISTS "{name}"')
    _command(f'CREATE DATABASE "{name}" TEMPLATE "{ours}"')
    try:
        yield name
    finally:
        _command(f'DROP DATABASE "{name}" WITH (FORCE)')


def _command(sql: str) -> None:
    from django.db import connection

    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
