"""One migrated template database, and a clone of it for every worker (`django_db_setup` of pytest-django).

Without DATABASE_URL the template is on an embedded cluster made for tests (no fsync); with it, on that server.
"""

import contextlib
import functools
import hashlib
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from config import embedded
from config.embedded.locks import LockFile

embedded.read_env_file()
_PREFIX = "test_anteroom_" + hashlib.sha256(bytes(embedded.var_folder())).hexdigest()[:6]
_TEMPLATES_KEPT = 4  # a few branches of work; older ones make room
_FROM_TEMPLATE = {"django_migrations", "django_content_type", "auth_permission"}  # the rows it begins with


def pytest_configure(config):
    """No test can meet the real rows by accident: the settings point at the test cluster from the start."""
    if embedded.is_wanted():
        settings.DATABASES["default"].update(embedded.connection_settings(embedded.Cluster.for_tests()))


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Give this worker a database of its own, cloned from the migrated template, for as long as the session lasts."""
    from django.db import connection

    with contextlib.ExitStack() as stack:
        if embedded.is_wanted():
            stack.enter_context(embedded.running(embedded.Cluster.for_tests()))
        own = f"{_PREFIX}_{stack.enter_context(_free_slot())}"
        with django_db_blocker.unblock():
            with _one_at_a_time():
                template = _template(connection, again=request.config.getoption("create_db"))
                _command(connection, f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
                _command(connection, f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
            _point_at(connection, own)
            _empty_quickly(connection, stack)
        yield
        with django_db_blocker.unblock():
            _point_at(connection, "postgres")
            _command(connection, f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


def filled(cursor) -> list[str]:
    """The tables with rows in them, beyond those that the template begins with."""
    cursor.execute(_asking(cursor.db))
    return [row[0] for row in cursor.fetchall()]


@functools.cache
def _asking(connection) -> str:
    tables = set(connection.introspection.table_names()) - _FROM_TEMPLATE
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in sorted(tables)
    )


def _empty_quickly(connection, stack) -> None:
    """Between transactional tests, where this server lets us pass triggers over; Django's own way elsewhere.

    Django empties a hundred tables and writes the permissions anew, which takes longer than most of these tests.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        may = cursor.fetchone()[0]

    def empty(_case):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in filled(cursor):
                cursor.execute(f'DELETE FROM "{table}"')

    if may:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("django.test.TransactionTestCase._fixture_teardown", empty)


def _template(connection, *, again: bool) -> str:
    """The name of the migrated template; built first if the migrations changed since the last one."""
    name = f"{_PREFIX}_t_{_fingerprint()}"
    rows = _command(connection, "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{_PREFIX}_t_%"])
    have = {row[0] for row in rows}
    if name in have and not again:
        return name
    building = f"{_PREFIX}_building"
    connection.settings_dict["TEST"]["NAME"] = building
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    with connection.cursor() as cursor:
        # Between transactional tests Django empties every table; three lists refuse that, rightly, elsewhere.
        for table in ("audit_event", "audit_seal", "payments_entry"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")
    _point_at(connection, "postgres")
    if name in have:
        _command(connection, f'DROP DATABASE "{name}" WITH (FORCE)')
    _command(connection, f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    _command(connection, f"COMMENT ON DATABASE \"{name}\" IS '{time.time():.0f}'")
    _forget_old_templates(connection)
    return name


def _fingerprint() -> str:
    """Changes when a migration, a model or the list of apps does, in our rooms and in the libraries."""
    from django.apps import apps

    seen = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        place = Path(app.path)
        for pattern in ("migrations/**/*.py", "models.py", "models/**/*.py", "apps.py"):
            for path in sorted(place.glob(pattern)):
                seen.update(str(path.relative_to(place)).encode() + path.read_bytes())
    return seen.hexdigest()[:12]


def _forget_old_templates(connection) -> None:
    rows = _command(
        connection,
        "SELECT datname FROM pg_database WHERE datname LIKE %s"
        " ORDER BY shobj_description(oid, 'pg_database') DESC NULLS LAST OFFSET %s",
        [f"{_PREFIX}_t_%", _TEMPLATES_KEPT],
    )
    for (name,) in rows:
        _command(connection, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _command(connection, sql: str, parameters=None) -> list:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def _point_at(connection, name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


@contextlib.contextmanager
def _free_slot():
    """A number no other worker on this checkout uses now; its lock frees itself when a worker is killed."""
    for number in range(64):
        with LockFile(_locks() / f"slot-{number}") as slot:
            if slot.try_hold():
                yield number
                return
    pytest.exit("64 test workers are at work on this checkout already.", returncode=3)


@contextlib.contextmanager
def _one_at_a_time():
    with LockFile(_locks() / "template") as lock:
        lock.hold()
        yield


def _locks() -> Path:
    folder = embedded.var_folder() / "postgres-test" / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
