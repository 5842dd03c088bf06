"""The guide's pages at a desk and on a phone: nothing sticks out, everything can be hit, axe finds nothing."""

import pytest
from django.urls import reverse

from clinic.models import OpeningHours, Practitioner
from office.guide import STEPS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_step_fits_a_desk_and_a_phone(cast, wide_page, enter, look_over):
    OpeningHours.objects.filter(practitioner=cast.quinn).delete()  # so that a week is drawn to be filled in
    Practitioner.objects.filter(pk=cast.petra.pk).update(
        name="Dr. Petronella van der Westhuizen-Featherstonehaugh"
    )
    steps = [reverse("office:guide_step", args=[one.key]) for one in STEPS]
    look_over(enter(wide_page, cast.nora), [reverse("office:guide"), *steps], staff=True)
