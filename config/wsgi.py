import os

from django.core.wsgi import get_wsgi_application

from config import loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()
loaded.set_aside()


def application(environ, start_response):
    """Django, with everybody's text read as UTF-8.

    Django believes the charset a request names, however it is spelled, and one such as punycode makes it fail before
    any page of ours can answer. So of a content type's parameters only the boundary of a form's parts is kept.
    """
    kind, *parameters = environ.get("CONTENT_TYPE", "").split(";")
    kept = [one for one in parameters if one.strip().lower().startswith("boundary=")]
    environ["CONTENT_TYPE"] = ";".join([kind, *kept])
    return _django(environ, start_response)
