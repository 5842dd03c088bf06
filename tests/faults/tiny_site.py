"""The smallest site the runner can run: settings and addresses in one, so that trouble is tried in seconds."""

from pathlib import Path

from django.http import HttpResponse
from django.urls import path

from config import embedded

SECRET_KEY = "only for the trials of the runner, where nobody signs in"
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = ["django.contrib.staticfiles"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", **embedded.connection_settings()}}
ROOT_URLCONF = "tests.faults.tiny_site"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(embedded.var_folder()) / "static"
_QUEUE = Path(embedded.var_folder()) / "queue"
CELERY_BROKER_URL = "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(_QUEUE),
    "data_folder_out": str(_QUEUE),
    "control_folder": str(_QUEUE / "control"),
    "polling_interval": 0.2,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(Path(embedded.var_folder()) / "beat-schedule")

urlpatterns = [path("healthz", lambda request: HttpResponse("alive"))]
