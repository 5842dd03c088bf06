"""Where files are kept that people hand in: the folder of the machine, or a bucket that MEDIA_URL names."""

from urllib.parse import parse_qsl, urlsplit

from environ import ImproperlyConfigured

FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
KNOWN = {"region", "endpoint"}


def for_files(url: str, *, sent_by_server: bool = False) -> dict:
    """The storage for private files as Django names it: '' is the folder, `s3://bucket/prefix?region=…` a bucket.

    Raises ImproperlyConfigured for any other address, and where the server in front is to send what it does not have.
    """
    if not url:
        return FOLDER
    parts = urlsplit(url)
    more = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.netloc or set(parts.netloc) & set(":@") or set(more) - KNOWN:
        raise ImproperlyConfigured(
            "Set MEDIA_URL as s3://bucket/prefix?region=…&endpoint=…, or leave it out."
        )
    if sent_by_server:
        raise ImproperlyConfigured(
            "FILES_ACCEL is for files in a folder: leave it out where MEDIA_URL names a bucket."
        )
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "region_name": more.get("region"),
            "endpoint_url": more.get("endpoint"),
            "default_acl": None,  # whatever is written belongs to the owner of the bucket alone
            "querystring_auth": True,
            "querystring_expire": 60,
            "file_overwrite": False,
            "client_config": _impatient("path" if "endpoint" in more else "auto"),
        },
    }


def _impatient(addressing: str):
    """A bucket that does not answer must not keep a page for minutes."""
    try:
        from botocore.config import Config
    except ImportError:
        raise ImproperlyConfigured("MEDIA_URL names a bucket: pip install -r requirements-s3.txt") from None
    patience = {"connect_timeout": 5, "read_timeout": 20, "retries": {"max_attempts": 2}}
    # Sums only where they must be: many a server that speaks like S3 does not know the newer ones.
    sums = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    return Config(signature_version="s3v4", s3={"addressing_style": addressing}, **patience, **sums)
