"""What is written to the log."""

from config import settings


def test_every_line_is_written_without_the_secrets_of_links():
    written_by = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    classes = {settings.LOGGING["formatters"][name]["class"] for name in written_by}
    assert classes == {"common.log_lines.WithoutSecrets"}
