"""B20 in small: every own word is taken along, no other's, none that stays; with its red control."""

import pytest
from django.db import IntegrityError

from common.tests.moment import AT
from records import contract
from records.models import Contact, Patient
from records.models.access import Level
from records.takeout.reader import Reader
from records.tests.factories import PatientFactory, UploadFactory, reader_of, regranted
from records.tests.packed import packed, whole_text
from tests.takeout import canaries
from tests.takeout.canaries import FILE, SHOWS, fill, found_in, to_be_found
from tests.takeout.rows import a_row_of_everything, what_is_kept_to_oneself


def told(cast):
    """Everybody with rows everywhere, and a word in each column of each."""
    filled = {}
    for whose in ("ana", "kit", "zoe"):
        record = getattr(cast, f"{whose}_record")
        a_row_of_everything(record)
        what_is_kept_to_oneself(record)
        UploadFactory(patient=record, account=cast.ana, for_what="upload")
        filled[whose] = fill(whose, Patient.objects.get(pk=record.pk))
    return filled


def without_a_row(patient) -> list[str]:
    """Tables of the classification that hold nothing about this patient."""
    everything = Reader(patient, None)
    return [sheet.label for sheet in contract.sheets() if not sheet.rows(everything).exists()]


def test_every_table_has_a_row_that_could_be_missed(cast):
    """A room that has a new table shows in `rows.py` how a row of it is made."""
    record = PatientFactory(clinic=cast.harbour)
    assert set(without_a_row(record)) == {one.label for one in contract.sheets()} - {"records.patient"}
    a_row_of_everything(record)
    assert without_a_row(record) == []
    filled = {(label, column) for label, column, _pk in fill("new", Patient.objects.get(pk=record.pk))}
    beside = {(f"records.{one}", FILE) for one in ("document", "upload", "activityassignment")}
    assert filled - beside - {("records.activityassignment", SHOWS)} == {
        (sheet.label, column)
        for sheet in contract.sheets()
        for column in canaries.columns_with_words(sheet.model)
    }, "every column that holds words has one"


def test_every_own_word_and_no_other(cast):
    own = regranted(cast.ana_grant, level=Level.FULL, granted_by=cast.nora)
    filled = told(cast)
    assert {whose: len(words) > 200 for whose, words in filled.items()} == dict.fromkeys(filled, True)
    for grant, least in ((own, 60), (cast.ben_grant, 40), (cast.cleo_grant, 2)):
        reader = reader_of(grant)
        text = whole_text(packed(reader_of(grant)))
        mine = to_be_found(reader, filled["ana"])
        assert len(mine) >= least
        assert found_in(text, filled["ana"]) == mine
        assert found_in(text, filled["kit"]) == found_in(text, filled["zoe"]) == set()


def test_the_clinic_takes_all_but_secrets_and_private_notes(cast):
    filled = told(cast)
    reader = Reader(Patient.objects.get(pk=cast.ana_record.pk), AT)
    found = found_in(whole_text(packed(reader)), filled["ana"])
    left = {(label, column) for label, column, _pk in filled["ana"].keys() - found}
    assert left == {
        (sheet.label, column)
        for sheet in contract.sheets()
        for column, why in sheet.reasons().items()
        if not why.is_for_the_clinic and column in canaries.columns_with_words(sheet.model)
    }


def test_without_its_filters_the_same_reader_takes_too_much(cast):
    """The control: rows and columns as the clinic takes them are more than the patient may have."""
    own, filled = reader_of(cast.ben_grant), told(cast)
    careless = whole_text(packed(Reader(cast.ana_record, AT)))
    assert found_in(careless, filled["ana"]) - to_be_found(own, filled["ana"])


def test_a_column_that_takes_no_word_is_an_error(cast, monkeypatch):
    """The control: what a promise of the database refuses is not passed over."""
    a_row_of_everything(cast.ana_record)
    monkeypatch.setitem(canaries.SHAPES, "records.contact.name", lambda word: None)
    assert Contact.objects.exists()
    with pytest.raises(IntegrityError, match="name"):
        fill("ana", cast.ana_record)
