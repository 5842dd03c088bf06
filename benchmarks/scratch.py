"""A database with every table and no rows, and the static files as delivered; both are gone afterwards."""

import contextlib
import os
import tempfile

import django

from config import embedded


@contextlib.contextmanager
def scratch(name: str):
    """Django, set up on a database of its own: on the test cluster, or on the server of DATABASE_URL."""
    embedded.read_env_file()
    cluster = (
        embedded.running(embedded.Cluster.for_tests()) if embedded.is_wanted() else contextlib.nullcontext()
    )
    with cluster, tempfile.TemporaryDirectory(prefix="anteroom-static-") as folder:
        os.environ.update(
            SCRATCH_DATABASE=name, SCRATCH_STATIC=folder, DJANGO_SETTINGS_MODULE="benchmarks.settings"
        )
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        command(f'DROP DATABASE IF EXISTS "{name}"')  # refused while another run is at work on it
        command(f'CREATE DATABASE "{name}"')
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            call_command("collectstatic", verbosity=0, interactive=False)
            yield
        finally:
            connection.close()
            command(f'DROP DATABASE "{name}" WITH (FORCE)')


def command(sql: str) -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
