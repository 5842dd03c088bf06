"""The moment at which the tests' stories happen."""

from datetime import UTC, datetime, timedelta

# A Tuesday, nine in the morning in Halifax, eight in Toronto; clocks changed a fortnight before.
AT = datetime(2026, 11, 17, 13, 0, tzinfo=UTC)
LONG_AGO = AT - timedelta(days=60)
