"""The settings of the test suite, for proofs that knock at the doors its people know."""

from django.test import override_settings

NAMES = ("DEMO", "ALLOWED_HOSTS", "EMAIL_BACKEND", "PASSWORD_HASHERS", "STORAGES")


def as_in_tests():
    """A context in which the site answers as in `make test`: its hosts, its mailbox, its lighter hash."""
    from config import settings_test

    return override_settings(
        ROOT_URLCONF="config.urls", **{name: getattr(settings_test, name) for name in NAMES}
    )
