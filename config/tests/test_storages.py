"""Where private files are kept: a folder, a bucket, or a refusal in words."""

import pytest
from environ import ImproperlyConfigured

from config.storages import FOLDER, for_files


def test_unset_it_is_the_folder_that_the_server_in_front_may_send():
    assert for_files("") == for_files("", sent_by_server=True) == FOLDER


def test_a_bucket_is_private_and_its_links_are_short():
    found = for_files("s3://files/portal/?region=ca-central-1")["OPTIONS"]
    assert (found["bucket_name"], found["location"], found["region_name"]) == (
        "files",
        "portal",
        "ca-central-1",
    )
    assert (found["default_acl"], found["querystring_auth"], found["querystring_expire"]) == (None, True, 60)


@pytest.mark.parametrize(
    "url",
    ["https://files.example/", "s3://", "s3://key:secret@files/", "s3://files?acl=public-read", "var/files"],
)
def test_what_is_no_private_bucket_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="Set MEDIA_URL"):
        for_files(url)


def test_the_server_in_front_cannot_send_what_it_does_not_have():
    with pytest.raises(ImproperlyConfigured, match="FILES_ACCEL"):
        for_files("s3://files", sent_by_server=True)
