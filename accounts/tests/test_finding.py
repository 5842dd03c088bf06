"""An account is found by its address, however it was typed, and however many accounts there are."""

import pytest
from django.db import connection

from accounts.models import User


@pytest.mark.parametrize("email", ["ana@example.org", "Ana@Example.org"])
def test_the_owner_of_an_address(cast, email):
    assert User.objects.owner_of(email) == cast.ana


@pytest.mark.parametrize("proved", [True, False])
def test_no_list_of_everybody_is_read_for_it(cast, proved):
    rows = User.objects.at_address("ana@example.org").exclude(verified_at=None)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = (rows if proved else User.objects.claiming("ana@example.org")).explain()
    assert "Index Scan" in plan and "Seq Scan" not in plan
