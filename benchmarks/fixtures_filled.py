"""B-fixtures: the fixtures filled at random page by page, sent, exported. The control counts each option one higher."""

from decimal import Decimal
from unittest.mock import patch

from django.db import transaction
from django.test import Client

from benchmarks.as_in_tests import as_in_tests
from benchmarks.figures import Figure
from common.tests.moment import AT

SEEDS = 20  # fillings of each fixture


def b_fixtures() -> list[Figure]:
    """Fillings that were refused, do not validate as R4, or whose score plain Python finds otherwise."""
    from smartforms.tests import test_fixtures_over_http as told
    from tests.story import Cast

    broken, control, scored = [], 0, 0
    with as_in_tests(), patch("common.clock.now", lambda: AT), transaction.atomic():
        cast, ana = Cast(), Client()
        ana.force_login(cast.ana)
        for name in told.NAMES:
            for seed in range(100, 100 + SEEDS):
                with transaction.atomic():
                    values, fault = _filled(told, ana, cast, name, seed)
                    transaction.set_rollback(True)
                if fault:
                    broken.append(f"{name}, seed {seed}: {fault}")
                elif name in told.INDEPENDENT:
                    scored += 1
                    control += _is_wrong_when_each_counts_more(told, name, values)
        transaction.set_rollback(True)
    for line in broken[:20]:
        print(line)
    asked = len(told.NAMES) * SEEDS
    name = f"{asked} fillings over HTTP, {scored} of them scored: refused, invalid or scored otherwise"
    return [
        Figure(
            "B-fixtures", name, len(broken), "fillings", "0; control > 0", control, not broken and control > 0
        )
    ]


def _filled(told, ana, cast, name, seed) -> tuple[dict, str]:
    try:
        response, _check, _copy = told.filled_and_sent(ana, cast, name, seed, at=AT)
        values = told.values_of(told.exported_of(response))
        if name in told.INDEPENDENT:
            told.assert_worked_out(name, values)
    except Exception as fault:  # whatever it is, it is counted and named
        return {}, f"{type(fault).__name__} {fault}"[:200]
    return values, ""


def _is_wrong_when_each_counts_more(told, name, values) -> bool:
    counted = told.worth

    def more(element):
        return None if counted(element) is None else counted(element) + Decimal(1)

    try:
        with patch.object(told, "worth", more):
            told.assert_worked_out(name, values)
    except AssertionError:
        return True
    return False
