import select
import time

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

ASKED_EVERY = 5  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """Whether a kept connection still answers is seen at its socket; asked with a query only now and then.

    A server that went away, or that ended the connection, has said so there. Django asks at every request that needs
    the database: one way there and back in five of a page of times. What is not seen at the socket, a cable that was
    pulled, is found by the query every few seconds.
    """

    _asked_at = -float("inf")

    def is_usable(self):
        now = time.monotonic()
        if now - self._asked_at < ASKED_EVERY and not self.errors_occurred and self._is_quiet():
            return True
        self._asked_at = now
        return super().is_usable()

    def _is_quiet(self) -> bool:
        line = self.connection
        if line is None or line.closed or line.info.transaction_status != TransactionStatus.IDLE:
            return False
        seen = select.poll()
        seen.register(line.fileno(), select.POLLIN)
        return not seen.poll(0)
