"""Lines of the log in which no secret of an address stands (security, D5)."""

import logging
import re

# What follows in the address of a mailed link, of a link to choose a new password, and of a calendar.
SECRET = re.compile(r"(/t/|/password/reset/key/|/calendar/)[^/\s\"']+")


class WithoutSecrets(logging.Formatter):
    """Django names the address of whatever it refused; a link's address is its secret."""

    def format(self, record):
        return SECRET.sub(r"\1…", super().format(record))
