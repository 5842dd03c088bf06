"""Pictures of activities, with a file each."""

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from factory.django import DjangoModelFactory

from clinic.tests.factories import ClinicFactory
from common.tests.moment import AT
from records import models


class ActivityPictureFactory(DjangoModelFactory):
    """A picture of an activity; its bytes are what it shows."""

    class Meta:
        model = models.ActivityPicture
        skip_postgeneration_save = True

    clinic = factory.SubFactory(ClinicFactory)
    shows = "Somebody on a path"
    content_type = "image/png"
    size = 9
    sha256 = "0" * 64
    created_at = AT

    @factory.post_generation
    def stored(picture, *_args, **_kwargs):
        if not default_storage.exists(picture.stored_as):
            default_storage.save(picture.stored_as, ContentFile(picture.shows.encode()))
