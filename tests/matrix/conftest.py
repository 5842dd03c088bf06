import pytest
from django.db import transaction

from common.tests.moment import AT


@pytest.fixture(scope="package")
def knocking(django_db_setup, django_db_blocker):
    """Everybody at Harbour's doors. Made once: each knock undoes what it changed."""
    from tests.matrix.asking import Knocking
    from tests.matrix.people import World

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("common.clock.now", lambda: AT)
        yield Knocking(World())
        transaction.set_rollback(True)
