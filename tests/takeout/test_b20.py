"""B20 in small: every own word is taken along, no other's, none that stays; with its red control."""

from common.tests.moment import AT
from records.models.access import Level
from records.takeout.reader import Reader
from records.tests.factories import ChartFactory, DocumentFactory, UploadFactory, reader_of, regranted
from records.tests.packed import packed, whole_text
from tests.takeout.canaries import fill, found_in, to_be_found


def told(cast):
    """Everybody with rows everywhere and a word in each column."""
    filled = {}
    for whose, practitioner in (("ana", cast.petra), ("kit", cast.petra), ("zoe", cast.lena)):
        record = getattr(cast, f"{whose}_record")
        ChartFactory(patient=record, practitioner=practitioner)
        ChartFactory(patient=record, practitioner=practitioner, confidential=True)
        DocumentFactory(patient=record, shared=True)
        UploadFactory(patient=record, account=cast.ana, for_what="upload")
        filled[whose] = fill(whose, record)
    return filled


def test_every_own_word_and_no_other(cast):
    own = regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    filled = told(cast)
    assert len(filled["ana"]) > 25
    for grant, least in ((own, 10), (cast.ben_grant, 8), (cast.cleo_grant, 2)):
        reader = reader_of(grant)
        text = whole_text(packed(reader_of(grant)))
        mine = to_be_found(reader, filled["ana"])
        assert len(mine) >= least
        assert found_in(text, "ana", filled["ana"]) == mine
        assert found_in(text, "kit", filled["kit"]) == found_in(text, "zoe", filled["zoe"]) == set()


def test_without_its_filters_the_same_reader_takes_too_much(cast):
    """The control: rows and columns as the clinic takes them are more than the patient may have."""
    own, filled = reader_of(cast.ben_grant), told(cast)
    careless = whole_text(packed(Reader(cast.ana_record, AT)))
    assert found_in(careless, "ana", filled["ana"]) - to_be_found(own, filled["ana"])
