"""`/healthz`: alive. `/readyz`: the database answers, its shape and its clock are right, mail leaves, beat beats, the
audit is whole."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from clinic import watching
from common import clock
from config.tasks import BEAT_KEY
from outbox import delivery

CLOCKS_APART = timedelta(seconds=2)
MAIL_LATE = timedelta(minutes=5)
BEAT_SILENT = timedelta(minutes=3)


@login_not_required
@require_safe
def alive(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def ready(request):
    """200 when every check holds, else 503 with the names of those that do not; no figures for strangers."""
    at = clock.now()
    try:
        checks = {
            "clock": _clocks_agree(at),
            "migrations": _is_migrated(),
            "mail": not delivery.waiting(at=at - MAIL_LATE).exists(),
            "beat": _beat_was_seen(at),
            "audit": not watching.is_known_broken(),
        }
    except DatabaseError:
        checks = {"database": False}
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def _clocks_agree(at) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    return abs(theirs - at) <= CLOCKS_APART


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _beat_was_seen(at) -> bool:
    seen = cache.get(BEAT_KEY)
    return seen is not None and at - datetime.fromtimestamp(seen, UTC) <= BEAT_SILENT
