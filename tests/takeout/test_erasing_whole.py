"""Being forgotten leaves nothing waiting or said, also of what came later or was joined; a hold keeps files."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from common.tests.moment import AT
from records import keeping
from records.actions import erasing, proposals, sent, uploads
from records.actions.codes import issue_code, mail_link, redeem
from records.actions.contacts import keep_contact
from records.actions.opening import decide_request
from records.actions.shut import deny, lock_down
from records.models import (
    AccessCode,
    Contact,
    Denial,
    LegalHold,
    Lockdown,
    Patient,
    ProfileProposal,
    SentFile,
    Upload,
)
from records.models.access import Basis, Relation
from records.tests.factories import PatientFactory, SentFileFactory, UploadFactory
from tests.merging.test_every_row import joined
from tests.story import BORN
from tests.takeout.test_erasing import IN_ELEVEN_YEARS, asked
from tray.models import Item


def test_nothing_waits_in_the_tray_once_it_is_accepted(cast):
    SentFileFactory(patient=cast.ana_record, by=cast.ana)
    proposals.propose(
        cast.ana_record, {"phone": "902 555 0199", "email": "n@example.org"}, by=cast.ana, at=AT
    )
    assert set(Item.objects.filter(done_at=None).values_list("kind", flat=True)) == {
        "profile.proposed", "file.sent",
    }  # fmt: skip
    erasing.accept(asked(cast), by=cast.nora, at=AT)
    assert list(Item.objects.filter(done_at=None)) == []
    assert set(ProfileProposal.objects.values_list("accepted", "decided_by", "value")) == {
        (False, cast.nora.pk, "–")
    }
    assert list(SentFile.objects.waiting()) == []


def test_whoever_asked_to_be_let_in_is_asked_about_no_more(cast):
    """Nobody lets somebody in by pressing what still waited."""
    code, _words = issue_code(
        cast.ana_record, relation=Relation.SELF, scopes=[], by=cast.finn, at=AT, with_words=False
    )
    mail_link(code, email="ana@example.org", by=cast.finn, at=AT)
    code = AccessCode.objects.select_related("patient__clinic").get(pk=code.pk)
    request = redeem(code, account=cast.dov, born=BORN, basis=Basis.LINK, at=AT)
    erasing.accept(asked(cast), by=cast.nora, at=AT)
    request.refresh_from_db()
    assert (request.decided_by, request.accepted) == (cast.nora, False)
    assert not Item.objects.filter(done_at=None).exists()
    assert decide_request(request, accept=True, by=cast.finn, at=AT) is None


def test_what_was_written_after_it_was_accepted_goes_with_the_rest(cast):
    ana = cast.ana_record
    erasure = asked(cast)
    erasing.accept(erasure, by=cast.nora, at=AT)
    erasure.refresh_from_db()
    declined = SentFileFactory(patient=ana, by=cast.ana, name="Qdeclined.png")
    sent.decline(declined, reason="Qdecline", by=cast.nora, at=AT)
    taken = UploadFactory(patient=ana, name="Qtaken.png", for_what="x", account=cast.ana)
    uploads.take_back(taken.pk, patient=ana, for_what="x", by=cast.ana, at=AT)
    deny(ana, cast.ben, by=cast.nora, at=AT, reason="Qdeny")
    lock_down(ana, by=cast.nora, at=AT, reason="Qlock")
    erasing.hold(ana, by=cast.nora, at=AT, reason="Qhold")
    erasing.lift_hold(ana, by=cast.nora, at=AT)
    keep_contact(ana, by=cast.nora, at=AT, name="Qmother", relation=Relation.PARENT, email="q@example.org")
    Patient.objects.filter(pk=ana.pk).update(email="q@example.org", phone="902 555 0100")
    assert erasing.complete(erasure, by=cast.nora, at=IN_ELEVEN_YEARS)
    left = [
        *SentFile.objects.filter(pk=declined.pk).values_list("reason", "upload__name"),
        *Upload.objects.filter(pk=taken.pk).values_list("name"),
        *(model.objects.get(patient=ana).reason for model in (Denial, Lockdown, LegalHold)),
    ]
    assert left == [("–", "–"), ("–",), "–", "–", "–"]
    assert set(Contact.objects.filter(patient=ana).values_list("name", "email")) == {("–", "")}
    assert Patient.objects.values_list("email", "phone").get(pk=ana.pk) == ("", "")


def test_a_record_that_was_joined_into_it_is_forgotten_with_it(cast):
    other = PatientFactory(
        clinic=cast.harbour, given_name="Qshell", email="qshell@example.org", address="Qroad"
    )
    joined(*(Patient.objects.get(pk=one.pk) for one in (cast.ana_record, other)), by=cast.nora)
    erasure = asked(cast)
    erasing.accept(erasure, by=cast.nora, at=AT)
    other.refresh_from_db()
    assert (other.given_name, other.email) == ("Qshell", "")
    erasure.refresh_from_db()
    erasing.complete(erasure, by=cast.nora, at=IN_ELEVEN_YEARS)
    other.refresh_from_db()
    assert (other.given_name, other.address, other.search) == ("Erased", "", "")


def test_under_a_hold_files_stay_and_go_once_it_is_lifted(cast, django_capture_on_commit_callbacks):
    refused, back = (SentFileFactory(patient=cast.ana_record, by=cast.ben) for _n in range(2))
    there = timezone.now() + timedelta(hours=2)
    keeping.sweep(at=there)  # what other tests left
    erasing.hold(cast.ana_record, by=cast.nora, at=AT, reason="A court")
    sent.decline(refused, reason="Blurred", by=cast.finn, at=AT)
    assert sent.forget_refused(at=AT + timedelta(days=31)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sent.take_back(back, by=cast.ben, at=AT)
    assert keeping.sweep(at=there) == 0
    assert [default_storage.exists(one.upload.stored_as) for one in (refused, back)] == [True, True]
    assert list(SentFile.objects.visible_to(cast.ben, at=AT)) == [refused]
    erasing.lift_hold(cast.ana_record, by=cast.nora, at=AT)
    assert sent.forget_refused(at=AT + timedelta(days=31)) == 1
    assert keeping.sweep(at=there) == 1
    assert [default_storage.exists(one.upload.stored_as) for one in (refused, back)] == [False, False]
