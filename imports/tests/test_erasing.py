"""The file somebody came in with goes when their record is erased."""

from django.core.files.storage import default_storage

from common.tests.moment import AT
from imports.contract import ImportsAnswerer
from imports.tests.files import PEOPLE, checked, let_in
from records import contract
from records.models import Patient


def test_the_file_goes_with_the_first_record_that_is_erased(cast, django_capture_on_commit_callbacks):
    room = next(one for one in contract.answerers() if isinstance(one, ImportsAnswerer))
    batch = let_in(checked(cast.harbour, PEOPLE, by=cast.nora), by=cast.nora)
    stays = let_in(
        checked(cast.harbour, "first name,last name,dob\nA,Vale,1990-01-01\n", by=cast.nora), by=cast.nora
    )
    made = Patient.objects.get(given_name="Élodie")
    assert [(one.what, one.rows) for one in room.erase(made)] == [("The file it was imported from", 1)]
    assert room.erase(cast.ana_record) == []
    with django_capture_on_commit_callbacks(execute=True):
        room.forget(made, by=cast.nora, at=AT)
    batch.refresh_from_db()
    assert (batch.file_gone_at, default_storage.exists(batch.stored_as)) == (AT, False)
    assert default_storage.exists(stays.stored_as)
