"""The log: one line each, to wherever the process writes, without secrets of addresses."""


def to_console(level: str) -> dict:
    """What is worth a line from this level on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "class": "common.log_lines.WithoutSecrets",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {"django.request": {"level": "ERROR"}},  # a lost race or a missing page is no event
        "root": {"handlers": ["console"], "level": level},
    }
