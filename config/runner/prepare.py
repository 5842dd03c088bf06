"""What is done before the first page: `prepare rows` (migrations, the demo) and `prepare files` (static, translations).

The two do not need each other, so the runner lets them work side by side.
"""

import contextlib
import hashlib
import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings


def main(what: str):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import get_commands

    if what == "files":
        _make_queue_folders()
        if "build_translations" in get_commands():
            _quietly("Translations", "build_translations")
        _collect_static()
    else:
        _migrate()
        if getattr(settings, "DEMO", False) and "demo" in get_commands():
            _quietly("Demo clinic", "demo")


def _make_queue_folders():
    """The file-system broker expects its folders to be there."""
    for name, place in getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {}).items():
        if name.endswith(("_folder", "_folder_in", "_folder_out")):
            Path(place).mkdir(parents=True, exist_ok=True)


def _migrate():
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        with _told("Migrations", f"{len(plan)} applied"):
            call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def _collect_static():
    """Only when a file, a setting or a library changed since the last time."""
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = _fingerprint_of_static()
    if stamp.exists() and stamp.read_text() == now:
        return
    with _told("Static files", "collected"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(now)


def _fingerprint_of_static() -> str:
    from django.contrib.staticfiles.finders import get_finders

    seen = hashlib.sha256(repr((django.VERSION, settings.STORAGES["staticfiles"])).encode())
    for finder in get_finders():
        for name, storage in finder.list(None):
            file = os.stat(storage.path(name))
            seen.update(f"{name} {file.st_size} {file.st_mtime_ns}".encode())
    return seen.hexdigest()


def _quietly(what: str, command: str):
    from django.core.management import call_command

    with _told(what, "ready"), open(os.devnull, "w") as nowhere:
        call_command(command, stdout=nowhere)


@contextlib.contextmanager
def _told(what: str, outcome: str):
    began = time.monotonic()
    yield
    if (took := time.monotonic() - began) > 0.1:  # what had nothing to do says nothing
        print(f"  {what:<18}{outcome} ({took:.1f} s)", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
