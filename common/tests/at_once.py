"""Acts that meet: several people do something at the very same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(*acts) -> list:
    """What each act answers or raises, all begun at the same moment, each in a connection of its own."""
    barrier = threading.Barrier(len(acts))

    def do(act):
        try:
            barrier.wait(timeout=60)
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as everybody:
        return list(everybody.map(do, acts))


def errors(answers) -> list:
    """What was raised."""
    return [one for one in answers if isinstance(one, Exception)]
