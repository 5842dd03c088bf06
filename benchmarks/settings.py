"""The real settings as in production, but for http on the loopback; the database is a scratch one."""

import os

# Behind one proxy, so that a crowd can come from many addresses.
os.environ |= {"DEMO": "false", "HTTPS": "false", "ALLOWED_HOSTS": ".localhost", "EMAIL_URL": "dummymail://"}
os.environ |= {"STAFF_SECOND_FACTOR": "false", "TRUSTED_PROXIES": "1"}
os.environ.setdefault("SECRET_KEY", "only for measuring: it guards rows that nobody will miss")

from config.settings import *  # noqa: F403
from config.settings import DATABASES, EMBEDDED, LOGGING, embedded

if EMBEDDED:
    DATABASES["default"].update(embedded.connection_settings(embedded.Cluster.for_tests()))
DATABASES["default"]["NAME"] = os.environ["SCRATCH_DATABASE"]
STATIC_ROOT = os.environ["SCRATCH_STATIC"]
ROOT_URLCONF = "benchmarks.bare"
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = "memory://localhost//", {}
LOGGING["loggers"] = {"django.request": {"level": "ERROR"}}  # every lost race would be a line of warning
