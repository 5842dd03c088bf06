"""No secret of a mailed link stands in the log, whatever is refused or fails at its address."""

import logging

import pytest

from common.log_lines import WithoutSecrets


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/t/fcmZs4-ZT4e9=/", "/t/…/"),
        ("/t/fcmZs4-ZT4e9=/?next=/portal/", "/t/…/?next=/portal/"),
        ("/accounts/password/reset/key/1a2b-c3d4e5/", "/accounts/password/reset/key/…/"),
        ("/calendar/n0zF-kk_9.ics", "/calendar/…"),
        ("/portal/p/1a2b/", "/portal/p/1a2b/"),
    ],
)
def test_the_secret_is_left_out(path, kept):
    args = ("Origin checking failed", path)
    record = logging.LogRecord(
        "django.security.csrf", logging.WARNING, "", 1, "Forbidden (%s): %s", args, None
    )
    assert WithoutSecrets("%(message)s").format(record) == f"Forbidden (Origin checking failed): {kept}"
