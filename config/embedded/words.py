"""What the embedded database says when it cannot do what it was asked."""


class Refused(Exception):
    """Something stands in the way of the database; the text says what, and what to do about it."""
