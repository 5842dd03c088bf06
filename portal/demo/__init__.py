"""The demo: two clinics with believable people, visits and forms around today. Loading it again tops it up.

What is configuration is made once and then left as its owner set it; visits and forms move with today.
"""

from django.db import connection, transaction

PASSWORD = "anteroom-demo"


@transaction.atomic
def load(*, at) -> None:
    """Make what is missing, as of `at`. Twice changes nothing but what the time of day changes."""
    from portal.demo import harbour, lakeside, mails, tray

    with connection.cursor() as cursor:  # two starts at once: the second waits, and finds everything there
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('portal.demo'))")
    harbour.load(at=at)
    tray.load(at=at)
    lakeside.load(at=at)
    mails.drop_old(at=at)
