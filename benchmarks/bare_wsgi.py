"""The bare pages behind next to no middleware: what a server of this kind can answer at most."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from config import loaded

django.setup(set_prefix=False)
settings.MIDDLEWARE = [  # whoever makes an installation needs more of it, and django-allauth says so as it begins
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
application = WSGIHandler()
loaded.set_aside()
