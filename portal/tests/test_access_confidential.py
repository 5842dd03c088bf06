"""What became confidential is gone from a proxy's own list of looks as well: not even that there was something (D3)."""

import pytest

from portal.tests.test_access import access_of, looked, opened
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    DocumentFactory,
    SentFileFactory,
)


@pytest.mark.parametrize(
    ("verb", "make"),
    [
        ("document.opened", lambda cast: DocumentFactory(patient=cast.ana_record, shared=True)),
        ("plan.opened", lambda cast: ChartFactory(patient=cast.ana_record, plan={"summary": "Rest."})),
        ("activity.opened", lambda cast: ActivityAssignmentFactory(patient=cast.ana_record)),
        ("activity.picture_shown", lambda cast: ActivityAssignmentFactory(patient=cast.ana_record)),
        ("sent_file.opened", lambda cast: SentFileFactory(patient=cast.ana_record, by=cast.ana)),
    ],
)
def test_a_look_at_what_became_confidential_is_gone_from_one_s_own_list(client, sign_in, cast, verb, make):
    thing = make(cast)
    looked(cast, cast.ben, verb, thing, hours=1)
    ben = sign_in(client, cast.ben)
    page = access_of(cast.ana_record)
    before = opened(ben.get(page))
    type(thing).objects.filter(pk=thing.pk).update(confidential=True)
    after = [row for row in opened(ben.get(page)) if row[1] != "Looked up who can see this record"]
    assert (len(before), after) == (1, [])
