"""How often a service brings its form: the months stand with the rule that needs them."""

import pytest
from django.db import IntegrityError, transaction

from booking.models import ServiceForm
from smartforms.models import FormRule


@pytest.mark.parametrize(
    "broken", [{"rule": FormRule.AGAIN}, {"months": 6}, {"rule": FormRule.ONCE, "months": 6}]
)
def test_months_stand_with_asking_again(cast, broken):
    rows = ServiceForm.objects.filter(service=cast.assessment)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**broken)
    assert rows.update(rule=FormRule.AGAIN, months=6) == 1
