"""What stands open when a record is locked down names a record on its way to somebody (case C70)."""

from common.tests.moment import AT
from records import contract
from records.models.access import Level
from records.tests.factories import regranted
from records.tests.packed import asked


def test_a_record_on_its_way_is_an_open_door(cast):
    own = regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    (room,) = [one for one in contract.answerers() if one.room == "records"]
    before = room.open_doors(cast.ana_record, at=AT)
    asked(own)
    after = room.open_doors(cast.ana_record, at=AT)
    assert [words for words in after if words not in before] == ["Record to take along, of ana@example.org"]
