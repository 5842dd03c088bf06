import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()
_charset = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)


def application(environ, start_response):
    """Django, with everybody's text read as UTF-8.

    Django believes the charset a request names, and one such as punycode makes it fail before any page of ours can
    answer. Browsers send what our pages ask for, which is UTF-8.
    """
    if "charset" in environ.get("CONTENT_TYPE", "").lower():
        environ["CONTENT_TYPE"] = _charset.sub("", environ["CONTENT_TYPE"])
    return _django(environ, start_response)
