"""The red control of B1: the same server, but it looks whether a time is free and then takes it."""

from config.wsgi import application  # noqa: F401, I001

from booking.actions import occupying
from tests.doors.careless import look_then_take

occupying.take = look_then_take
